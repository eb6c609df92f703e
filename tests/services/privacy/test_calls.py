"""What was said in calls is in the export, goes with the person, and with its time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests import factories
from tests.conversations import CAROL, they_write, thread_of
from tests.dump import dump
from tests.services.privacy.lists import erase
from webapp.carriers.calls import CallEvent, CallReport
from webapp.db import db, now
from webapp.errors import Conflict
from webapp.models.call import Call, CallState
from webapp.models.call_leg import CallLeg
from webapp.models.call_turn import CallTurn, Speaker
from webapp.models.entry import Entry
from webapp.models.thread import Thread
from webapp.models.webhook_event import WebhookEvent
from webapp.services import settings
from webapp.services.calls import reports
from webapp.services.privacy import export, retention, traces

GREETING, KNEE = "Hello Carol Quixote", "my knee hurts"
LONG_AGO = timedelta(days=400)


@pytest.fixture
def call(app: Flask) -> Call:
    """Carol was called, and has told about her knee; a colleague's phone was rung."""
    factories.user()
    factories.number()
    thread = thread_of(they_write("Please call me"))
    made = factories.call(CAROL, thread.number_id, "ended", first_message=GREETING, outcome="answered",
                          carrier="vonage", carrier_id="uuid-of-hers")  # fmt: skip
    for n, (who, text) in enumerate(((Speaker.AGENT, GREETING), (Speaker.CONTACT, KNEE)), start=1):
        factories.add(CallTurn(call_id=made.id, n=n, who=who, text=text))
    factories.add(
        CallLeg(call_id=made.id, number_id=made.number_id, phone="+12025550177", client_ref="leg-1",
                state=CallState.ENDED)
    )  # fmt: skip
    event = CallReport("uuid-of-hers", "", CallEvent.OTHER, carrier="vonage")
    reports.receive(event, {"uuid": "uuid-of-hers"})
    db.session.commit()
    return made


def count(*models: type) -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(model)) or 0 for model in models]


def tidy() -> None:
    settings.put("keep_messages_days", 365)
    db.session.commit()
    for _ in retention.tidy():
        db.session.commit()
    db.session.expire_all()


def age(call: Call) -> None:
    old = update(Entry).where(Entry.id == call.id).values(created_at=now() - LONG_AGO)
    db.session.execute(old, execution_options={"synchronize_session": False})
    db.session.commit()


def test_a_call_is_in_the_export_with_what_was_said_and_without_colleagues(call: Call) -> None:
    whole = export.whole(CAROL, traces.look(CAROL))
    (conversation,) = json.loads(whole)["conversations"]
    (told,) = conversation["calls"]
    assert (told["first_message"], told["outcome"]) == (GREETING, "answered")
    assert [turn["text"] for turn in told["turns"]] == [GREETING, KNEE]
    assert "+12025550177" not in whole


def test_nothing_of_it_is_left_when_they_are_erased(call: Call) -> None:
    assert KNEE in str(dump()), "it would be found"
    erase()
    db.session.commit()
    assert count(Call, CallTurn, CallLeg) == [0, 0, 0]
    assert not any(db.session.scalars(select(WebhookEvent.payload))), "what the carrier told is emptied"
    assert not [word for word in ("Quixote", "knee") if word in str(dump())]


@pytest.mark.parametrize("state", ["sending", "ringing", "answered", "unknown"])
def test_no_one_is_erased_while_a_call_goes_on(call: Call, state: str) -> None:
    factories.call(CAROL, call.number_id, state)
    db.session.commit()
    with pytest.raises(Conflict, match="A call with them is going on"):
        erase()


def test_a_call_that_waits_is_not_placed(call: Call) -> None:
    factories.call(CAROL, call.number_id, "queued")
    db.session.commit()
    erase()
    db.session.commit()
    assert count(Call, Thread) == [0, 0]


def test_what_was_said_goes_with_its_time_and_a_call_that_goes_on_stays(call: Call) -> None:
    live = factories.call(CAROL, call.number_id, "answered")
    db.session.commit()
    age(call)
    age(live)
    tidy()
    assert db.session.scalars(select(Call.id)).all() == [live.id]
    assert count(CallTurn, CallLeg) == [0, 0]


def test_what_the_carrier_tells_of_it_after_they_are_erased_is_not_kept(call: Call) -> None:
    told = CallReport(str(call.carrier_id), "", CallEvent.COMPLETED, to=CAROL, carrier="vonage")
    erase()
    assert reports.receive(told, {"to": CAROL})
    assert not reports.receive(told, {"to": CAROL}), "once"
    reports.receive(replace(told, carrier_id="another"), {"to": CAROL})
    db.session.commit()
    kept = db.session.execute(select(WebhookEvent.carrier_id, WebhookEvent.payload))
    assert [row.carrier_id for row in kept if row.payload] == ["another"]


def test_an_event_of_a_call_that_is_gone_is_thrown_away(call: Call) -> None:
    reports.receive(CallReport("nobody-s", "", CallEvent.COMPLETED, carrier="vonage"), {})
    old = update(WebhookEvent).where(WebhookEvent.carrier_id == "nobody-s")
    db.session.execute(old.values(received_at=now() - timedelta(days=8)))
    db.session.commit()
    for _ in retention.tidy():
        db.session.commit()
    assert "nobody-s" not in db.session.scalars(select(WebhookEvent.carrier_id)).all()
