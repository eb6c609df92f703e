"""Batches of calls against the real simulator: its webhooks come back to the application over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from jobs import calls as jobs
from tests import calls, desks, factories
from tests.calls import batch, call_of, dispatch, number, single, standing
from tests.services.outbox.conftest import running_simulator, simulator
from tests.simulator.server import Simulator
from webapp.db import db, now
from webapp.models.batch import BatchState
from webapp.models.call import Call
from webapp.models.opt_out import OptOut
from webapp.services.calls import hanging_up, leases, transcript
from webapp.services.outbox import slots

LONG_ENOUGH = (
    "Hello {{first_name}}, this is Bright Smile. It is time for your yearly check, and we have times free in "
    "the next two weeks. Please call us back, or answer the text that we send you in a minute."
)
"""For the carrier to notice that a voicemail listens, before the call has ended with it."""
SLOW = ("3006", "3019")
"""What these say, and when, must not be over before our answer to it has come."""
__all__ = ("running_simulator", "simulator")


@pytest.fixture
def exchange(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """The simulator, whose calls ask the application under test."""
    monkeypatch.setattr("webapp.services.outbox.dispatcher.LOOK_AGAIN", 0.02)
    yield simulator
    db.session.rollback()


def over(exchange: Simulator) -> None:
    exchange.control.calls_idle()
    db.session.rollback()


def people(*last: str) -> list[str]:
    return [factories.phones(1, one)[0] for one in last]


def test_a_batch_of_calls_ends_as_its_people_do(exchange: Simulator) -> None:
    """One picks up, one lets it ring, is busy, declines, has a voicemail, has no such number."""
    to = people("1234", "3001", "3002", "3003", "3004", "4444")
    made = batch(to, number(at_once=10, carrier="vonage"), message=LONG_ENOUGH)
    dispatch()
    over(exchange)
    assert standing(made) == ["answered", "no_answer", "busy", "rejected", "voicemail", "failed"]
    picked_up = call_of(to[0])
    assert (picked_up.state, picked_up.outcome, picked_up.currency) == ("ended", "answered", "")
    assert picked_up.seconds
    assert picked_up.price
    assert picked_up.region_url.startswith("http")
    [heard] = exchange.control.calls(phone=to[0].removeprefix("+"))
    assert any("Hello Person 2, this is Bright Smile." in one["text"] for one in heard["transcript"])
    db.session.refresh(made)
    assert (made.state, slots.open_of(made.number_id or 0)) == (BatchState.FINISHED, 0)


@pytest.mark.parametrize("fault", ["duplicate", "events_out_of_order", "late"])
def test_whatever_its_events_do_each_call_has_one_outcome(exchange: Simulator, fault: str) -> None:
    options = {"seconds": 0.05} if fault == "late" else {}
    exchange.control.fault(fault, **({} if fault == "events_out_of_order" else {"only": "event"}), **options)
    made = batch(people("1234", "3002"), number(carrier="vonage"))
    dispatch()
    over(exchange)
    assert standing(made) == ["answered", "busy"]
    assert len(exchange.control.calls()) == 2


def test_lost_events_are_asked_for(exchange: Simulator) -> None:
    exchange.control.fault("lost", only="event")
    [carol] = people("1234")
    made = batch([carol], number(carrier="vonage"))
    dispatch()
    over(exchange)
    assert standing(made) == ["talking"], "that it was answered, the question what is said told us"
    db.session.execute(
        Call.__table__.update().values(answered_at=now() - leases.TALKS * 2)  # type: ignore[attr-defined]
    )
    db.session.commit()
    jobs.look_after()
    call = call_of(carol)
    assert (call.state, call.outcome, standing(made)) == ("ended", "answered", ["answered"])
    assert call.price


@pytest.mark.parametrize("fault", ["drop_after", "error_500_after", "error_500"])
def test_a_creation_without_an_answer_is_not_dialled_again(exchange: Simulator, fault: str) -> None:
    exchange.control.fault(fault, count=1)
    [carol] = people("1234")
    made = batch([carol], number(carrier="vonage"), retries=3)
    dispatch()
    dispatch()
    over(exchange)
    rang = len(exchange.control.calls())
    assert rang == (1 if fault.endswith("after") else 0)
    assert standing(made) == (["answered"] if rang else ["unknown"])


def test_too_many_starts_are_tried_again(exchange: Simulator) -> None:
    exchange.control.fault("throttle", count=1, seconds=1)
    made = batch(people("1234"), number(carrier="vonage"))
    dispatch()
    over(exchange)
    assert standing(made) == ["answered"]
    assert len(exchange.control.calls()) == 1


def test_a_call_that_rings_is_hung_up(exchange: Simulator) -> None:
    [carol] = people("3022")
    exchange.control.configure(call_speed=5)
    single(carol, number(carrier="vonage"))
    dispatch()
    hanging_up.hang_up(call_of(carol).id)
    db.session.commit()
    jobs.hang_up(call_of(carol).id)
    over(exchange)
    assert (call_of(carol).state, call_of(carol).outcome) == ("ended", "canceled")


def test_a_call_in_its_region_is_looked_up_there(exchange: Simulator) -> None:
    """Elsewhere it is 404: the region is what the answer webhook named."""
    exchange.control.fault("regional")
    [carol] = people("3008")
    exchange.control.configure(call_speed=1)
    single(carol, number(carrier="vonage"))
    dispatch()
    calls.wait_for(lambda: call_of(carol).region_url)
    hanging_up.hang_up(call_of(carol).id)
    db.session.commit()
    jobs.hang_up(call_of(carol).id)
    over(exchange)
    assert call_of(carol).state == "ended"


def test_somebody_calls_us(exchange: Simulator) -> None:
    number(carrier="vonage")
    db.session.commit()
    exchange.control.dial("12025550177", factories.OUR_NUMBER.removeprefix("+"))
    over(exchange)
    call = call_of("+12025550177")
    assert (call.direction, call.state) == ("in", "ended")
    assert call.outcome in ("no_answer", "voicemail"), "no one took it; they were silent after the tone"


@pytest.mark.parametrize(
    ("last", "outcome", "said", "out"),
    [
        ("1111", "answered", "Yes", False),
        ("2222", "answered", "Stop calling me", True),
        ("3333", "answered", "Please take me off your list", True),
        ("3008", "answered", "", False),
        ("3009", "answered", "", False),
        ("3011", "answered", "Pressed 9", True),
        ("3004", "voicemail", "", False),
        ("3005", "voicemail", "", False),
        pytest.param("3006", "answered", "Hello Yes this is Ada", False, marks=pytest.mark.long),
        ("3019", "screened", "", False),
        ("3007", "menu", "", False),
    ],
)
def test_who_picks_up(exchange: Simulator, last: str, outcome: str, said: str, out: bool) -> None:
    """An agent holds the conversation: each of these people comes to an end, and to one outcome."""
    if last in SLOW:
        exchange.control.configure(call_speed=10)
    ada, ours = factories.user(), number(carrier="vonage")
    [phone] = people(last)
    single(phone, ours, agent_id=desks.agent(ada).id, first_message="Hello Ada, this is Bright Smile.")
    dispatch()
    over(exchange)
    call = call_of(phone)
    heard = [turn.text for turn in transcript.of(call.id) if turn.who == "contact"]
    assert (call.state, call.outcome) == ("ended", outcome), heard
    assert any(said in text for text in heard) or not said, heard
    assert [one.phone for one in db.session.scalars(select(OptOut))] == ([phone] if out else [])


def test_who_talks_for_ever_is_hung_up_on(exchange: Simulator) -> None:
    """By us: the carrier's own limit has room for a talk with staff."""
    ada, ours = factories.user(), number(carrier="vonage")
    [phone] = people("3015")
    single(phone, ours, agent_id=desks.agent(ada).id, first_message="Hello Ada, this is Bright Smile.")
    dispatch()
    calls.wait_for(lambda: call_of(phone).turn)
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        assert hanging_up.end_unwanted() == 1
        db.session.commit()
    jobs.hang_up(call_of(phone).id)
    over(exchange)
    assert (call_of(phone).state, call_of(phone).outcome) == ("ended", "answered")


def test_an_agent_answers_those_who_call(exchange: Simulator) -> None:
    ada, ours = factories.user(), number(carrier="vonage")
    ours.services["call"].agent_id = desks.agent(ada).id
    db.session.commit()
    exchange.control.dial("12025552222", factories.OUR_NUMBER.removeprefix("+"))
    over(exchange)
    call = call_of("+12025552222")
    assert (call.direction, call.outcome) == ("in", "answered")
    first, *others = [turn.text for turn in transcript.of(call.id)]
    assert first.endswith("How can I help you?")
    assert others
