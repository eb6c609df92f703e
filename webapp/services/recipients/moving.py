"""Moving recipients from one status to the next, in bulk, with their batch's tally."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, Update, bindparam, cast, func, select, update

from webapp.bulk import cached_statement, execute_core, in_param
from webapp.db import UNTRACKED, UtcDateTime, db, now
from webapp.models import states
from webapp.models.entry import Entry
from webapp.models.recipient import (
    ARRIVED_AFTER_ALL,
    CALLED_AGAIN,
    RECIPIENT_MOVES,
    Recipient,
    RecipientStatus,
)
from webapp.models.recipient import RecipientStatus as S
from webapp.services import signals
from webapp.services.recipients import tallies

IS_KNOWN: ColumnElement[bool] = cast(Recipient.cells, Text) != "[]"
"""What the row said has not been removed: only then something can be sent to its recipient."""
MOMENT = bindparam("at", type_=UtcDateTime())
Shifts = Counter[tuple[int, str, str]]
"""How many moved, by batch, source and target."""
USUALLY_FROM = {
    S.SENT: S.SENDING,
    S.FAILED: S.SENDING,
    S.UNKNOWN: S.SENDING,
    S.DELIVERED: S.SENT,
    S.UNDELIVERED: S.SENT,
    S.REJECTED: S.SENT,
    S.CALLING: S.SENDING,
    S.RINGING: S.CALLING,
    S.TALKING: S.RINGING,
    S.ANSWERED: S.TALKING,
    S.VOICEMAIL: S.TALKING,
    S.SCREENED: S.TALKING,
    S.MENU: S.TALKING,
    S.NO_ANSWER: S.RINGING,
    S.BUSY: S.RINGING,
    S.CANCELED: S.RINGING,
}
"""Where most stand when their message comes there; the others are looked up."""


@cached_statement
def _find() -> Select[int, RecipientStatus, int]:
    return select(Recipient.id, Recipient.status, Recipient.attempt).where(in_param(Recipient.id, "ids"))


@cached_statement
def _follow(*, at_first: bool = False) -> Update:
    """`at_first`: only those of whom there is no other message."""
    these = (in_param(Recipient.id, "ids"), Recipient.status == bindparam("source"))
    return (
        update(Recipient)
        .where(*these, *([Recipient.attempt == 1] if at_first else []))
        .values(status=bindparam("target"), reason=bindparam("why"), changed_at=MOMENT)
        .returning(Recipient.id, Recipient.batch_id)
    )


@cached_statement
def _wait_no_more() -> Update:
    return _follow().values(skip_reason="", not_before=None)


@cached_statement
def _claim() -> Update:
    return (
        update(Recipient)
        .where(in_param(Recipient.id, "ids"), Recipient.status == RecipientStatus.QUEUED)
        .values(status=RecipientStatus.SENDING, attempt=Recipient.attempt + 1, reason="", changed_at=MOMENT)
        .returning(Recipient.id, Recipient.batch_id)
    )


Moved = list[tuple[int, RecipientStatus]]
"""Recipients, with what they have become."""


class Step(NamedTuple):
    """Where a message has come to, which its recipient follows; `reason` is the message's."""

    recipient_id: int
    message_id: int
    target: RecipientStatus
    reason: str = ""


def move(
    ids: Sequence[int], source: RecipientStatus, target: RecipientStatus, **values: Any
) -> list[tuple[int, int]]:
    """Move those of `ids` that stand in `source`; returns the (id, batch_id) that did move."""
    states.check(RECIPIENT_MOVES, source, target)
    if not ids:
        return []
    moved = db.session.execute(
        update(Recipient)
        .where(Recipient.id.in_(ids), Recipient.status == source)
        .values(status=target, changed_at=now(), **values)
        .returning(Recipient.id, Recipient.batch_id),
        execution_options=UNTRACKED,
    ).all()
    tallies.shift_all(Counter((row.batch_id, source, target) for row in moved))
    return [(row.id, row.batch_id) for row in moved]


