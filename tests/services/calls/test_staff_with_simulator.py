"""Staff phones and messages of callers against the real simulator, whose webhooks come over real HTTP."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import calls as jobs
from jobs import media
from tests import desks, factories
from tests.calls import call_of, dispatch, number, single
from tests.services.calls.test_with_simulator import exchange, over, people
from tests.services.outbox.conftest import running_simulator, simulator
from tests.simulator.server import Simulator
from tests.staff_calls import legs, on_duty
from webapp import files
from webapp.db import db
from webapp.models.handoff import Handoff
from webapp.models.recording import Recording
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services import settings
from webapp.services.calls import hanging_up, staff_phones
from webapp.services.inbox import in_person
from webapp.services.media import recordings
from webapp.services.outbox import slots

__all__ = ("exchange", "running_simulator", "simulator")

ACCEPTS, DECLINES, VOICEMAIL, RINGS = "3018", "3003", "3004", "3001"
STAFF, HELLO, JOINED = "1303555", "Hello, Bea here.", "Entered the conversation"
OVER = ("completed", "busy", "cancelled", "timeout", "unanswered", "rejected", "failed")


def staff(*last: str) -> list[str]:
    """Staff on duty, whose phones are such people's."""
    phones = [f"+{STAFF}{one}" for one in last]
    for place, phone in enumerate(phones):
        on_duty(f"Member {place}", phone)
    return phones


