"""Claiming: entries and recipients that wait become `sending`, in one transaction, before any is sent.

The gate is asked here, in that transaction. What concerns one person comes first, in the order of
models/entry.PRIORITIES, then the batches, fairly among them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from webapp.channels import registry as channels
from webapp.db import UtcDateTime, db, inline_literal, now
from webapp.models.batch import Batch, BatchState
from webapp.models.entry import PRIORITIES, UNASKED, Entry, Origin
from webapp.models.message import MessageState
from webapp.models.recipient import RecipientStatus
from webapp.models.tally import BatchTally
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.outbox import (
    entries,
    from_batch,
    legs,
    monthly_limit,
    overdue,
    own_hours,
    paused,
    silenced,
    slots,
    waiting,
)
from webapp.services.outbox.claimed_entry import ClaimedEntry, Sender
from webapp.services.threads import reopening

AT = bindparam("at", type_=UtcDateTime())
RUNNING = (
    select(Batch)
    .where(
        Batch.number_id == bindparam("number"),
        Batch.channel == bindparam("channel"),
        Batch.state == BatchState.RUNNING,
        or_(
            exists().where(
                BatchTally.batch_id == Batch.id,
                BatchTally.status == RecipientStatus.QUEUED,
                BatchTally.count > 0,
            ),
            Batch.wakes_at <= AT,
        ),
    )
    .order_by(Batch.id)
    .with_for_update(key_share=True)
)
PLENTY = 2**31
ALWAYS = PRIORITIES[Origin.CONFIRMATION]


@cache
def queued(channel: str) -> Select[Entry]:
    """What is due of a number on a channel, one by one: `number`, `at`, and `most` of them."""
    kind = channels.of(channel)
    query = select(kind.entry).where(
        Entry.number_id == bindparam("number"),
        Entry.state == inline_literal("queued"),
        or_(Entry.not_before.is_(None), Entry.not_before <= AT),
    )
    if kind.one_at_a_time:
        other = aliased(Entry)
        on_its_way = select(other.thread_id).where(other.state == inline_literal("sending"))
        on_its_way = on_its_way.where(other.kind == kind.kind, other.number_id == bindparam("number"))
        query = query.where(or_(Entry.priority == ALWAYS, Entry.thread_id.not_in(on_its_way)))
    if kind.lasts:
        query = query.where(Entry.phone.not_in(slots.busy()))
    first = query.order_by(Entry.priority, Entry.id).limit(bindparam("most"))
    return first.with_for_update(of=Entry, skip_locked=True, key_share=True)


def claim(
    number: Sender, limit: int, turn: int = 0, *, of_batches: int | None = None, careful: bool = False
) -> list[ClaimedEntry]:
    """Claim up to `limit` entries of one number; `turn` rotates which batch is served first.

    `of_batches`: at most so many of them from batches. `careful`: no one is looked at whose turn has not
    come. A claim that makes answers wait takes nothing of a batch, which comes before conversations where
    rows are locked (services/row_locks): the next claim does. Raises slots.Full: then roll it back.
    """
    limit = min(limit, _free_slots(number))
    if limit < 1:
        return []
    staff = legs.claim(number, limit)
    limit -= len(staff)
    found = _first_of_each_thread(number, _queued(number, limit) if limit else [])
    left = monthly_limit.left(number)
    claimed, late = _chosen(number, _within(found, left)) if found else ([], False)
    rest = limit - len(found) if of_batches is None else min(of_batches, limit - len(found))
    if not late and rest > 0:
        theirs = {one.phone for one in claimed} if channels.of(number.channel).lasts else set[str]()
        left -= sum(one.units for one in claimed)
        claimed += _from_batches(number, rest, left, turn, ahead=not careful, but_for=theirs)
    claimed = [*staff, *claimed]
    slots.take(number, claimed)
    monthly_limit.count(number.lane, claimed)
    return claimed


def _free_slots(number: Sender) -> int:
    """How many more of its entries may be open."""
    if number.at_once is None or not channels.of(number.channel).lasts:
        return PLENTY
    return number.at_once - slots.open_of(number.id)


def only(number: Sender, ids: Sequence[int]) -> list[ClaimedEntry]:
    """Claim these entries of a number, as far as they wait."""
    query = queued(number.channel).where(Entry.id.in_(ids))
    return _chosen(number, db.session.scalars(query, {**asked(number), "most": len(ids)}).all())[0]


def asked(number: Sender) -> dict[str, Any]:
    """The parameters of what is due for a number."""
    return {"number": number.id, "channel": number.channel, "at": now()}


def _queued(number: Sender, most: int) -> Sequence[Entry]:
    return db.session.scalars(queued(number.channel), {**asked(number), "most": most}).all()


def _first_of_each_thread(number: Sender, found: Sequence[Entry]) -> list[Entry]:
    """Two of one answer must not overtake each other, nor two calls ring one phone; a confirmation waits for
    nothing."""
    kind = channels.of(number.channel)
    if not (kind.one_at_a_time or kind.lasts):
        return list(found)
    first: dict[int, int] = {}
    for one in found:
        if one.priority != ALWAYS:
            first.setdefault(one.thread_id, one.id)
    return [one for one in found if one.priority == ALWAYS or first[one.thread_id] == one.id]


def _within(found: Sequence[Entry], left: int) -> list[Entry]:
    """As many as the monthly limit leaves of what it is for: the last may go a little beyond."""
    kept = []
    for one in found:
        limited = one.origin in UNASKED
        if not limited or left > 0:
            kept.append(one)
            left -= one.units
    return kept


def _chosen(number: Sender, found: Sequence[Entry]) -> tuple[list[ClaimedEntry], bool]:
    """Claimed; and whether any is made to wait."""
    refused = _refused(number, found)
    claimed = _single(number, found, refused)
    late = {entry_id: verdict.until for entry_id, verdict in refused.items() if verdict.until}
    if late:
        waiting.hold_back(late)
    return claimed, bool(late)


def _refused(number: Sender, found: Sequence[Entry]) -> dict[int, gate.Verdict]:
    """Those that must not go out now: late, paused, refused by the gate, or a person has the word."""
    refused = overdue.answers(found) | own_hours.hold(found) | paused.hold(found)
    for origin in {one.origin or Origin.STAFF for one in found}:
        own = [one for one in found if (one.origin or Origin.STAFF) == origin]
        asking = Asking(Origin(origin), number.channel)
        verdicts = gate.refusals([one.phone for one in own], asking)
        refused |= {one.id: verdicts[one.phone] for one in own if one.phone in verdicts}
    return refused | silenced.silence(found)


def _single(
    number: Sender, found: Sequence[Entry], refused: Mapping[int, gate.Verdict]
) -> list[ClaimedEntry]:
    skipped: list[int] = []
    for entry_id, verdict in refused.items():
        if verdict.until is None:
            values = {"reason": verdict.reason, "settled_at": now()}
            moved = entries.move(number.channel, MessageState.SKIPPED, Entry.id == entry_id, **values)
            skipped += moved if verdict.reason != silenced.WHY else ()
    reopening.failed(skipped)
    chosen = [one for one in found if one.id not in refused]
    claimed = _move([one.id for one in chosen], number)
    return [_claimed(number, one) for one in chosen if one.id in claimed]


def _move(ids: Collection[int], number: Sender) -> list[int]:
    values = {"carrier": number.carrier, "claimed_at": now()}
    return entries.move(number.channel, MessageState.SENDING, Entry.id.in_(ids), **values)


def _from_batches(
    number: Sender, most: int, left: int, turn: int, *, ahead: bool, but_for: Collection[str]
) -> list[ClaimedEntry]:
    """All that have something to do are locked, in order."""
    batches = db.session.scalars(RUNNING, asked(number)).all()
    if left <= 0 or not batches:
        return []
    first, dearest = turn % len(batches), max(batch.content.most_units for batch in batches)
    most = min(most, max(1, left // dearest))
    in_turn = [*batches[first:], *batches[:first]]
    return from_batch.claim(number, in_turn, most, ahead=ahead, but_for=but_for)


def _claimed(number: Sender, entry: Entry) -> ClaimedEntry:
    return ClaimedEntry(
        entry_id=entry.id,
        lane=number.lane,
        recipient_id=entry.recipient_id,
        batch_id=entry.batch_id,
        carrier=number.carrier,
        units=entry.units,
        order=channels.of(number.channel).order(entry, number.e164),
    )