def claim(ids: Sequence[int]) -> set[int]:
    """Those of `ids` that waited and are being sent from now on: no one else has them."""
    source, target = RecipientStatus.QUEUED, RecipientStatus.SENDING
    states.check(RECIPIENT_MOVES, source, target)
    if not ids:
        return set()
    moved = execute_core(_claim(), {"ids": ids, "at": now()}).all()
    tallies.shift_all(Counter((row.batch_id, source, target) for row in moved))
    return {row.id for row in moved}


def move_all(
    batch_id: int,
    source: RecipientStatus,
    target: RecipientStatus,
    *where: ColumnElement[bool],
    **values: Any,
) -> int:
    """Move everyone of a batch who stands in `source`; returns how many."""
    states.check(RECIPIENT_MOVES, source, target)
    moved = db.session.connection().execute(
        update(Recipient)
        .where(Recipient.batch_id == batch_id, Recipient.status == source, *where)
        .values(status=target, changed_at=now(), **values)
    )
    tallies.shift(batch_id, source, target, moved.rowcount)
    return moved.rowcount


def follow(steps: Sequence[Step]) -> None:
    """Let recipients follow their messages, as far as they may. The caller has touched their batches.

    A recipient follows its latest message: what we hear late about an earlier attempt does not move someone
    to whom the next one is on its way. Who still waits for that needs it no more if the first one arrived.
    """
    shifts: Shifts = Counter()
    followed = Moved()
    others = _as_expected(steps, shifts, followed)
    if others:
        _as_they_stand(others, shifts, followed)
    tallies.count_all(shifts)
    told = [{"recipient": one, "status": str(target)} for one, target in followed]
    signals.emit_all(signals.RECIPIENT_MOVED, told)


def _as_expected(steps: Sequence[Step], shifts: Shifts, followed: Moved) -> list[Step]:
    """Most stand where one expects, and have one message: they are moved unseen. Returns the other steps."""
    together: dict[tuple[RecipientStatus, str], list[int]] = defaultdict(list)
    for step in steps:
        together[step.target, step.reason].append(step.recipient_id)
    moved: set[int] = set()
    for (target, reason), own in together.items():
        source = USUALLY_FROM[target]
        values = {"ids": own, "source": source, "target": target, "why": reason, "at": now()}
        for row in execute_core(_follow(at_first=True), values):
            moved.add(row.id)
            followed.append((row.id, target))
            shifts[row.batch_id, source, target] += 1
    return [step for step in steps if step.recipient_id not in moved]


def _as_they_stand(steps: Sequence[Step], shifts: Shifts, followed: Moved) -> None:
    rows = execute_core(_find(), {"ids": list({step.recipient_id for step in steps})}).all()
    latest = _latest([row.id for row in rows if row.attempt > 1])
    present = {row.id: RecipientStatus(row.status) for row in rows}
    together: dict[tuple[RecipientStatus, RecipientStatus, str], list[int]] = defaultdict(list)
    for recipient_id, message_id, target, reason in steps:
        source = present[recipient_id]
        if latest.get(recipient_id, message_id) == message_id and _may_follow(source, target):
            together[source, target, reason].append(recipient_id)
    for (source, target, reason), own in together.items():
        values = {"ids": own, "source": source, "target": target, "why": reason, "at": now()}
        for row in execute_core(_wait_no_more() if source in CALLED_AGAIN else _follow(), values):
            followed.append((row.id, target))
            shifts[row.batch_id, source, target] += 1


def _may_follow(source: RecipientStatus, target: RecipientStatus) -> bool:
    return target in (ARRIVED_AFTER_ALL if source in CALLED_AGAIN else RECIPIENT_MOVES[source])


def _latest(ids: Sequence[int]) -> dict[int, int]:
    """The latest entry of each recipient."""
    if not ids:
        return {}
    query = select(Entry.recipient_id, func.max(Entry.id).label("entry"))
    rows = db.session.execute(query.where(Entry.recipient_id.in_(ids)).group_by(Entry.recipient_id))
    return {row.recipient_id: row.entry for row in rows if row.recipient_id}
