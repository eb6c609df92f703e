"""The two-person rule: a batch to more people than one person may reach alone waits for another admin.

A start or a schedule by a person becomes a request (the batch is PENDING, with the moment that was chosen in
`scheduled_at`; None: at once). While it waits nothing of the batch can be changed; who wants to, takes the
request back. An approval is good for the very start it was given for: a new time is a new request.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from webapp.db import db
from webapp.errors import Conflict
from webapp.models import statuses
from webapp.models.approval import Approval, ApprovalState
from webapp.models.batch import Batch, BatchState
from webapp.models.recipient import RecipientStatus as S
from webapp.models.statuses import Phase
from webapp.services import events
from webapp.services.recipients import reach, tallies

BEGUN = statuses.in_phase(S, Phase.LEAVING, Phase.LEFT, Phase.ENDED)


def latest(batch_id: int) -> Approval | None:
    """The latest request of a batch."""
    query = select(Approval).where(Approval.batch_id == batch_id).order_by(Approval.id.desc()).limit(1)
    return db.session.scalars(query).first()


def needed(batch: Batch) -> bool:
    """Does it take a second person to start it?"""
    most = reach.limit()
    return most is not None and reach.people(batch.id) > most


def withhold(batch: Batch, at: datetime | None, user_id: int | None) -> bool:
    """Asked before each start and each schedule; True when it became a request.

    `user_id` is None when the clock starts what was scheduled. Raises Conflict for one that waits already.
    """
    request = latest(batch.id)
    approved = request is not None and request.state == ApprovalState.APPROVED
    if batch.state == BatchState.PENDING and not approved:
        raise Conflict("This batch waits for approval. Nothing is sent before.")
    if batch.state == BatchState.PENDING or (user_id is None and approved):
        return False
    if request is not None and approved:
        request.transition_to(ApprovalState.WITHDRAWN)
        batch.reach_limit = 0
    if not needed(batch):
        return False
    _ask(batch, at, user_id)
    return True


def _ask(batch: Batch, at: datetime | None, user_id: int | None) -> None:
    """Its maker is taken to ask for what the clock could not start."""
    batch.transition_to(BatchState.PENDING)
    batch.scheduled_at = at
    count = reach.people(batch.id)
    batch.reach_limit = count
    db.session.add(Approval(batch_id=batch.id, people=count, asked_by=user_id or batch.created_by))
    moment = at.isoformat() if at else None
    events.note(
        "batch.approval_asked",
        user_id=user_id,
        batch_id=batch.id,
        people=count,
        over=reach.limit(),
        at=moment,
    )


def withdraw(batch: Batch) -> None:
    """What was asked for or approved does not hold any more."""
    request = latest(batch.id)
    if request is not None and request.state in (ApprovalState.WAITING, ApprovalState.APPROVED):
        request.transition_to(ApprovalState.WITHDRAWN)
        batch.reach_limit = 0


def set_reach_limit(batch: Batch) -> None:
    """It starts. While the rule is off it may reach everyone, whatever becomes of the rule later."""
    if reach.limit() is None and latest(batch.id) is None:
        batch.reach_limit = None


def must_cover(batch: Batch, count: int) -> None:
    """Raises Conflict when `count` people of a batch no one approved are more than one person decides."""
    most, request = reach.limit(), latest(batch.id)
    approved = request is not None and request.state == ApprovalState.APPROVED
    if most is not None and count > most and not approved:
        raise Conflict(
            f"This would send to {count:,} people. Above {most:,} another admin must approve, and no one has "
            "approved this batch. Make a new one: approval can be asked for it."
        )


def must_cover_resuming(batch: Batch) -> None:
    """A batch that was missed, and of which nothing has left, starts when it is resumed. Raises Conflict."""
    counts = tallies.counts(batch.id)
    if not any(counts.get(status) for status in BEGUN):
        must_cover(batch, reach.people(batch.id))
