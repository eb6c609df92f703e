"""A test message: what a row of the list gets, sent to oneself."""

from __future__ import annotations

from webapp.db import db
from webapp.errors import Conflict, Fault
from webapp.models.batch import Batch
from webapp.models.channel import Channel
from webapp.models.entry import Entry, Origin
from webapp.models.message import Message
from webapp.rules.phones import phone
from webapp.services import events
from webapp.services.batches import preview
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.threads import enqueue, opening


def send(batch: Batch, typed: str, user_id: int, row_no: int = 0) -> Message:
    """Send the message of a row (the first one that has a phone) to a phone. Raises Fault."""
    if batch.number is None or not batch.number.can(Channel.SMS):
        raise Conflict("Choose the number to send from first.")
    to = receiver(typed, batch.country)
    verdict = gate.ask(to, Asking(Origin.TEST, Channel.SMS))
    if not verdict.allowed and verdict.until is None:
        raise Fault(verdict.reason, "phone")
    text = preview.look(batch, batch.content, row_no).text
    if not text.strip():
        raise Fault("The message is empty. Write it first.", "phone")
    thread = opening.open_one(batch.number.id, to)
    message = enqueue.put(thread, text, Origin.TEST, user_id, not_before=verdict.until)
    batch.test_message_id = message.id
    batch.revision += 1
    events.note("batch.tested", user_id=user_id, batch_id=batch.id, phone=to, channel=str(batch.channel))
    return message


def latest(batch: Batch) -> Entry | None:
    """The last test of a batch; None where there was none, or its receiver has been erased."""
    return db.session.get(Entry, batch.test_message_id) if batch.test_message_id else None


def receiver(typed: str, country: str) -> str:
    """The phone that someone has typed as their own. Raises Fault."""
    if not typed.strip():
        raise Fault("Enter your phone number.", "phone")
    try:
        return phone.parse(typed, country or None)
    except phone.PhoneFault as fault:
        raise Fault(fault.sentence, "phone") from fault
