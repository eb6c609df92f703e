"""What a person decides after sending: retry what failed, settle what is unknown."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import select

from webapp import queue
from webapp.channels import registry as channels
from webapp.db import db, now
from webapp.errors import Conflict, NotFound
from webapp.models.batch import Batch, BatchState
from webapp.models.call import Call, CallState
from webapp.models.entry import Entry
from webapp.models.message import Message, MessageState
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.phones import phone
from webapp.services import events, signals
from webapp.services.batches import approval, lifecycle
from webapp.services.recipients import moving, tallies
from webapp.services.threads import messages


class Resolution(StrEnum):
    """A person's word on a message of which we do not know whether it went out."""

    SENT = "sent"
    AGAIN = "again"


def retry_failed(batch: Batch, user_id: int, chosen: Collection[str] | None = None) -> int:
    """Everyone who was not reached waits again, or those alone of whom that became. Returns how many.

    None: those whom the channel tries again unless a person says otherwise.
    """
    again = channels.of(batch.channel).again
    wanted = [one for one, ticked in again.items() if (ticked if chosen is None else one in chosen)]
    if batch.state not in (BatchState.RUNNING, BatchState.PAUSED, BatchState.FINISHED):
        raise Conflict("Only a batch that has been started can be retried.")
    _must_have_sender(batch)
    waits = RecipientStatus.QUEUED
    counts = tallies.counts(batch.id)
    approval.must_cover(batch, sum(counts.get(status, 0) for status in wanted))
    count = sum(moving.move_all(batch.id, status, waits, moving.IS_KNOWN, reason="") for status in wanted)
    if count:
        _go_on(batch)
        kind = str(batch.channel)
        events.note("batch.retried", user_id=user_id, batch_id=batch.id, count=count, channel=kind)
    return count


def resolve(batch_id: int, recipient_id: int, resolution: Resolution, user_id: int) -> None:
    """Settle an unknown message: it was sent, or send it again (the person may then get it twice)."""
    entry = _hold_latest(recipient_id)
    batch = lifecycle.get(batch_id, lock=True)
    recipient = db.session.get(Recipient, recipient_id, populate_existing=True)
    if recipient is None or recipient.batch_id != batch.id:
        raise NotFound("This recipient does not exist any more.")
    if recipient.status != RecipientStatus.UNKNOWN:
        raise Conflict("This has been settled meanwhile.")
    if resolution == Resolution.SENT:
        _was_sent(batch, recipient_id, entry)
    elif not recipient.cells:
        raise Conflict("What this row said has been removed; nothing can be sent to them again.")
    elif batch.state == BatchState.CANCELED:
        raise Conflict("This batch was canceled; nothing more is sent from it.")
    else:
        _must_have_sender(batch)
        moving.move([recipient_id], RecipientStatus.UNKNOWN, RecipientStatus.QUEUED, reason="")
        _go_on(batch)
    events.note(
        "recipient.resolved",
        user_id=user_id,
        batch_id=batch.id,
        recipient_id=recipient_id,
        row=recipient.row_no,
        resolution=str(resolution),
        channel=str(batch.channel),
    )


def _must_have_sender(batch: Batch) -> None:
    """Raises Conflict where its number is not used for its channel any more: everyone would wait for ever."""
    number, word = batch.number, channels.of(batch.channel).word
    if number is None or not number.can(batch.channel):
        name = (number.label or phone.pretty(number.e164)) if number else "Its number"
        raise Conflict(f"{name} is not used for {word} any more. An admin can switch that on under Numbers.")


def _was_sent(batch: Batch, recipient_id: int, entry_id: int | None) -> None:
    """A person says so; of a call, that they were reached."""
    unknown = RecipientStatus.UNKNOWN
    if channels.of(batch.channel).lasts:
        moving.move([recipient_id], unknown, RecipientStatus.ANSWERED, reason="")
        call = db.session.get(Call, entry_id) if entry_id else None
        if call is not None and call.state == CallState.UNKNOWN:
            call.end(Outcome.ANSWERED, now())
            call.code = call.reason = ""
            signals.call_ended(call)
        return
    moving.move([recipient_id], unknown, RecipientStatus.SENT, reason="")
    messages.move(MessageState.SENT, Message.id == entry_id, code="", reason="", settled_at=now())


def _hold_latest(recipient_id: int) -> int | None:
    """Their latest entry, before the batch: see services/row_locks."""
    theirs = select(Entry.id).where(Entry.recipient_id == recipient_id)
    latest = theirs.order_by(Entry.id.desc()).limit(1)
    return db.session.scalars(latest.with_for_update(key_share=True)).one_or_none()


def _go_on(batch: Batch) -> None:
    """A finished batch runs again; a paused one waits for its person."""
    batch = lifecycle.get(batch.id, lock=True)
    if batch.state == BatchState.FINISHED:
        batch.transition_to(BatchState.RUNNING)
        batch.finished_at = None
    batch.failures_in_row = 0
    queue.later(queue.DISPATCH)
