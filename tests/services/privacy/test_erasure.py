"""Erasing someone: nothing that says who they are is left anywhere, and their opt-out still holds."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.conversations import CAROL, DAVE, they_write, thread_of, we_write
from tests.dump import dump, places
from tests.services.privacy.lists import CITY, NAME, erase, imported_rows, make_batch, of
from webapp.carriers.base import InboundMessage, Report, StatusReport
from webapp.db import db, now
from webapp.errors import Conflict
from webapp.models.batch import Batch, BatchState
from webapp.models.channel import Channel
from webapp.models.contact import Contact
from webapp.models.entry import Origin
from webapp.models.event import Event
from webapp.models.message import Message, MessageState
from webapp.models.opt_out import OptOut
from webapp.models.recipient import RecipientStatus
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.models.webhook_event import WebhookEvent
from webapp.services import events, receipts
from webapp.services.batches import lifecycle, retry
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.inbox.receiving import receive
from webapp.services.opt_outs import holds, listing, programs
from webapp.services.outbox import claim, due
from webapp.services.privacy import export, record
from webapp.services.privacy.erasure import Removed
from webapp.services.recipients import moving, tallies
from webapp.services.team import api_keys
from webapp.services.team.api_keys import Caller

SAID, WROTE = "my knee hurts", "see you at nine"
DIGITS = CAROL[1:]


@pytest.fixture(autouse=True)
def ada(app: Flask) -> User:
    """Someone who erases, and the front desk's number."""
    factories.number()
    return factories.user()


def a_life(ada: User) -> Thread:
    """Carol got a batch, talks with staff, is known to the carrier, to lists and to the audit."""
    batch = make_batch()
    message = factories.sent(batch, CAROL)
    message.carrier, message.carrier_id = "vonage", "out-1"
    moving.move([of(batch)[0].id], RecipientStatus.QUEUED, RecipientStatus.SENDING)
    factories.repeated(batch, 4, 2, ["(202) 555-0111", NAME])
    report = StatusReport("out-1", "", Report.DELIVERED)
    receipts.receive(report, {"to": DIGITS, "status": "delivered"})
    thread = thread_of(they_write(SAID))
    we_write(thread, WROTE, ada.id)
    contact = db.session.get_one(Contact, thread.contact_id)
    contact.name, contact.attributes = NAME, {"city": CITY}
    they_write("take me off your list please")
    hold = holds.of(CAROL)
    assert hold is not None
    holds.dismiss(hold, ada)
    export.note(CAROL, "json", ada.id)
    events.note("batch.tested", user_id=ada.id, batch_id=batch.id, phone=CAROL)
    imported_rows()
    waiting = InboundMessage("in-x", CAROL, "+12025550177", SAID, now())
    receive.receive(waiting, {"from": DIGITS, "text": SAID})
    db.session.commit()
    return thread


def test_the_dump_would_find_them(ada: User) -> None:
    a_life(ada)
    theirs = {"contact", "entry", "recipient", "webhook_event", "event", "hold", "upload_chunk"}
    assert theirs | {"opt_out_import_row"} <= places(NAME, SAID, DIGITS)


def test_who_never_opted_out_is_nowhere(ada: User) -> None:
    a_life(ada)
    removed = erase()
    assert places(NAME, SAID, WROTE, CITY, DIGITS, "555-0111", "take me off") == {"recipient"}
    assert [row.cells for row in of(db.session.get_one(Batch, 1))] == [[], [DAVE, "Dave", CITY], []]
    assert places(NAME, SAID, WROTE, DIGITS, "555-0111", "take me off") == set()
    assert removed == Removed(True, 1, 4, 3, 2, 4, 5, False)


def test_the_opt_out_stays_without_a_word_of_theirs(ada: User) -> None:
    a_life(ada)
    they_write("Arrêt!")
    since = db.session.scalars(select(OptOut)).one().created_at
    assert erase().opted_out
    assert places(NAME, SAID, "Arrêt", DIGITS) == {"opt_out"}
    out = db.session.scalars(select(OptOut)).one()
    assert (out.phone, out.source, out.evidence, out.message_id, out.created_at) == (
        CAROL, "keyword", "", None, since,
    )  # fmt: skip
    assert [(one.opt_out.phone, one.name, one.thread_id) for one in listing.page().rows] == [
        (CAROL, "", None)
    ]


def test_what_programs_told_goes_and_that_they_did_stays(ada: User) -> None:
    a_life(ada)
    for name in ("Website", "CRM"):
        key, _ = api_keys.make(name, ada)
        programs.tell([CAROL], f"{NAME} said: {SAID}", Caller(key.id, name, noted=True))
    assert {"opt_out", "event"} <= places(SAID)
    assert erase().opted_out
    assert places(NAME, SAID, DIGITS) == {"opt_out"}
    out = db.session.scalars(select(OptOut)).one()
    assert out.api_key is not None
    assert (out.api_key.name, out.evidence, out.told_again) == ("Website", "", "")
    told = db.session.scalars(select(Event).where(Event.kind == "contact.opted_out")).one()
    assert told.data["program"] == "Website"


def test_a_later_list_meets_the_opt_out(ada: User) -> None:
    they_write("STOP")
    erase()
    batch = make_batch(BatchState.RUNNING)
    assert list(gate.refusals([CAROL, DAVE], Asking(Origin.BATCH, Channel.SMS, batch))) == [CAROL]
    assert [entry.phone for entry in claim.claim(due.senders()[0], 10)] == [DAVE]


def test_whoever_writes_again_begins_from_nothing(ada: User) -> None:
    before = a_life(ada)
    contact_id = before.contact_id
    erase()
    again = thread_of(they_write("Hello, who are you?"))
    contact = db.session.get_one(Contact, again.contact_id)
    assert (contact.name, contact.attributes) == ("", {})
    assert record.of(CAROL).messages == 1
    assert record.of(CAROL).lists == []
    assert contact.id >= contact_id


