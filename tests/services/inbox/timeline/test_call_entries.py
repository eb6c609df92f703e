"""Calls in the timeline: in their place, with what was said and done in them, live while they last."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from tests import calls, desks, factories
from tests.conversations import CAROL, they_write, thread_of
from webapp.db import db, now
from webapp.models.call import Call
from webapp.models.call_turn import Speaker
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.thread import Thread
from webapp.rules.callflow.state import Phase, State, to_json
from webapp.services.inbox.timeline import call_entries, timeline
from webapp.services.inbox.timeline.call_entries import CallEntry
from webapp.services.threads import activity
from webapp.views import timeline as shown

TALKING = to_json(State(Phase.TALKING))


def entries(thread_id: int) -> list[CallEntry]:
    db.session.commit()
    db.session.expire_all()
    return list(timeline.latest(db.session.get_one(Thread, thread_id), None).calls)


def talked(ours: int | None = None, **values: Any) -> Call:
    """A call of ten seconds that is over."""
    began = now() - timedelta(minutes=1)
    known = {
        "outcome": "answered",
        "seconds": 10,
        "answered_at": began,
        "ended_at": began + timedelta(seconds=10),
    }
    return factories.call(CAROL, ours, "ended", **{**known, **values})


def test_it_stands_in_its_place_between_the_messages(app: Flask) -> None:
    factories.number()
    thread = thread_of(they_write("Please call me"))
    call = factories.call(CAROL, thread.number_id, "ringing")
    they_write("Thank you")
    db.session.commit()
    window = timeline.latest(thread, None)
    [day] = shown.days(window)
    assert [(item.message is not None, item.call is not None) for item in day.items] == [
        (True, False), (False, True), (True, False),
    ]  # fmt: skip
    assert window.live
    db.session.execute(
        update(Call.__table__).where(Call.__table__.c.id == call.id).values(outcome="no_answer")
    )  # type: ignore[arg-type]
    activity.touch([thread.id])
    db.session.commit()
    db.session.expire_all()
    assert timeline.latest(thread, None).version != window.version


@pytest.mark.parametrize(
    ("state", "values", "live"),
    [
        ("staff_first", {}, True),
        ("queued", {}, True),
        ("queued", {"not_before": now() + timedelta(hours=1)}, False),
        ("queued", {"reason": "Waits, as its workflow is paused."}, False),
        ("canceled", {}, False),
    ],
)
def test_a_window_is_live_from_the_moment_that_a_call_is_wanted(
    app: Flask, state: str, values: dict[str, Any], live: bool
) -> None:
    call = factories.call(CAROL, state=state, **values)
    db.session.commit()
    assert timeline.latest(db.session.get_one(Thread, call.thread_id), None).live is live


def test_a_conversation_of_calls_alone_shows_them(app: Flask) -> None:
    call = factories.call(CAROL, state="ended", outcome="voicemail")
    [one] = entries(call.thread_id)
    assert (one.what, one.tone, one.icon, one.live) == ("Voicemail", "violet", "telephone-outbound", False)


def test_what_was_said_has_its_time_from_the_start_and_marks_what_is_not_certain(app: Flask) -> None:
    call = talked()
    calls.turns(call, "Hello.", "Yes", "Good.", "~Mumble", "Bye.")
    [one] = entries(call.thread_id)
    assert [(line.clock, line.text, line.unsure) for line in one.lines or ()] == [
        ("0:00", "Hello.", False), ("0:01", "Yes", False), ("0:02", "Good.", False), ("0:03", "Mumble", True),
        ("0:04", "Bye.", False),
    ]  # fmt: skip
    assert [line.clock for line in one.delays] == ["0:00", "0:02", "0:04"]
    assert (one.length, one.summary) == ("10 s", "They said: “Yes”")


def test_what_was_done_in_it_stands_where_it_was_done_and_nothing_of_before_and_after(app: Flask) -> None:
    call = talked()
    calls.turns(call, "Hello.", "stop", "Goodbye.")
    began = call.answered_at
    assert began is not None
    for after, said in ((-5, "before"), (1.5, "stop"), (60, "after")):
        at, lifted = began + timedelta(seconds=after), None if after == 60 else began + timedelta(hours=2)
        made = OptOut(phone=CAROL, source=OptOutSource.CALL, evidence=said, created_at=at, lifted_at=lifted)
        factories.add(made)
    [one] = entries(call.thread_id)
    assert [(line.clock, line.who, line.text) for line in (one.lines or ())[1:3]] == [
        ("0:01", Speaker.CONTACT, "stop"), ("0:01", None, "They opted out in a call: “stop”"),
    ]  # fmt: skip
    assert one.summary == "They opted out in a call: “stop”"
    assert len(one.lines or ()) == 4


def test_one_that_lasts_has_a_running_clock_and_can_be_taken_over_while_its_agent_talks(app: Flask) -> None:
    _, number, desk = desks.at_work()
    call = factories.call(
        CAROL,
        number.id,
        "answered",
        agent_id=desk.id,
        answered_at=now() - timedelta(seconds=75),
        flow=TALKING,
    )
    [one] = entries(call.thread_id)
    assert (one.live, one.what, one.clock, one.may_take_over) == (True, "On the phone", "1:15", True)
    assert one.agent is not None and one.agent.name == "Desk"
    call = db.session.get_one(Call, call.id)
    call.flow = to_json(State(Phase.OFFERING))
    [later] = entries(call.thread_id)
    assert not later.may_take_over
    assert later.version != one.version


def test_of_many_calls_the_newest_are_read(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_entries, "READ", 1)
    ours = factories.number().id
    for text in ("Old", "New"):
        calls.turns(talked(ours), text)
    old, new = entries(factories.thread(CAROL, ours).id)
    assert old.lines is None
    assert [line.text for line in new.lines or ()] == ["New"]
    thread = db.session.get_one(Thread, old.call.thread_id)
    assert [line.text for line in timeline.of_call(thread, old.call).lines or ()] == ["Old"]
