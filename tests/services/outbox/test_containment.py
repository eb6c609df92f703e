"""A row, a batch or a number that raises is set aside with its reason; everything else is sent, once."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text, update

from tests import factories
from tests.conversations import CAROL, DAVE
from tests.services.outbox.trouble import poison, raise_for, reason_of, run, standing
from tests.simulator.server import Simulator
from webapp import queue
from webapp.carriers.vonage.client import VonageCarrier
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.contact import Contact
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.number_service import NumberService
from webapp.models.recipient import Recipient
from webapp.models.thread import Thread
from webapp.services import settings
from webapp.services.gate import gate
from webapp.services.outbox import due, from_batch, lane
from webapp.services.outbox.dispatcher import Dispatcher
from webapp.services.recipients import tallies
from webapp.services.threads.enqueue import put

POISON = {
    "NUL and half a pair": '["+1", "Ann\\u0000 \\ud83d"]',
    "half a pair": '["+1", "\\udc00"]',
    "no list": "7",
    "nothing": "null",
    "no texts": '["+1", {"a": 1}]',
}
"""Cells, as JSON, with which no message can be made."""


@pytest.mark.parametrize("cells", POISON.values(), ids=POISON)
@pytest.mark.parametrize("pace", [None, 30.0])
def test_a_row_that_raises_is_failed_and_everybody_else_gets_their_message(
    simulator: Simulator, dispatcher: Dispatcher, cells: str, pace: float | None
) -> None:
    people, others = factories.phones(20), factories.phones(30)[20:]
    batch = factories.batch(people)
    second = factories.batch(others, number_id=batch.number_id, created_by=batch.created_by)
    factories.sms_of(batch.number).pace = pace
    poison(people[7], cells)
    assert run(dispatcher, simulator) == sorted({*people, *others} - {people[7]})
    assert standing(batch) == {"delivered": 19, "failed": 1}
    assert standing(second) == {"delivered": 10}
    assert "nothing was sent" in reason_of(people[7])
    assert db.session.get_one(Batch, batch.id).state == BatchState.FINISHED


def test_rows_that_raise_are_found_wherever_they_stand(simulator: Simulator, dispatcher: Dispatcher) -> None:
    people = factories.phones(60)
    batch = factories.batch(people)
    bad = [people[0], people[1], people[31], people[59]]
    for phone in bad:
        poison(phone, "7")
    assert run(dispatcher, simulator) == sorted(set(people) - set(bad))
    assert standing(batch) == {"delivered": 56, "failed": 4}


def test_a_row_whose_hours_have_come_raises_and_the_others_go_on(
    simulator: Simulator, dispatcher: Dispatcher
) -> None:
    people = factories.phones(5)
    batch = factories.batch(people)
    db.session.execute(update(Recipient).values(status="waiting", not_before=batch.created_at))
    tallies.shift(batch.id, "queued", "waiting", 5)
    batch.wakes_at = batch.created_at
    poison(people[2], "7")
    assert run(dispatcher, simulator) == sorted(set(people) - {people[2]})
    assert standing(batch) == {"delivered": 4, "failed": 1}


@pytest.mark.parametrize("column", ["columns", "local_at"])
def test_a_batch_that_raises_is_paused_with_its_reason_and_the_others_go_on(
    simulator: Simulator, dispatcher: Dispatcher, column: str
) -> None:
    sick, healthy = factories.phones(4), factories.phones(8)[4:]
    batch = factories.batch(sick, local_at="tomorrow" if column == "local_at" else "")
    other = factories.batch(healthy, number_id=batch.number_id, created_by=batch.created_by)
    if column == "columns":
        db.session.execute(text("UPDATE batch SET columns = '7' WHERE id = :id"), {"id": batch.id})
    assert run(dispatcher, simulator) == healthy
    assert standing(batch) == {"queued": 4}
    assert standing(other) == {"delivered": 4}
    state, why = db.session.execute(select(Batch.state, Batch.pause_reason).where(Batch.id == batch.id)).one()
    assert (state, why.startswith("Outbound failed on this batch")) == (BatchState.PAUSED, True)


def test_a_batch_of_which_every_row_raises_is_paused_and_nobody_is_failed(
    simulator: Simulator, dispatcher: Dispatcher
) -> None:
    people = factories.phones(12)
    batch = factories.batch(people)
    for phone in people:
        poison(phone, "7")
    assert run(dispatcher, simulator) == []
    assert standing(batch) == {"queued": 12}
    assert db.session.get_one(Batch, batch.id).state == BatchState.PAUSED


def test_a_reply_that_raises_is_failed_in_its_thread_and_the_others_leave(
    simulator: Simulator, dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = factories.number()
    threads = [factories.thread(phone, number.id) for phone in factories.phones(6)]
    written = [put(thread, "Yes, at five.", Origin.STAFF) for thread in threads]
    bad = written[2].phone
    batch = factories.batch([DAVE], number_id=number.id)
    raise_for(
        monkeypatch, gate, "refusals", lambda phones, asking: bad in phones and asking.origin == Origin.STAFF
    )
    before = threads[2].revision
    assert run(dispatcher, simulator) == sorted({DAVE, *factories.phones(6)} - {bad})
    failed = db.session.get_one(Message, written[2].id, populate_existing=True)
    assert (failed.state, failed.code) == (MessageState.FAILED, "internal")
    assert "nothing was sent" in failed.reason
    assert db.session.get_one(Thread, threads[2].id, populate_existing=True).revision > before
    assert standing(batch) == {"delivered": 1}


def test_a_number_that_raises_rests_with_its_reason_and_the_others_go_on(
    simulator: Simulator, dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = factories.batch([CAROL])
    other = factories.number("+12025550101")
    factories.batch([DAVE], number_id=other.id, created_by=batch.created_by)
    sick = batch.number_id
    raise_for(monkeypatch, lane.Lane, "_room", lambda _self, number: number.id == sick)
    assert run(dispatcher, simulator) == [DAVE]
    sms = db.session.get_one(NumberService, (sick, "sms"), populate_existing=True)
    assert sms.is_slowed
    assert "Outbound failed while it worked for this number (ValueError)" in sms.slow_reason
    assert standing(batch) == {"queued": 1}


def test_a_number_without_a_pace_that_is_one_rests(simulator: Simulator, dispatcher: Dispatcher) -> None:
    batch = factories.batch([CAROL])
    other = factories.number("+12025550101")
    factories.batch([DAVE], number_id=other.id, created_by=batch.created_by)
    factories.sms_of(batch.number).pace = float("inf")
    assert run(dispatcher, simulator) == [DAVE]
    assert db.session.get_one(NumberService, (batch.number_id, "sms"), populate_existing=True).is_slowed


def spoil(number_id: int, column: str) -> None:
    """Its row holds what cannot be read: SQLite keeps anything, PostgreSQL has moments beyond Python's."""
    db.session.flush()
    postgres = db.engine.dialect.name == "postgresql"
    value = "infinity" if column == "slowed_until" else "NaN" if postgres else "fast"
    spoilt = text(f"UPDATE number_service SET {column} = :value WHERE number_id = :id")  # noqa: S608
    db.session.execute(spoilt, {"value": value, "id": number_id})
    db.session.expire_all()


