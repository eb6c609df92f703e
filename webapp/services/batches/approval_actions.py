"""What people decide about a batch that waits for approval: approve it, send it back, take it back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from webapp import form_fields
from webapp.bulk import in_param
from webapp.db import db, now
from webapp.errors import Conflict, Forbidden
from webapp.models.approval import Approval, ApprovalState
from webapp.models.batch import Batch, BatchState
from webapp.models.user import Role, User
from webapp.rules import natural_order
from webapp.services import events
from webapp.services.batches import approval, lifecycle, ready, time_zones
from webapp.services.recipients import reach

LONGEST_REASON = 500
PASSED = "The moment that was chosen for it has passed. Send it back, so that another is chosen."


@dataclass(frozen=True)
class Asked:
    """A batch that waits, and the request for it."""

    batch: Batch
    request: Approval


def approve(batch: Batch, seen: ready.Seen, by: User) -> None:
    """It starts, or is scheduled, exactly as it was asked for. Raises Forbidden, Conflict."""
    request = _waiting(batch)
    must_be_another_admin(batch, request, by)
    ready.must_be_as_seen(batch, seen)
    if passed(batch):
        raise Conflict(PASSED)
    request.people = batch.reach_limit = reach.people(batch.id)
    request.transition_to(ApprovalState.APPROVED, by.id)
    db.session.flush()
    events.note("batch.approved", user_id=by.id, batch_id=batch.id, people=request.people)
    if batch.scheduled_at is None:
        lifecycle.start(batch, by.id)
    else:
        lifecycle.schedule(batch, batch.scheduled_at, by.id)


def send_back(batch: Batch, reason: str, by: User) -> None:
    """A draft again, with the reason. Raises Forbidden, Conflict, or Fault that names the field."""
    request = _waiting(batch)
    must_be_another_admin(batch, request, by)
    reason = form_fields.line(reason, "reason", LONGEST_REASON, "Say what should be changed.")
    request.transition_to(ApprovalState.SENT_BACK, by.id, reason)
    batch.reach_limit = 0
    _to_draft(batch)
    events.note("batch.sent_back", user_id=by.id, batch_id=batch.id, reason=reason)


def take_back(batch: Batch, user_id: int) -> None:
    """Its people change it after all: a draft again, and no one is asked any more. Raises Conflict."""
    _waiting(batch).transition_to(ApprovalState.WITHDRAWN)
    batch.reach_limit = 0
    _to_draft(batch)
    events.note("batch.approval_withdrawn", user_id=user_id, batch_id=batch.id)


def must_be_another_admin(batch: Batch, request: Approval, by: User) -> None:
    """Raises Forbidden with the reason why `by` may not decide."""
    if by.id in (batch.created_by, request.asked_by):
        raise Forbidden("Someone else must approve this: you made this batch, or asked for its approval.")
    if not by.is_admin or not by.is_active:
        raise Forbidden("Only an admin can approve a batch, or send it back.")


def may_decide(batch: Batch, request: Approval, user: User) -> bool:
    try:
        must_be_another_admin(batch, request, user)
    except Forbidden:
        return False
    return True


def deciders(batch: Batch, request: Approval) -> Sequence[User]:
    """The admins who may decide."""
    return _admins_but(batch.created_by, request.asked_by)


def deciders_if_author_asks(batch: Batch) -> Sequence[User]:
    """The admins who might decide if who made the batch asked for its approval."""
    return _admins_but(batch.created_by) if batch.author.is_active else ()


def _admins_but(*ids: int) -> Sequence[User]:
    active = select(User).where(User.role == Role.ADMIN, User.deactivated_at.is_(None))
    others = db.session.scalars(active.where(User.id.not_in(ids)))
    return sorted(others, key=lambda one: (natural_order.key(one.name), one.id))


def waiting_for(user: User) -> list[Asked]:
    """What waits for the decision of `user`, the longest first; at most ten."""
    if not user.is_admin:
        return []
    asked = _asked(user).options(joinedload(Approval.asker), joinedload(Batch.number)).order_by(Approval.id)
    return [Asked(row[0], row[1]) for row in db.session.execute(asked.limit(10))]


def count_for(user: User) -> int:
    """How many batches wait for the decision of `user`."""
    if not user.is_admin:
        return 0
    asked = _asked(user).with_only_columns(Batch.id).subquery()
    return db.session.scalar(select(func.count()).select_from(asked)) or 0


def _asked(user: User) -> Select[Batch, Approval]:
    return (
        select(Batch, Approval)
        .join(Approval, Approval.batch_id == Batch.id)
        .where(Approval.state == ApprovalState.WAITING, Batch.state == BatchState.PENDING)
        .where(Batch.created_by != user.id, Approval.asked_by != user.id)
    )


def sent_back_to(user: User) -> list[Asked]:
    """The drafts of `user`, or whose approval they asked for, that came back to be changed; at most ten."""
    theirs = or_(Batch.created_by == user.id, Approval.asked_by == user.id)
    query = _sent_back().where(theirs, Batch.archived_at.is_(None))
    return [Asked(row[0], row[1]) for row in db.session.execute(query.limit(10))]


def sent_back_among(batch_ids: Collection[int]) -> set[int]:
    """Those of the batches that are drafts because an admin sent them back."""
    query = _sent_back().where(in_param(Batch.id, "ids")).with_only_columns(Batch.id)
    return set(db.session.scalars(query, {"ids": list(batch_ids)}))


def _sent_back() -> Select[Batch, Approval]:
    later = aliased(Approval)
    newer = select(later.id).where(later.batch_id == Batch.id, later.id > Approval.id)
    return (
        select(Batch, Approval)
        .join(Approval, Approval.batch_id == Batch.id)
        .where(Batch.state == BatchState.DRAFT, Approval.state == ApprovalState.SENT_BACK, ~newer.exists())
        .options(joinedload(Approval.decider))
        .order_by(Approval.id)
    )


def passed(batch: Batch) -> bool:
    """Is the moment over for which it was asked?

    A time on everyone's own clock that had come somewhere when it was asked for: when it is over everywhere.
    """
    if batch.scheduled_at is None and batch.local_at:
        moments = time_zones.local_moments(batch, batch.local_at)
        return bool(moments) and moments[-1] <= now()
    return batch.scheduled_at is not None and batch.scheduled_at <= now()


def _waiting(batch: Batch) -> Approval:
    request = approval.latest(batch.id)
    if batch.state != BatchState.PENDING or request is None or request.state != ApprovalState.WAITING:
        raise Conflict("This batch does not wait for approval any more; look again.")
    return request


def _to_draft(batch: Batch) -> None:
    """The moment that was chosen is kept for the form."""
    batch.transition_to(BatchState.DRAFT)
