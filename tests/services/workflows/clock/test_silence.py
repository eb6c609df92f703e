"""No one has answered them, or they have not answered us."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import closing
from tests.conversations import CAROL, DAVE, they_write, thread_of, we_write
from tests.services.workflows.stage import (
    ada,
    contact,
    flow,
    live,
    on_time,
    ours,
    pass_time,
    refusals,
    runs,
    sms,
    step,
    texts,
)
from webapp.db import db, now
from webapp.models.entry import Origin
from webapp.models.thread import Thread
from webapp.models.workflow import Workflow
from webapp.rules.workflow.document import Again, WhoAndWhen, Window
from webapp.services import settings
from webapp.services.contacts import blocking
from webapp.services.threads import enqueue
from webapp.services.workflows.clock import silence

ERIN = "+12025550143"
NOTIFY = step(1, "notify", text="{{contact.name|Someone}} waits: {{trigger.text}}")


def waits(**values: object) -> Workflow:
    box = WhoAndWhen(number_id=ours().id, again=Again.EVERY, **values)  # type: ignore[arg-type]
    known = {"amount": "15", "unit": "minutes", "in_hours": "1"}
    return live(flow("unanswered", NOTIFY, box=box, **known))


def test_who_has_waited_long_enough_and_once(app: Flask) -> None:
    workflow = waits()
    they_write("Hello?")
    on_time(workflow)
    assert runs() == []
    pass_time(minutes=16)
    on_time(workflow)
    on_time(workflow)
    assert [one.event["text"] for one in runs()] == ["Hello?"]


def test_who_was_answered_is_left_alone_and_who_writes_again_is_not(app: Flask) -> None:
    workflow = waits()
    message = they_write("Hello?")
    we_write(thread_of(message), "Hi", ada().id)
    pass_time(minutes=16)
    on_time(workflow)
    assert runs() == []
    they_write("And?")
    pass_time(minutes=16)
    on_time(workflow)
    they_write("And now?")
    pass_time(minutes=16)
    on_time(workflow)
    assert [one.event["text"] for one in runs()] == ["And?", "And now?"]


def test_only_hours_at_which_they_may_be_reached_count(app: Flask) -> None:
    workflow = waits()
    they_write("Hello?")
    pass_time(minutes=16)
    closing.close(ada())
    db.session.commit()
    on_time(workflow)
    assert runs() == []
    closing.keep_hours(ada())
    db.session.commit()
    on_time(workflow)
    assert len(runs()) == 1
    settings.put("keep_hours", False)


def test_or_those_of_the_workflow(app: Flask) -> None:
    never = Window((0, 1), None, None, "UTC")
    workflow = waits(window=never)
    they_write("Hello?")
    pass_time(minutes=16)
    on_time(workflow)
    assert runs() == []


def test_what_was_too_long_ago_when_it_was_published_does_not_count(app: Flask) -> None:
    ours()
    they_write("Hello?")
    pass_time(days=2)
    workflow = waits()
    on_time(workflow)
    assert runs() == []


def phones() -> list[str]:
    return sorted(one.contact.phone for one in runs())


def test_however_many_wait_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "AT_ONCE", 2)
    workflow, people = waits(), [f"+120255502{number:02d}" for number in range(5)]
    for one in people:
        they_write("Hello?", one)
    pass_time(minutes=16)
    on_time(workflow)
    on_time(workflow)
    assert phones() == people


def quiet(**settings: str) -> Workflow:
    known = {"amount": "3", "unit": "days", "known": "1", **settings}
    return live(flow("quiet", step(1, "add_label", label="Quiet"), **known))


def test_who_has_not_answered_us(app: Flask) -> None:
    workflow = quiet()
    message = they_write("Hello?")
    we_write(thread_of(message), "How can we help?", ada().id)
    they_write("Hello?", DAVE)
    pest = thread_of(they_write("Buy my watches", "+12025550144"))
    we_write(pest, "No, thank you.", ada().id)
    blocking.block(pest.contact, ada())
    drives = thread_of(they_write("Hello?", ERIN))
    we_write(drives, "How can we help?", ada().id)
    they_write("I'm driving right now, I'll get back to you later.", ERIN)
    they_write("I'm driving right now, I'll get back to you later.", "+12025550145")  # we said nothing
    on_time(workflow)
    assert runs() == []
    pass_time(days=4)
    on_time(workflow)
    on_time(workflow)
    assert [one.contact.phone for one in runs()] == [CAROL, ERIN]


def test_who_does_not_answer_the_workflow_either_is_not_asked_for_ever(app: Flask) -> None:
    known = {"amount": "3", "unit": "days", "known": "1"}
    workflow = live(flow("quiet", sms(1, "Any questions?"), **known))
    message = they_write("Hello?")
    we_write(thread_of(message), "How can we help?", ada().id)
    for _ in range(3):
        pass_time(days=4)
        on_time(workflow)
    assert texts() == ["How can we help?", "Any questions?"]
    assert set(refusals()) == {"The latest that they have not answered was said by this workflow itself."}
    we_write(thread_of(message), "We have news.", ada().id)
    pass_time(days=4)
    on_time(workflow)
    assert texts()[2:] == ["We have news.", "Any questions?"]


def test_who_has_never_written_counts_only_if_it_is_wanted(app: Flask) -> None:
    only = quiet()
    contact()
    enqueue.put(db.session.scalars(select(Thread)).one(), "Hi", Origin.API)
    pass_time(days=4)
    on_time(only)
    assert runs() == []
    everyone = live(flow("quiet", step(1, "end"), amount="3", unit="days", known=""), "Everyone")
    pass_time(days=0)
    on_time(everyone)
    assert len(runs()) == 1


def test_those_to_whom_a_batch_spoke_in_the_same_moment(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "AT_ONCE", 2)
    workflow, people = quiet(known=""), [f"+120255502{number:02d}" for number in range(5)]
    for one in people:
        contact(one)
    db.session.execute(update(Thread).values(last_at=now(), last_direction="out"))
    pass_time(days=4)
    on_time(workflow)
    assert phones() == people