def test_a_text_that_the_carrier_repeats_is_not_read_again(ada: User) -> None:
    sms = InboundMessage("in-once", CAROL, factories.OUR_NUMBER, SAID, now())
    receive.receive(sms, {})
    erase()
    assert receive.receive(sms, {}) is None
    db.session.commit()
    assert places(SAID, DIGITS) == set()


def test_the_batch_keeps_its_counts(ada: User) -> None:
    a_life(ada)
    before = tallies.counts(1)
    erase()
    assert tallies.counts(1) == before
    assert [row.status for row in of(db.session.get_one(Batch, 1))] == ["delivered", "queued", "skipped"]
    assert db.session.get_one(Batch, 1).upload_id is None


def test_who_waits_is_skipped_and_the_batch_finishes(ada: User) -> None:
    batch = make_batch(BatchState.RUNNING, (CAROL,))
    erase()
    (row,) = of(batch)
    assert (row.status, row.skip_reason, row.phone) == (RecipientStatus.SKIPPED, "erased", None)
    assert due.senders() == []
    lifecycle.finish_if_done(batch.id)
    assert db.session.get_one(Batch, batch.id).state == BatchState.FINISHED


def test_a_queued_answer_is_not_sent(ada: User) -> None:
    we_write(thread_of(they_write(SAID)), WROTE, ada.id)
    erase()
    assert due.senders() == []
    assert db.session.scalars(select(Message)).all() == []


def test_not_while_a_message_is_on_its_way(ada: User) -> None:
    batch = make_batch(BatchState.RUNNING)
    assert len(claim.claim(due.senders()[0], 10)) == 2
    db.session.commit()
    with pytest.raises(Conflict, match="on its way to the carrier"):
        erase()
    db.session.rollback()
    assert [row.status for row in of(batch)] == ["sending", "sending"]


def test_not_while_it_is_open_whether_they_opted_out(ada: User) -> None:
    they_write("please stop texting me")
    with pytest.raises(Conflict, match="Decide that first"):
        erase()


def test_nothing_is_sent_again_to_an_erased_row(ada: User) -> None:
    batch = make_batch(BatchState.FINISHED)
    carol, dave = of(batch)
    moving.move([carol.id, dave.id], RecipientStatus.QUEUED, RecipientStatus.SENDING)
    moving.move([dave.id], RecipientStatus.SENDING, RecipientStatus.FAILED)
    moving.move([carol.id], RecipientStatus.SENDING, RecipientStatus.UNKNOWN)
    erase()
    batch = lifecycle.get(batch.id)
    with pytest.raises(Conflict, match="nothing can be sent to them again"):
        retry.resolve(batch.id, carol.id, retry.Resolution.AGAIN, 1)
    moving.move([carol.id], RecipientStatus.UNKNOWN, RecipientStatus.FAILED)
    assert retry.retry_failed(batch, 1) == 1
    assert [row.status for row in of(batch)] == ["failed", "queued"]


def test_others_stay_as_they_are(ada: User) -> None:
    a_life(ada)
    they_write("Dave here", sender=DAVE)
    they_write("STOP", sender=DAVE)
    before = dump("entry", "opt_out", "thread", "contact")
    theirs = [line for line in before if DAVE in line or "Dave here" in line]
    erase()
    assert [line for line in dump("entry", "opt_out", "thread", "contact") if line in theirs] == theirs
    assert len([one for one in db.session.scalars(select(WebhookEvent)) if DAVE in str(one.payload)]) == 2


def test_a_longer_phone_that_begins_the_same_is_another(ada: User) -> None:
    longer = "+4930123456", "+493012345678"
    for phone in longer:
        they_write("Hallo", sender=phone)
    erase(longer[0])
    assert record.of(longer[1]).messages == 1
    kept = [one.payload for one in db.session.scalars(select(WebhookEvent)) if one.payload]
    assert [payload["sms"]["sender"] for payload in kept] == [longer[1]]


def test_a_sender_that_is_no_phone(ada: User) -> None:
    they_write("Your code is 1234", sender="Bank")
    they_write("The Bank says hello", sender=DAVE)
    erase("Bank")
    assert places("Your code") == set()
    assert places("The Bank says hello") == {"entry", "thread", "webhook_event"}


def test_the_audit_keeps_that_it_happened_and_who_did_it(ada: User) -> None:
    a_life(ada)
    noted = select(Event).order_by(Event.id)
    kept = [(one.id, one.kind, one.user_id, one.at) for one in db.session.scalars(noted)]
    erase()
    lines = db.session.scalars(noted).all()
    assert [(one.id, one.kind, one.user_id, one.at) for one in lines[:-1]] == kept
    assert (lines[-1].kind, lines[-1].user_id, lines[-1].data) == ("contact.erased", 1, {"ends_in": "11"})
    tested = next(one for one in lines if one.kind == "batch.tested")
    assert (tested.data, tested.batch_id) == ({"phone": "erased"}, 1)


def test_whoever_is_not_known_leaves_no_trace_but_the_line(ada: User) -> None:
    assert erase().nothing
    assert [one.kind for one in db.session.scalars(select(Event))] == ["contact.erased"]


def test_erasing_twice_is_harmless(ada: User) -> None:
    a_life(ada)
    erase()
    assert erase().nothing


def test_messages_of_every_state_go(ada: User) -> None:
    batch = make_batch()
    for state in set(MessageState) - {MessageState.SENDING, MessageState.RECEIVED}:
        factories.sent(batch, CAROL, state=state)
    assert erase().messages == len(MessageState) - 2
