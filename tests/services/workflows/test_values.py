"""What a run knows, read only when something of it is asked for."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import event as events

from tests.services.workflows.stage import ada, contact, flow, live, run, step
from webapp.db import db, now
from webapp.models.source import Source, SourceKind
from webapp.services import settings
from webapp.services.contacts import labels
from webapp.services.workflows import by_hand, values
from webapp.services.workflows.running import noting
from webapp.services.workflows.steps.base import Done


def test_of_a_contact_and_an_event(app: Flask) -> None:
    settings.put("team_name", "Bright Smile")
    carol = contact(city="Boston")
    labels.put(carol, "Keen", Source(SourceKind.API))
    labels.put(carol, "Rich", Source(SourceKind.API), suggested=True)
    known = values.of_start(carol, {"text": "Hello"})
    said = known.fill(
        "{{contact.first_name}} of {{contact.city}}, {{contact.labels}}: {{trigger.text}}, {{our.team}}"
    )
    assert said.text == "Carol of Boston, Keen: Hello, Bright Smile"
    local = now().astimezone(ZoneInfo("America/New_York"))
    assert known["time.date"] == local.date().isoformat()
    assert known["time.weekday"] == f"{local:%A}".lower()
    assert {"contact.phone", "trigger.text", "our.team", "time.hour"} <= set(known)


def test_nothing_is_read_that_is_not_asked_for(app: Flask) -> None:
    carol = contact()
    asked: list[str] = []
    events.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    known = values.of_start(carol, {"text": "Hello"})
    known.fill("Hi {{contact.name}} {{trigger.text}}")
    assert [one for one in asked if "contact_label" in one or "setting" in one] == []
    assert known["contact.labels"] == ""
    assert [one for one in asked if "contact_label" in one] != []


def test_a_step_that_was_done_again_says_what_it_found_then(app: Flask) -> None:
    by_hand.start(live(flow("hand", step(1, "end"))).id, [contact().id], ada(), "key")
    db.session.commit()
    one = run()
    for found in ("first", "second"):
        noting.done(noting.begin(one, "s1", "end"), Done({"found": found}))
    db.session.commit()
    assert values.of(run())["steps.s1.found"] == "second"
