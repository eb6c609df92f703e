"""Recipients and entries outside their hours: they wait, visibly, and go on when their hours open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select, update

from webapp import queue
from webapp.bulk import in_param
from webapp.db import db, inline_literal, now
from webapp.models.batch import Batch
from webapp.models.entry import Entry
from webapp.models.recipient import CALLED_LATER, Recipient
from webapp.models.recipient import RecipientStatus as S
from webapp.services import row_locks
from webapp.services.batches import lifecycle
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking, Verdict
from webapp.services.outbox import wrote_back
from webapp.services.recipients import moving
from webapp.services.threads import activity

AHEAD = 2000
"""When the next is outside their hours, so are most behind them: this many are looked at together."""
AT_ONCE = 5000
"""Recipients whose hours have come and who go on in one transaction."""


def park(batch: Batch, refused: Mapping[int, Verdict]) -> None:
    """Let recipients, by id, wait until the gate lets them through."""
    together: dict[tuple[datetime, str], list[int]] = defaultdict(list)
    for recipient_id, verdict in refused.items():
        if verdict.until is not None:
            together[verdict.until, verdict.short].append(recipient_id)
    for (until, why), ids in together.items():
        moving.move(ids, S.QUEUED, S.WAITING, not_before=until, skip_reason=why)
        lifecycle.wake(batch.id, until)


def park_ahead(batch: Batch, asking: Asking) -> None:
    """Look at the next ones of the queue, too, instead of taking them up one by one."""
    rows = db.session.execute(
        select(Recipient.id, Recipient.phone)
        .where(Recipient.batch_id == batch.id, Recipient.status == S.QUEUED, Recipient.phone.is_not(None))
        .order_by(Recipient.row_no)
        .limit(AHEAD)
    ).all()
    verdicts = gate.outside_hours([row.phone for row in rows], asking)
    park(batch, {row.id: verdicts[row.phone] for row in rows if row.phone in verdicts})


def release(batch: Batch) -> None:
    """Those whose hours have come take their place in the queue again.

    Who was to be called again and has written meanwhile is skipped.
    """
    if batch.wakes_at is None or batch.wakes_at > now():
        return
    waiting = (Recipient.batch_id == batch.id, Recipient.status == inline_literal("waiting"))
    due = select(Recipient.id, Recipient.skip_reason).where(*waiting, Recipient.not_before <= now())
    rows = db.session.execute(due.order_by(Recipient.not_before).limit(AT_ONCE)).all()
    talking = wrote_back.since_called([row.id for row in rows if row.skip_reason.endswith(CALLED_LATER)])
    moving.move([*talking], S.WAITING, S.SKIPPED, not_before=None, skip_reason=wrote_back.WHY)
    others = [row.id for row in rows if row.id not in talking]
    moving.move(others, S.WAITING, S.QUEUED, not_before=None, skip_reason="")
    _wake_at(batch, db.session.scalar(select(func.min(Recipient.not_before)).where(*waiting)))
    if talking:
        lifecycle.finish_if_done(batch.id)


def hold_back(entries: Mapping[int, datetime]) -> None:
    """Let queued entries, by id, go out at these moments (UTC) and not earlier."""
    held = [db.session.get_one(Entry, entry_id) for entry_id in entries]
    for one in held:
        one.not_before = entries[one.id]
    activity.touch(one.thread_id for one in held)
    for moment in sorted(set(entries.values())):
        queue.later(queue.DISPATCH, at=moment)


def hurry(phone: str) -> None:
    """They have just written: what waits for their hours is asked about again at once.

    All that is queued for them is locked with it: messages are the first, see services/row_locks.
    """
    waiting = row_locks.in_turn(Entry.id, Entry.phone == phone, Entry.state == inline_literal("queued"))
    hurried = update(Entry).where(waiting).values(not_before=None)
    if db.session.execute(hurried.returning(Entry.id)).first() is not None:
        queue.later(queue.DISPATCH)


def look_again() -> bool:
    """The hours were changed: some of those who wait for them are asked about again. True: there are more."""
    moment = now()
    alone = row_locks.in_turn(Entry.id, Entry.state == inline_literal("queued"), Entry.not_before > moment)
    db.session.execute(update(Entry).where(alone).values(not_before=None))
    for_hours = Recipient.skip_reason.not_like(f"%{CALLED_LATER}")
    waiting = (Recipient.status == inline_literal("waiting"), Recipient.not_before > moment, for_hours)
    some = db.session.execute(select(Recipient.id, Recipient.batch_id).where(*waiting).limit(AT_ONCE)).all()
    if some:
        ids = {"ids": [row.id for row in some]}
        batches = {row.batch_id for row in some}
        row_locks.batches(batches)
        those = (in_param(Recipient.id, "ids"), Recipient.status == inline_literal("waiting"))
        db.session.execute(update(Recipient).where(*those).values(not_before=moment), ids)
        db.session.execute(update(Batch).where(Batch.id.in_(batches)).values(wakes_at=moment))
    queue.later(queue.DISPATCH)
    return len(some) == AT_ONCE


def _wake_at(batch: Batch, moment: datetime | None) -> None:
    db.session.execute(update(Batch).where(Batch.id == batch.id).values(wakes_at=moment))
    if moment is not None and moment > now():
        queue.later(queue.DISPATCH, at=moment)
