"""What comes in finds its thread, its batch's recipient, and its number even when that is added later."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.conversations import CAROL, DAVE, they_write, thread_of
from webapp.carriers.base import InboundMessage
from webapp.carriers.vonage import inbound as vonage_inbound
from webapp.db import db
from webapp.models.message import Message
from webapp.models.opt_out import OptOut
from webapp.models.recipient import Recipient
from webapp.rules.phones import phone
from webapp.services.contacts import details
from webapp.services.inbox.receiving import receive, waiting_texts
from webapp.services.opt_outs import register
from webapp.services.outbox import claim, due, from_batch, record
from webapp.services.outbox.claimed_entry import Outcome, Sender, SendResult
from webapp.services.recipients import tallies

LATE = "+12025550177"


def unclaimed(text: str, carrier_id: str, to: str = LATE) -> None:
    """A text to a number that no one has added."""
    sms = InboundMessage(carrier_id, CAROL, to, text, datetime(2026, 3, 1, 9, 30, tzinfo=UTC))
    assert receive.receive(sms, {"text": text}) is None
    db.session.commit()


def test_a_stranger_becomes_a_contact(app: Flask) -> None:
    factories.number()
    thread = thread_of(they_write("Hello?"))
    assert (thread.contact.phone, thread.contact.name) == (CAROL, "")
    assert (thread.needs_reply, thread.unread, thread.last_direction) == (True, 1, "in")


def test_a_reply_marks_the_recipient_of_the_latest_batch_once(app: Flask) -> None:
    number = factories.number()
    line = Sender(number.id, "sms", number.e164, number.carrier, None, None)
    ada = factories.user()
    first, second = (
        factories.batch([CAROL], number_id=number.id, created_by=ada.id, name=name) for name in ("One", "Two")
    )
    for batch in (first, second):
        entries = from_batch.claim(line, [batch], 1)
        record.record([Outcome(entry, SendResult.ACCEPTED) for entry in entries])
    they_write("Yes")
    they_write("Really, yes")
    replied = {row.batch_id: row.replied_at is not None for row in db.session.query(Recipient)}
    assert replied == {first.id: False, second.id: True}
    assert tallies.counts(second.id)[tallies.REPLIED] == 1
    assert tallies.counts(first.id).get(tallies.REPLIED, 0) == 0


def test_texts_wait_for_their_number_and_come_in_order(app: Flask) -> None:
    unclaimed("One", "w-1")
    unclaimed("Two", "w-2")
    unclaimed("Other", "w-3", to="+12025550178")
    assert [(one.e164, one.texts) for one in waiting_texts.unclaimed()] == [
        (LATE, 2),
        ("+12025550178", 1),
    ]
    assert waiting_texts.adopt() == 0
    factories.number(LATE)
    assert waiting_texts.adopt() == 2
    assert waiting_texts.adopt() == 0
    thread = factories.thread(CAROL, 1)
    assert (thread.last_text, thread.unread, thread.needs_reply) == ("Two", 2, True)
    assert [one.e164 for one in waiting_texts.unclaimed()] == ["+12025550178"]


def test_a_stop_counts_although_its_text_is_set_aside(app: Flask) -> None:
    """Once it can be read, it is neither confirmed late nor recorded twice."""
    factories.number()
    for text, sender in (("STOP", CAROL), ("please don't stop", DAVE)):
        sms = InboundMessage(f"s-{sender}", sender, factories.OUR_NUMBER, text, datetime.now(UTC))
        for _ in range(2):
            receive.set_aside(sms, {"text": text}, ValueError("a fault of ours"))
            db.session.commit()
    assert list(register.active([CAROL, DAVE])) == [CAROL]
    assert waiting_texts.unreadable().texts == 2
    waiting_texts.try_again()
    assert waiting_texts.adopt() == 2
    [optout] = db.session.scalars(select(OptOut)).all()
    assert optout.message_id == db.session.scalar(select(Message.id).where(Message.text == "STOP"))
    assert db.session.scalar(select(Message.id).where(Message.direction == "out")) is None


def test_an_adopted_text_keeps_the_time_at_which_it_was_written(app: Flask) -> None:
    unclaimed("One", "w-1")
    factories.number(LATE)
    waiting_texts.adopt()
    message = db.session.query(Message).one()
    assert message.sent_at == datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def test_a_waiting_text_that_is_repeated_waits_once(app: Flask) -> None:
    unclaimed("One", "w-1")
    unclaimed("One", "w-1")
    assert [one.texts for one in waiting_texts.unclaimed()] == [1]


def test_who_wrote_before_a_list_named_them_is_called_by_that_name(app: Flask) -> None:
    number = factories.number()
    contact = thread_of(they_write("Hello?")).contact
    other = thread_of(they_write("Hello?", DAVE)).contact
    details.rename(other, "Dave of the bakery")
    factories.batch([CAROL, DAVE], number_id=number.id)
    db.session.commit()
    assert len(claim.claim(due.senders()[0], 10)) == 2
    db.session.commit()
    assert (contact.name, other.name) == ("Person 2", "Dave of the bakery")


@pytest.mark.parametrize(
    ("listed", "sender", "ours"),
    [
        ("+52 55 1234 5678", "5215512345678", "+525512340000"),
        ("+54 9 11 2345 6789", "541123456789", "+541152345678"),
        ("+54 11 2345 6789", "5491123456789", "+541152345678"),
        ("+55 11 98123-4567", "551181234567", "+5511961234567"),
        ("07700 900161", "07700900161", "+447700900999"),
        ("(202) 555-0111", "2025550111", factories.OUR_NUMBER),
        ("+1 658 234 5678", "6582345678", factories.OUR_NUMBER),
        ("+1 565 555 0123", "15655550123", factories.OUR_NUMBER),
    ],
)
def test_a_stop_in_another_spelling_stops_the_person_on_the_list(
    app: Flask, listed: str, sender: str, ours: str
) -> None:
    country = phone.region(ours)
    number = factories.number(ours, country=country)
    person = phone.parse(listed, country, allow_unassigned=True)
    thread = factories.thread(person, number.id)
    payload = {"message_uuid": f"in-{sender}", "from": sender, "to": ours[1:], "text": "STOP"}
    message = receive.receive(vonage_inbound.inbound(payload), payload)
    db.session.commit()
    assert message is not None and (message.phone, message.thread_id) == (person, thread.id)
    assert set(register.active([person])) == {person}


def test_a_text_that_waited_for_its_number_is_read_with_its_country(app: Flask) -> None:
    sms = InboundMessage("w-1", "+2025550111", LATE, "STOP", datetime(2026, 3, 1, 9, 30, tzinfo=UTC))
    assert receive.receive(sms, {}) is None
    db.session.commit()
    factories.number(LATE)
    assert waiting_texts.adopt() == 1
    assert set(register.active([CAROL])) == {CAROL}
