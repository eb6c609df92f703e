"""What a batch does between the button and the end, through the real carrier class and a real server."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from tests import factories
from tests.simulator.server import Simulator
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.thread import Thread
from webapp.services.batches import checking, lifecycle
from webapp.services.opt_outs import register
from webapp.services.outbox.dispatcher import Dispatcher
from webapp.services.recipients import tallies
from webapp.services.threads.enqueue import put


def statuses(batch: Batch) -> dict[str, int]:
    db.session.rollback()
    rows = db.session.scalars(select(Recipient.status).where(Recipient.batch_id == batch.id))
    return dict(Counter(map(str, rows)))


def counted(batch: Batch) -> dict[str, int]:
    """The tally of the statuses, without zeroes."""
    found = tallies.counts(batch.id)
    return {str(status): found[status] for status in RecipientStatus if found[status]}


def test_everyone_in_a_batch_gets_one_message_with_their_name(
    simulator: Simulator, dispatcher: Dispatcher
) -> None:
    batch = factories.batch(factories.phones(120))
    db.session.commit()
    assert dispatcher.run() is False
    simulator.control.idle()
    accepted = simulator.control.messages()
    assert len(accepted) == 120
    assert len({message["to"] for message in accepted}) == 120
    assert {message["text"] for message in accepted} == {f"Hi Person {row}" for row in range(2, 122)}
    assert statuses(batch) == {"delivered": 120} == counted(batch)
    assert db.session.get_one(Batch, batch.id).state == BatchState.FINISHED


@pytest.mark.parametrize(
    ("last_digits", "status"),
    [
        ("0001", "delivered"),
        ("4444", "undelivered"),
        ("5555", "rejected"),
        ("9999", "sent"),
        ("1240", "rejected"),
    ],
)
def test_each_person_ends_in_the_status_that_the_carrier_reports(
    simulator: Simulator, dispatcher: Dispatcher, last_digits: str, status: str
) -> None:
    batch = factories.batch(factories.phones(1, last_digits))
    db.session.commit()
    dispatcher.run()
    simulator.control.idle()
    assert statuses(batch) == {status: 1} == counted(batch)


def test_an_opt_out_at_the_carrier_is_recorded(simulator: Simulator, dispatcher: Dispatcher) -> None:
    phone = factories.phones(1, "1240")[0]
    factories.batch([phone])
    db.session.commit()
    dispatcher.run()
    simulator.control.idle()
    db.session.rollback()
    assert list(register.active([phone])) == [phone]


def test_who_has_opted_out_is_skipped_in_the_claim(simulator: Simulator, dispatcher: Dispatcher) -> None:
    gone, there = factories.phones(2)
    batch = factories.batch([gone, there])
    # Not through register.record, which would skip the row at once: the claim must see to it by itself.
    db.session.add(OptOut(phone=gone, source=OptOutSource.STAFF, evidence="by letter"))
    db.session.commit()
    dispatcher.run()
    assert [message["to"] for message in simulator.control.messages()] == [there.removeprefix("+")]
    row = db.session.scalars(select(Recipient).where(Recipient.phone == gone)).one()
    assert (row.status, row.skip_reason) == (RecipientStatus.SKIPPED, "opted out")
    assert counted(batch)["skipped"] == 1


def test_replying_stop_keeps_a_person_out_of_the_next_batch(
    simulator: Simulator, dispatcher: Dispatcher
) -> None:
    phone = factories.phones(1, "2222")[0]
    first = factories.batch([phone])
    second = factories.batch(
        [phone, *factories.phones(1)],
        state=BatchState.DRAFT,
        number_id=first.number_id,
        created_by=first.created_by,
    )
    db.session.commit()
    dispatcher.run()
    simulator.control.idle()
    db.session.rollback()
    dispatcher.run()  # the confirmation
    simulator.control.idle()
    lifecycle.start(db.session.get_one(Batch, second.id))
    db.session.commit()
    dispatcher.run()
    simulator.control.idle()
    texts = [message["text"] for message in simulator.control.messages(to=phone)]
    assert len(texts) == 2, "the batch's message and one confirmation"
    assert "unsubscribed" in texts[1]
    assert statuses(second) == {"skipped": 1, "delivered": 1}
    counts = tallies.counts(first.id)
    assert (counts[tallies.OPTED_OUT], counts[tallies.REPLIED]) == (1, 0)


def test_replies_overtake_a_batch(simulator: Simulator, dispatcher: Dispatcher) -> None:
    batch = factories.batch(factories.phones(150))
    thread = factories.thread("+12025550199", batch.number_id)
    put(thread, "Yes, at five.", Origin.STAFF)
    db.session.commit()
    dispatcher.run()
    texts = [message["text"] for message in simulator.control.messages()]
    # Several threads hand over at once, so the first few may change places among themselves.
    assert "Yes, at five." in texts[:40]
    assert len(texts) == 151


@pytest.mark.long
def test_two_batches_on_one_number_share_its_way(simulator: Simulator, dispatcher: Dispatcher) -> None:
    people = factories.phones(400)
    first = factories.batch(people[:200], "first")
    factories.batch(people[200:], "second", number_id=first.number_id, created_by=first.created_by)
    db.session.commit()
    dispatcher.run()
    texts = Counter(message["text"] for message in simulator.control.messages()[:200])
    assert 60 <= texts["second"] <= 140


def test_a_refused_request_is_repeated_and_never_doubled(
    simulator: Simulator, dispatcher: Dispatcher
) -> None:
    batch = factories.batch(factories.phones(20))
    db.session.commit()
    simulator.control.fault("throttle", count=5, seconds=0)
    while dispatcher.run():
        pass
    simulator.control.idle()
    assert Counter(m["to"] for m in simulator.control.messages()).most_common(1)[0][1] == 1
    assert statuses(batch) == {"delivered": 20} == counted(batch)


@pytest.mark.parametrize("fault", ["drop_after", "drop_before", "error_500", "error_500_after"])
def test_what_may_have_gone_out_is_unknown_until_the_carrier_tells(
    simulator: Simulator, dispatcher: Dispatcher, fault: str
) -> None:
    batch = factories.batch(factories.phones(3, "9999"))
    db.session.commit()
    simulator.control.fault(fault, count=3)
    dispatcher.run()
    simulator.control.idle()
    assert statuses(batch) == {"unknown": 3} == counted(batch)
    accepted = simulator.control.messages()
    assert len(accepted) <= 3, "nothing is sent a second time"
    reasons = db.session.scalars(select(Recipient.reason).where(Recipient.batch_id == batch.id)).all()
    assert all("may or may not" in reason for reason in reasons)


def test_a_webhook_settles_what_was_unknown(simulator: Simulator, dispatcher: Dispatcher) -> None:
    batch = factories.batch(factories.phones(3))
    db.session.commit()
    simulator.control.fault("drop_after", count=3)
    dispatcher.run()
    simulator.control.idle()
    assert statuses(batch) == {"delivered": 3} == counted(batch)


def test_refused_credentials_pause_the_batch_with_the_reason(
    simulator: Simulator, dispatcher: Dispatcher
) -> None:
    batch = factories.batch(factories.phones(3))
    db.session.commit()
    simulator.control.fault("no_credit", count=50)
    dispatcher.run()
    paused = db.session.get_one(Batch, batch.id)
    assert (paused.state, paused.pause_reason) == (
        BatchState.PAUSED,
        "The Vonage account has no balance left.",
    )
    assert statuses(batch) == {"queued": 3} == counted(batch)


def test_failures_that_the_carrier_reports_later_count_towards_the_pause(
    simulator: Simulator, dispatcher: Dispatcher
) -> None:
    batch = factories.batch(factories.phones(60, "5555"))
    db.session.commit()
    dispatcher.run()
    simulator.control.idle()
    db.session.rollback()
    found = db.session.get_one(Batch, batch.id)
    # All sixty may be on their way before the fiftieth report comes; then there is nothing left to pause.
    assert found.failures_in_row >= 50
    assert found.state in (BatchState.PAUSED, BatchState.FINISHED)
    assert sum(statuses(batch).values()) == 60


def test_a_paused_batch_sends_nothing(simulator: Simulator, dispatcher: Dispatcher) -> None:
    batch = factories.batch(factories.phones(5))
    lifecycle.pause(batch, "Ada has paused it.")
    db.session.commit()
    dispatcher.run()
    assert simulator.control.messages() == []
    assert statuses(batch) == {"queued": 5}


def test_the_tally_is_what_the_rows_say(simulator: Simulator, dispatcher: Dispatcher) -> None:
    people = [*factories.phones(3), *factories.phones(2, "4444"), *factories.phones(2, "2222")]
    batch = factories.batch(people)
    db.session.commit()
    dispatcher.run()
    simulator.control.idle()
    db.session.rollback()
    before = counted(batch)
    checking.recount(batch.id)
    assert counted(batch) == before


def test_a_thread_shows_the_message_of_its_batch(simulator: Simulator, dispatcher: Dispatcher) -> None:
    phone = factories.phones(1)[0]
    factories.batch([phone])
    db.session.commit()
    dispatcher.run()
    thread = db.session.scalars(select(Thread)).one()
    message = db.session.scalars(select(Message)).one()
    assert (thread.contact.phone, thread.last_text) == (phone, "Hi Person 2")
    assert message.state in (MessageState.SENT, MessageState.DELIVERED)
