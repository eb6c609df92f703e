"""Each webhook acts once, in whatever order they come."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests import factories
from tests.length import length
from tests.views.signed import INBOUND, STATUS, Vonage, report, text
from tests.views.webhooks.conftest import everything, inbox
from webapp.db import db
from webapp.models.channel import Channel
from webapp.models.entry import Origin
from webapp.models.event import Event
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.opt_out import OptOut
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.thread import Thread
from webapp.models.webhook_event import WebhookEvent, WebhookState
from webapp.services import receipts
from webapp.services.opt_outs import register
from webapp.services.outbox import from_batch
from webapp.services.outbox.claimed_entry import Sender
from webapp.services.recipients import moving, tallies
from webapp.services.threads import messages
from webapp.services.threads.enqueue import put

_serial = itertools.count(1)


def sent_message(carrier_id: str | None = "out-1") -> Message:
    """A message of ours that the carrier has taken."""
    message = put(factories.thread(number_id=factories.number().id), "Hi", Origin.STAFF)
    messages.move(MessageState.SENDING, Message.id == message.id, carrier="vonage")
    if carrier_id:
        messages.move(MessageState.SENT, Message.id == message.id, carrier_id=carrier_id)
    db.session.commit()
    return message


def state_of(message: Message) -> tuple[str, str]:
    db.session.expire_all()
    fresh = db.session.get_one(Message, message.id)
    return str(fresh.state), fresh.reason


def test_a_repeated_text_acts_once(vonage: Vonage, number: Number) -> None:
    answers = [vonage.says(INBOUND, text("Hello")).status_code for _ in range(3)]
    assert answers == [200, 200, 200]
    assert everything() == (1, 1)
    assert db.session.scalars(select(Thread.unread)).one() == 1


def test_the_same_words_twice_are_two_texts(vonage: Vonage, number: Number) -> None:
    vonage.says(INBOUND, text("Hello", uuid="in-1"))
    vonage.says(INBOUND, text("Hello", uuid="in-2"))
    assert inbox() == ["Hello", "Hello"]


def test_a_repeated_status_acts_once(vonage: Vonage) -> None:
    message = sent_message()
    for _ in range(3):
        assert vonage.says(STATUS, report("delivered")).status_code == 200
    assert state_of(message) == ("delivered", "")
    assert everything() == (1, 1)


def test_a_status_that_comes_before_its_message_is_known_waits_for_it(vonage: Vonage) -> None:
    message = sent_message(carrier_id=None)
    assert vonage.says(STATUS, report("delivered", uuid="out-9")).status_code == 200
    assert state_of(message)[0] == "sending"
    assert db.session.scalars(select(WebhookEvent.state)).all() == [WebhookState.WAITING]

    messages.move(MessageState.SENT, Message.id == message.id, carrier_id="out-9")
    receipts.apply_waiting(["out-9"])
    db.session.commit()
    assert state_of(message)[0] == "delivered"
    assert db.session.scalars(select(WebhookEvent.state)).all() == [WebhookState.APPLIED]


def test_our_reference_finds_a_message_whose_number_at_the_carrier_is_not_known(vonage: Vonage) -> None:
    message = sent_message(carrier_id=None)
    vonage.says(STATUS, report("delivered", uuid="out-9", ref=message.client_ref))
    assert state_of(message)[0] == "delivered"


def test_a_status_with_everything_wrong_but_its_essence_is_kept(vonage: Vonage) -> None:
    message = sent_message()
    strange = report("rejected", ref=["\x00"], error={"title": "z" * 500, "detail": "\x00\ud800" + "d" * 900})
    assert vonage.says(STATUS, strange).status_code == 200
    assert state_of(message)[0] == "rejected"


def test_a_status_that_nobody_knows_is_kept_and_what_it_says_of_an_opt_out_counts(vonage: Vonage) -> None:
    message = sent_message()
    strange = report("sleeping", error={"title": "Illegal Number", "type": "https://x/messages#1240"})
    for _ in range(2):
        assert vonage.says(STATUS, strange).status_code == 200
    assert state_of(message) == ("sent", "")
    assert message.phone in register.active([message.phone])
    assert vonage.says(STATUS, report("delivered")).status_code == 200
    assert state_of(message)[0] == "delivered"


SAYS_OUT: dict[str, Any] = {"status": "rejected", "error": {"type": "https://x/messages#1240"}}
OF_NOTHING = {
    "digits": {"to": "12025550111"},
    "a number": {"to": 12025550111},
    "version 0.1": {"to": {"type": "sms", "number": "12025550111"}, "from": {"type": "sms", "number": "1"}},
    "a number that is not ours": {"to": "12025550111", "from": "447700900000"},
    "without an id": {"to": "12025550111", "message_uuid": None},
    "another status": {"to": "12025550111", "status": "sleeping"},
}


@pytest.mark.parametrize("said", OF_NOTHING.values(), ids=OF_NOTHING)
def test_who_is_out_with_the_carrier_is_out_even_if_nobody_knows_the_message(
    vonage: Vonage, said: dict[str, Any]
) -> None:
    for _ in range(2):
        assert vonage.says(STATUS, report("rejected", uuid="out-x") | SAYS_OUT | said).status_code == 200
    out = db.session.scalars(select(OptOut)).one()
    assert (out.phone, out.source, out.message_id) == ("+12025550111", "carrier", None)
    line = db.session.scalars(select(Event).where(Event.kind == "contact.opted_out")).one()
    assert (line.data["phone"], line.data["source"], line.thread_id) == ("+12025550111", "carrier", None)


def test_it_is_recorded_in_the_form_of_lists(vonage: Vonage) -> None:
    vonage.says(STATUS, report("rejected", uuid="out-x") | SAYS_OUT | {"to": "5215512345678"})
    assert list(register.active(["+525512345678"])) == ["+525512345678"]


ID = {"type": "messenger", "id": "12025550111"}


@pytest.mark.parametrize("to", [None, "", "Bank", "12345", ["12025550111"], ID], ids=repr)
def test_without_a_phone_such_a_report_is_kept(vonage: Vonage, to: object) -> None:
    assert vonage.says(STATUS, report("rejected", uuid="out-x") | SAYS_OUT | {"to": to}).status_code == 200
    assert everything() == (1, 0)
    assert db.session.scalars(select(OptOut)).all() == []


def test_what_it_says_is_not_said_again_once_the_message_is_known(vonage: Vonage) -> None:
    message = sent_message(carrier_id=None)
    vonage.says(STATUS, report("rejected", uuid="out-9") | SAYS_OUT | {"to": message.phone[1:]})
    assert message.phone in register.active([message.phone])
    messages.move(MessageState.SENT, Message.id == message.id, carrier_id="out-9")
    receipts.apply_waiting(["out-9"])
    db.session.commit()
    assert state_of(message)[0] == "rejected"
    assert len(db.session.scalars(select(Event).where(Event.kind == "contact.opted_out")).all()) == 1


REPORTS = [
    report("submitted"),
    report("rejected", error={"title": "1210"}),
    report("undeliverable", error={"title": "1190"}),
    report("delivered"),
]


@settings(
    max_examples=length(8, 25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    which=st.sets(st.sampled_from(range(len(REPORTS))), min_size=1),
    data=st.data(),
)
def test_any_order_and_repetition_of_reports_ends_the_same(
    app: Flask, which: set[int], data: st.DataObject
) -> None:
    arrivals = data.draw(st.permutations(sorted(which) * 2))
    uuid = f"mixed-{next(_serial)}"
    message, recipient = _batch_message(uuid)
    vonage = Vonage(app)
    for index in arrivals:
        assert vonage.says(STATUS, {**REPORTS[index], "message_uuid": uuid}).status_code == 200
    expected = ("sent", "rejected", "undelivered", "delivered")[max(which)]
    assert state_of(message)[0] == expected
    assert db.session.get_one(Recipient, recipient).status == expected
    assert _tally(db.session.get_one(Recipient, recipient).batch_id) == {expected: 1}


def _batch_message(carrier_id: str) -> tuple[Message, int]:
    """A batch's only message, which the carrier has taken."""
    number = db.session.scalars(select(Number)).first() or factories.number()
    batch = factories.batch(["+12025550111"], number_id=number.id)
    entry = from_batch.claim(
        Sender(number.id, Channel.SMS, number.e164, number.carrier, None, None), [batch], 1
    )[0]
    messages.move(MessageState.SENT, Message.id == entry.entry_id, carrier_id=carrier_id)
    assert entry.recipient_id
    moving.move([entry.recipient_id], RecipientStatus.SENDING, RecipientStatus.SENT)
    db.session.commit()
    return db.session.get_one(Message, entry.entry_id), entry.recipient_id


def _tally(batch_id: int) -> dict[str, int]:
    counts = tallies.counts(batch_id)
    return {status: count for status, count in counts.items() if count and status in set(RecipientStatus)}