@pytest.mark.parametrize("column", ["slowed_until", "pace"])
def test_a_number_whose_row_cannot_be_read_rests_and_the_others_go_on(
    simulator: Simulator, dispatcher: Dispatcher, carrier: VonageCarrier, column: str
) -> None:
    batch = factories.batch([CAROL])
    other = factories.number("+12025550101")
    factories.batch([DAVE], number_id=other.id, created_by=batch.created_by)
    sick = batch.number_id
    spoil(sick, column)
    assert run(dispatcher, simulator) == [DAVE]
    its = NumberService.number_id == sick
    rests = select(NumberService.slow_reason, NumberService.slowed_until).where(its)
    why, until = db.session.execute(rests).one()
    assert why.startswith("Outbound failed while it worked for this number (")
    assert until > now()
    assert due.senders() == []
    db.session.execute(update(NumberService).where(its).values(slowed_until=None, pace=None))
    assert run(Dispatcher(lambda _: carrier, queue.redis()), simulator) == [CAROL, DAVE]


def test_rows_that_raise_only_together_are_claimed_one_by_one(
    simulator: Simulator, dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = factories.phones(6)
    batch = factories.batch(people)
    raise_for(monkeypatch, from_batch, "_write", lambda _number, drafts: len(drafts) > 5)
    assert run(dispatcher, simulator) == people
    assert standing(batch) == {"delivered": 6}


def test_somebody_far_behind_whose_hours_raise_holds_up_nobody(
    simulator: Simulator, dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others behind the one who has to wait are asked about as well."""
    people = factories.phones(80)
    batch = factories.batch(people)
    raise_for(monkeypatch, gate, "outside_hours", lambda phones, _asking: people[70] in list(phones))
    assert run(dispatcher, simulator) == sorted(set(people) - {people[70]})
    assert standing(batch) == {"delivered": 79, "failed": 1}


def test_a_zone_that_does_not_exist_skips_its_owner_alone(
    simulator: Simulator, dispatcher: Dispatcher
) -> None:
    settings.put("keep_hours", True)
    for place in ("answer_hours",):
        settings.put(place, 24)
    batch = factories.batch([CAROL, DAVE], unknown_zone="UTC")
    factories.thread(DAVE, batch.number_id)
    db.session.execute(update(Contact).where(Contact.phone == DAVE).values(timezone="Mars/Olympus"))
    run(dispatcher, simulator)
    row = db.session.scalars(select(Recipient).where(Recipient.phone == DAVE)).one()
    assert (str(row.status), row.skip_reason) == ("skipped", "time zone unknown")
    carol = db.session.scalars(select(Recipient.status).where(Recipient.phone == CAROL)).one()
    assert str(carol) in ("delivered", "waiting")
