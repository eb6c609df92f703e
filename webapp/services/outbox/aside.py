"""Setting aside what cannot be worked, with its reason, so that everything else goes on.

Nothing of it has left. A message or a recipient is `failed`, a batch is paused, a number rests and is tried
again: each says why where people look at it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from functools import partial

import structlog
from sqlalchemy import func, literal, select, update

from webapp import queue
from webapp.db import UNTRACKED, UtcDateTime, db, now
from webapp.errors import Fault
from webapp.models import states
from webapp.models.batch import BATCH_MOVES, Batch, BatchState
from webapp.models.entry import Entry
from webapp.models.event import Event
from webapp.models.message import MessageState
from webapp.models.number_service import NumberService
from webapp.models.recipient import RecipientStatus as S
from webapp.services import containment
from webapp.services.batches import lifecycle
from webapp.services.outbox import entries, unit_of_work, waiting
from webapp.services.outbox.claimed_entry import LaneKey
from webapp.services.outbox.culprits import Culprits
from webapp.services.recipients import moving
from webapp.services.threads import activity, reopening

log = structlog.get_logger(__name__)

CODE = "internal"
REST = timedelta(seconds=60)
"""Until a number whose work raised is tried again."""


def put(found: Culprits) -> None:
    """Each in a unit of work of its own. A batch whose recipients cannot be set aside is paused instead."""
    batches = dict(found.batches)
    unit_of_work.fault_of(lambda: put_entries(found.channel, found.entries))
    for batch_id, raising in sorted(found.recipients.items()):
        trouble = unit_of_work.fault_of(partial(put_recipients, batch_id, raising))
        if trouble is not None:
            batches[batch_id] = trouble
    for batch_id, error in sorted(batches.items()):
        unit_of_work.fault_of(partial(pause, batch_id, error))


def put_entries(channel: str, found: Mapping[int, Exception]) -> None:
    """What waits is failed; its conversations show it."""
    failed = []
    for entry_id, error in sorted(found.items()):
        log.error("an entry is set aside", entry=entry_id, error=repr(error))
        why = f"Outbound failed on this message ({containment.name(error)}); nothing was sent."
        waits = (Entry.id == entry_id, Entry.state == MessageState.QUEUED)
        values = {"code": CODE, "reason": why, "settled_at": now()}
        failed += entries.move(channel, MessageState.FAILED, *waits, **values)
    if failed:
        activity.touch(db.session.scalars(select(Entry.thread_id).where(Entry.id.in_(failed))))
        reopening.failed(failed)


def put_recipients(batch_id: int, found: Mapping[int, Exception]) -> None:
    """Those whose turn has come are failed, and count as failures of their batch."""
    batch = lifecycle.get(batch_id, lock=True)
    waiting.release(batch)
    together: dict[str, list[int]] = defaultdict(list)
    for recipient_id, error in found.items():
        log.error("a recipient is set aside", batch=batch_id, recipient=recipient_id, error=repr(error))
        together[containment.name(error)].append(recipient_id)
    for kind, ids in together.items():
        why = f"Outbound failed on this row ({kind}); nothing was sent. The log says more."
        if moved := moving.move(ids, S.QUEUED, S.FAILED, reason=why):
            lifecycle.count_failures(batch_id, len(moved), why)
    lifecycle.finish_if_done(batch_id)


def pause(batch_id: int, error: Exception) -> None:
    """One that runs, or whose time has come, without a look at the batch itself: it may be what raises."""
    log.error("a batch is set aside", batch=batch_id, error=repr(error))
    why = (
        error.sentence
        if isinstance(error, Fault)
        else f"Outbound failed on this batch ({containment.name(error)}); the log says more. "
        "Nothing is lost: resume it to try again."
    )
    started = func.coalesce(Batch.started_at, literal(now(), UtcDateTime()))
    values = {"pause_reason": why, "revision": Batch.revision + 1, "started_at": started}
    paused = states.move(Batch, "state", BATCH_MOVES, BatchState.PAUSED, Batch.id == batch_id, **values)
    found = db.session.execute(paused.returning(Batch.id), execution_options=UNTRACKED)
    if found.first() is not None:
        db.session.add(Event(kind="batch.paused", batch_id=batch_id, data={"reason": why}))


def rest(lane: LaneKey, error: Exception) -> None:
    """Leave a number alone for a while on a channel; its page says why."""
    log.error("a number is set aside", lane=lane, error=repr(error))
    until = now() + REST
    why = f"Outbound failed while it worked for this number ({containment.name(error)}); the log says more."
    values = {"slowed_until": until, "slow_reason": f"{why} It tries again every minute."}
    own = (NumberService.number_id == lane[0], NumberService.channel == lane[1])
    db.session.execute(update(NumberService).where(*own).values(values))
    queue.later(queue.DISPATCH, at=until)
