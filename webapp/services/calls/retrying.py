"""Calling again those of a batch who were not reached, by the rule that its content has.

Only after outcomes that are certain: what is unknown is never dialled again by itself. Hours, opt-outs and
whatever else the gate knows are asked about again when their turn comes.
"""

from __future__ import annotations

from sqlalchemy import select

from webapp.db import db, now
from webapp.models import statuses
from webapp.models.batch import Batch, BatchState
from webapp.models.call import Call, OnVoicemail
from webapp.models.content import CallContent
from webapp.models.entry import Direction
from webapp.models.recipient import CALLED_LATER, Recipient, RecipientStatus
from webapp.models.thread import Thread
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.hours import next_try, zones
from webapp.services.batches import lifecycle
from webapp.services.calls import missed
from webapp.services.recipients import by_phone, moving, tallies

GOES_ON = (BatchState.RUNNING, BatchState.PAUSED)
CALLED_US = "they called back"
"""Why someone who waited for another call is skipped."""


def consider(call: Call) -> bool:
    """Let the recipient of a call that has ended wait for the next one. True when they do.

    The caller holds the batch.
    """
    batch = db.session.get(Batch, call.batch_id) if call.batch_id and call.recipient_id else None
    if batch is None or batch.state not in GOES_ON or not is_wanted(call, batch.content):
        return False
    if call.outcome is None or call.recipient_id is None or not _is_latest(call):
        return False
    content: CallContent = batch.content
    until = next_try.after(
        call.ended_at or now(), content.retry_minutes, _zone(call, batch), other_part=content.retry_other_time
    )
    why = f"{statuses.about(call.outcome).word.lower()}{CALLED_LATER}"
    status = RecipientStatus(call.outcome)
    moved = moving.move(
        [call.recipient_id], status, RecipientStatus.WAITING, not_before=until, skip_reason=why
    )
    if moved:
        lifecycle.wake(batch.id, until)
    return bool(moved)


def not_again(call: Call) -> None:
    """Who has called us back and talked is not called again by itself. That call is over, and is held."""
    if call.direction != Direction.IN or call.outcome != Outcome.ANSWERED or missed.waits_for_us(call):
        return
    waits = by_phone.in_open_batches([call.phone], RecipientStatus.WAITING)
    of_number = select(Batch.id).where(Batch.number_id == call.number_id)
    later = (Recipient.id.in_([one for one, _ in waits]), Recipient.skip_reason.endswith(CALLED_LATER))
    query = select(Recipient.id, Recipient.batch_id).where(*later, Recipient.batch_id.in_(of_number))
    found = db.session.execute(query).all() if waits else []
    tallies.touch(sorted({row.batch_id for row in found}))
    skipped = {"skip_reason": CALLED_US, "not_before": None}
    moved = moving.move(
        [row.id for row in found], RecipientStatus.WAITING, RecipientStatus.SKIPPED, **skipped
    )
    for batch_id in sorted({batch_id for _, batch_id in moved}):
        lifecycle.finish_if_done(batch_id)


def _is_latest(call: Call) -> bool:
    """Not what is told late of an earlier one, whose end no one knew when they were called again."""
    attempts = select(Recipient.attempt).where(Recipient.id == call.recipient_id)
    return db.session.scalar(attempts) == call.attempt


def _zone(call: Call, batch: Batch) -> str:
    """Their clock: as they have said, else as their number tells; where it does not, as the batch says."""
    told = db.session.get_one(Thread, call.thread_id).contact.timezone
    return told or next(iter(zones.zones_of(call.phone)), batch.unknown_zone or "UTC")


def is_wanted(call: Call, content: CallContent) -> bool:
    """Whether the rule wants another call after this one."""
    as_no_answer = call.outcome == Outcome.VOICEMAIL and content.voicemail == OnVoicemail.RETRY
    return call.attempt <= content.retries and (call.outcome in content.retry_on or as_no_answer)