def attend(exchange: Simulator, seconds: float = 15) -> None:
    """Do what the workers would, until no call is live."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        db.session.rollback()
        dispatch()
        for call_id in staff_phones.due():
            jobs.see_to_staff(call_id)
        for call_id in hanging_up.due():
            jobs.hang_up(call_id)
        db.session.rollback()
        _talk(exchange)
        if all(one["status"] in OVER for one in exchange.control.calls()):
            break
        time.sleep(0.05)
    over(exchange)


def _talk(exchange: Simulator) -> None:
    """Staff who are put through to someone say a word, and hang up."""
    answered = exchange.control.calls(status="answered")
    for call in answered if len(answered) > 1 else ():
        if call["to"].startswith(STAFF) and any(JOINED in one["text"] for one in call["transcript"]):
            exchange.control.act(call["uuid"], "say", text=HELLO)
            exchange.control.act(call["uuid"], "hang_up")


def asks_for_a_person(exchange: Simulator, last: str = "3017") -> str:
    """One whom an agent calls, and who presses 0."""
    exchange.control.configure(call_speed=10)
    ours = number(carrier="vonage", at_once=10)
    [phone] = people(last)
    desk = desks.agent(factories.user())
    single(phone, ours, agent_id=desk.id, first_message="Hello Ada, this is Bright Smile.")
    attend(exchange)
    return phone


def heard_by(exchange: Simulator, phone: str) -> str:
    """All that someone at a phone heard."""
    calls = exchange.control.calls(phone=phone.removeprefix("+"))
    return " ".join(one["text"] for call in calls for one in call["transcript"] if one["heard"])


def results(phone: str) -> list[str]:
    return sorted(str(leg.result) for leg in legs(phone))


def test_zero_is_pressed_and_staff_take_the_call(exchange: Simulator) -> None:
    bea, _ = staff(ACCEPTS, RINGS)
    phone = asks_for_a_person(exchange)
    [taken, other] = results(phone)
    assert (taken, other in ("declined", "no_answer")) == ("accepted", True), "it rings for two seconds only"
    assert "has a call for you." in heard_by(exchange, bea)
    assert "They pressed 0, for a person." in heard_by(exchange, bea)
    assert HELLO in heard_by(exchange, phone), "they talk with each other"
    call = call_of(phone)
    assert (call.state, call.outcome) == ("ended", "answered")
    [handoff] = db.session.scalars(select(Handoff))
    assert handoff.state == "taken"
    assert db.session.scalars(select(Thread)).one().assignee_id == handoff.user_id
    assert slots.open_of(call.number_id) == 0
    assert len(exchange.control.calls(phone=phone.removeprefix("+"))) == 1


@pytest.mark.parametrize(
    ("last", "state", "outcome", "told"),
    [
        ("1111", "ended", "answered", HELLO),
        ("3002", "ended", "busy", "They cannot be reached right now."),
    ],
)
@pytest.mark.long
def test_a_member_calls_in_person(
    exchange: Simulator, last: str, state: str, outcome: str, told: str
) -> None:
    exchange.control.configure(call_speed=10)
    [bea], [phone] = staff(ACCEPTS), people(last)
    thread = factories.thread(phone, number(carrier="vonage", at_once=10).id)
    in_person.start(thread, db.session.scalars(select(User).where(User.phone == bea)).one())
    db.session.commit()
    attend(exchange)
    call = call_of(phone)
    assert (call.state, call.outcome) == (state, outcome)
    rang = exchange.control.calls()
    assert sorted(one["to"] for one in rang) == sorted(one.removeprefix("+") for one in (bea, phone))
    assert told in " ".join(line["text"] for one in rang for line in one["transcript"])
    assert slots.open_of(call.number_id) == 0


@pytest.mark.parametrize(
    ("last", "result"),
    [
        (DECLINES, "declined"),
        pytest.param(RINGS, "no_answer", marks=pytest.mark.long),
        pytest.param(VOICEMAIL, "voicemail", marks=pytest.mark.long),
    ],
)
@pytest.mark.long
def test_no_one_takes_it_and_a_callback_is_offered(exchange: Simulator, last: str, result: str) -> None:
    staff(last)
    phone = asks_for_a_person(exchange)
    assert set(results(phone)) == {result}
    [call] = exchange.control.calls(phone=phone.removeprefix("+"))
    told = [one["text"] for one in call["transcript"]].count("Your app: transfer")
    assert told == max(leg.round for leg in legs(phone)), "once each time that phones rang"
    assert "Shall a colleague call you back?" in heard_by(exchange, phone)
    assert (call_of(phone).state, slots.open_of(call_of(phone).number_id)) == ("ended", 0)
    assert [one.state for one in db.session.scalars(select(Handoff))] == ["open"]


@pytest.mark.long
def test_staff_phones_ring_one_after_the_other(exchange: Simulator) -> None:
    settings.put("ring_staff_together", False)
    first, second = staff(DECLINES, ACCEPTS)
    phone = asks_for_a_person(exchange)
    assert [(leg.phone, leg.result) for leg in legs(phone)] == [(first, "declined"), (second, "accepted")]


@pytest.mark.parametrize("fault", ["duplicate", "events_out_of_order"])
@pytest.mark.long
def test_whatever_events_do_there_is_one_result(exchange: Simulator, fault: str) -> None:
    exchange.control.fault(fault, **({} if fault == "events_out_of_order" else {"only": "event"}))
    staff(ACCEPTS, DECLINES)
    phone = asks_for_a_person(exchange)
    assert results(phone) == ["accepted", "declined"]
    assert (call_of(phone).state, call_of(phone).outcome) == ("ended", "answered")


@pytest.mark.long
def test_a_leg_whose_creation_was_not_answered_rings_once(exchange: Simulator) -> None:
    bea, cid = staff(ACCEPTS, RINGS)
    exchange.control.configure(call_speed=10)
    ours = number(carrier="vonage", at_once=10)
    [phone] = people("3017")
    single(phone, ours, agent_id=desks.agent(factories.user()).id, first_message="Hello Ada.")
    dispatch()
    exchange.control.fault("drop_after", count=2)
    attend(exchange)
    for one in (bea, cid):
        assert len(exchange.control.calls(phone=one.removeprefix("+"))) == 1
    assert results(phone).count("accepted") == 1, "a slow machine may let the other one ring to its end"


def test_who_calls_us_is_put_through_to_staff(exchange: Simulator) -> None:
    staff(ACCEPTS)
    exchange.control.configure(call_speed=10)
    number(carrier="vonage", at_once=10)
    db.session.commit()
    exchange.control.dial("12025551111", factories.OUR_NUMBER.removeprefix("+"))
    attend(exchange)
    call = call_of("+12025551111")
    assert (call.direction, call.outcome) == ("in", "answered")
    assert results("+12025551111") == ["accepted"]
    assert not db.session.scalars(select(Thread)).one().needs_reply


@pytest.mark.long
def test_a_message_is_left_fetched_and_played(
    exchange: Simulator, app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(app.extensions, "files", tmp_path / "files")
    told = replace(app.config["SETTINGS"], simulator_url=exchange.url)
    monkeypatch.setitem(app.config, "SETTINGS", told)
    staff(RINGS)
    exchange.control.configure(call_speed=10)
    number(carrier="vonage", at_once=10)
    db.session.commit()
    exchange.control.dial("12025551111", factories.OUR_NUMBER.removeprefix("+"))
    attend(exchange)
    [row] = db.session.scalars(select(Recording))
    assert (call_of("+12025551111").outcome, row.kind) == ("voicemail", "message")
    media.fetch_recording(row.id)
    row = recordings.get(row.id)
    db.session.refresh(row)
    assert (row.state, row.content_type) == ("fetched", "audio/wav"), row.reason
    with files.open_to_read(str(row.key)) as file:
        assert file.read(4) == b"RIFF"
    assert db.session.scalars(select(Thread)).one().needs_reply


@pytest.mark.long
def test_a_whole_call_is_recorded_and_says_so(exchange: Simulator) -> None:
    exchange.control.configure(call_speed=10)
    ours = number(carrier="vonage", at_once=10)
    [phone] = people("1111")
    desk = desks.agent(factories.user())
    single(phone, ours, agent_id=desk.id, first_message="Hello Ada.", record=True)
    attend(exchange)
    assert "This call is recorded." in heard_by(exchange, phone)
    [row] = db.session.scalars(select(Recording))
    assert (row.kind, row.call_id, row.state) == ("call", call_of(phone).id, "waiting")
