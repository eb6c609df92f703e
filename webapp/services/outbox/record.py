"""Recording what became of claimed entries, in bulk: the second unit of work of a send."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Select, or_, select, update

from webapp import queue
from webapp.bulk import cached_statement, execute_core, in_param, in_values
from webapp.channels import registry as channels
from webapp.db import db, now
from webapp.models.channel import Channel
from webapp.models.entry import SENT, Entry, accepted
from webapp.models.message import MessageState
from webapp.models.number_service import NumberService
from webapp.models.opt_out import OptOutSource
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services import receipts, row_locks, signals
from webapp.services.batches import lifecycle
from webapp.services.calls import hanging_up, reports
from webapp.services.opt_outs import in_flight, register
from webapp.services.outbox import entries, legs, monthly_limit, slots
from webapp.services.outbox.claimed_entry import ClaimedEntry, LaneKey, Outcome, SendResult
from webapp.services.recipients import moving, tallies
from webapp.services.recipients.moving import Step
from webapp.services.threads import reopening

log = structlog.get_logger(__name__)

LONGEST_PATIENCE = 300.0
LONGEST_REASON = 300
"""Characters that are kept of why a number rests."""
PATIENCE_WITH_A_REFUSAL = 60.0
"""Seconds before a single message is offered again to a carrier that refuses everything."""
ENDS = {
    SendResult.REFUSED: (MessageState.FAILED, RecipientStatus.FAILED),
    SendResult.UNKNOWN: (MessageState.UNKNOWN, RecipientStatus.UNKNOWN),
}
"""What a message and its recipient become by results after which nothing more is done."""


def record(outcomes: Sequence[Outcome]) -> None:
    """Write the outcomes down. Statuses that a webhook has moved further already stay where they are.

    Messages first, as receipts do, then what follows from them: see services/row_locks.
    """
    everything, outcomes = outcomes, [one for one in outcomes if one.claimed.leg_id is None]
    by_result: dict[SendResult, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_result[outcome.result].append(outcome)
    execute_core(_these(), {"ids": [one.claimed.entry_id for one in outcomes]}).all()
    legs.record([one for one in everything if one.claimed.leg_id is not None])
    steps = _accepted(by_result[SendResult.ACCEPTED])
    ended = [one for result in ENDS for one in _ended(by_result[result])]
    steps += _steps_of(ended)
    out = _opted_out(outcomes)
    if out:  # it has to do with more than these messages
        register.lock({one.claimed.phone for one in out}, {one.claimed.batch_id for one in outcomes})
    tallies.touch(one.claimed.batch_id for one in outcomes)
    moving.follow(steps)
    _apply_waiting(by_result[SendResult.ACCEPTED])
    reopening.failed([one.claimed.entry_id for one in ended if not one.claimed.recipient_id])
    slots.give_back(one.claimed for one in (*by_result[SendResult.REFUSED], *by_result[SendResult.RETURNED]))
    _returned(by_result[SendResult.RETURNED])
    follow(everything)


def _apply_waiting(accepted: Sequence[Outcome]) -> None:
    """What the carrier told about them before it answered."""
    named = [one for one in accepted if one.carrier_id]
    lasting = [one.carrier_id for one in named if channels.of(one.claimed.channel).lasts]
    receipts.apply_waiting([one.carrier_id for one in named if one.carrier_id not in lasting])
    reports.apply_waiting(lasting)


def follow(outcomes: Sequence[Outcome]) -> None:
    """What follows for batches and numbers, and from an opt-out that the carrier told."""
    out = _opted_out(outcomes)
    if out:
        register.lock({one.claimed.phone for one in out}, {one.claimed.batch_id for one in outcomes})
    _batches(outcomes)
    for one in out:
        register.record(one.claimed.phone, OptOutSource.CARRIER, one.sentence, one.claimed.entry_id)
    returned = [one for one in outcomes if one.result == SendResult.RETURNED]
    monthly_limit.give_back(one.claimed for one in returned)
    _slow_down(returned)


def _opted_out(outcomes: Sequence[Outcome]) -> list[Outcome]:
    refused = [one for one in outcomes if one.result == SendResult.REFUSED and one.opted_out]
    return [one for one in refused if one.claimed.leg_id is None]


def record_alone(outcome: Outcome) -> None:
    """Of one outcome, what became of the message and its recipient; nothing of what follows from it."""
    if outcome.claimed.leg_id is not None:
        legs.record([outcome])
        return
    result = outcome.result
    execute_core(_these(), {"ids": [outcome.claimed.entry_id]}).all()
    steps = _accepted([outcome]) if result == SendResult.ACCEPTED else []
    ended = _ended([outcome]) if result in ENDS else []
    tallies.touch([outcome.claimed.batch_id])
    moving.follow(steps + _steps_of(ended))
    reopening.failed([one.claimed.entry_id for one in ended if not one.claimed.recipient_id])
    if result in (SendResult.REFUSED, SendResult.RETURNED):
        slots.give_back([outcome.claimed])
    if result == SendResult.RETURNED:
        _returned([outcome])


def without_ids_of_others(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The same, but for ids of the carrier that other messages have already: those keep them."""
    given = {_named(one): one.claimed.entry_id for one in outcomes if one.carrier_id}
    rows = db.session.execute(named([carrier_id for _, carrier_id in given]))
    found = {(row.carrier, row.carrier_id): row.id for row in rows}
    taken = {key for key, message_id in found.items() if given.get(key, message_id) != message_id}
    if taken:
        log.warning("a carrier gave ids of earlier messages again", carrier_ids=sorted(taken)[:10])
    return [replace(one, carrier_id="") if _named(one) in taken else one for one in outcomes]


def named(carrier_ids: Collection[str]) -> Select[int, str | None, str | None]:
    """(id, carrier, carrier_id) of the entries with these ids, of whichever carrier."""
    it = select(Entry.id, Entry.carrier, Entry.carrier_id)
    return it.where(Entry.carrier_id.in_(in_values(carrier_ids)))


def _named(outcome: Outcome) -> tuple[str, str]:
    """What the carrier calls its message: unique among its own."""
    return outcome.claimed.carrier, outcome.carrier_id


@cached_statement
def _these() -> Select[int]:
    return row_locks.in_order(Entry.id, in_param(Entry.id, "ids"))


def _accepted(outcomes: list[Outcome]) -> list[Step]:
    """Recipients do not follow a message of which more is known already: that it did not arrive, say."""
    if not outcomes:
        return []
    taken = _taken(outcomes)
    just_taken: set[int] = set()
    for channel in sorted({one.claimed.channel for one in outcomes}):
        kind = channels.of(channel)
        rows = [taken[one.claimed.entry_id] for one in outcomes if one.claimed.channel == channel]
        found = execute_core(accepted(kind.kind, kind.accepts), {"rows": rows, "at": now()})
        just_taken |= {row.id for row in found if row.state == SENT}
    followed = [one.claimed for one in outcomes if one.claimed.entry_id in just_taken]
    return [step for claimed in followed for step in _step(claimed, channels.of(claimed.channel).taken)]


def _taken(outcomes: list[Outcome]) -> dict[int, dict[str, Any]]:
    """By entry. An id that comes twice is the first one's: it is unique."""
    owners: dict[tuple[str, str], int] = {}
    taken = {}
    for one in outcomes:
        entry_id = one.claimed.entry_id
        mine = one.carrier_id and owners.setdefault(_named(one), entry_id) == entry_id
        taken[entry_id] = {"entry": entry_id, "carrier_id": one.carrier_id if mine else None}
    return taken


def _ended(outcomes: list[Outcome]) -> list[Outcome]:
    """Those whose message has ended by it; of others more is known already.

    A slow worker may have been given up meanwhile, and a person may have decided. What it knows for certain
    still counts, as far as the table of states goes.
    """
    moved = []
    for one in outcomes:
        state, unsure = ENDS[one.result][0], one.result == SendResult.UNKNOWN
        ids = entries.move(
            one.claimed.channel,
            state,
            Entry.id == one.claimed.entry_id,
            # An event may have told more meanwhile.
            Entry.state == MessageState.SENDING if unsure else Entry.state != MessageState.QUEUED,
            code=one.code,
            reason=one.sentence,
            settled_at=now(),
        )
        moved += [one] if ids else []
        if ids and one.claimed.channel == Channel.SMS and state == MessageState.FAILED:
            signals.emit(signals.TEXT_FAILED, message=one.claimed.entry_id)
    return moved


def _steps_of(ended: Iterable[Outcome]) -> list[Step]:
    return [step for one in ended for step in _step(one.claimed, ENDS[one.result][1], one.sentence)]


def _returned(outcomes: list[Outcome]) -> None:
    """Nothing left the house. A batch's message is unwritten, and its recipient waits again.

    Not when it was given up meanwhile: a person may have sent it again since.
    """
    batched = [one.claimed for one in outcomes if one.claimed.recipient_id]
    if batched:
        unwritten = entries.unwrite(batched)
        in_flight.forget([one.entry_id for one in batched])
        waits = [recipient_id for recipient_id in unwritten if recipient_id is not None]
        back = {"attempt": Recipient.attempt - 1}
        moving.move(waits, RecipientStatus.SENDING, RecipientStatus.QUEUED, **back)
    for channel in sorted({one.claimed.channel for one in outcomes}):
        own = [one.claimed for one in outcomes if one.claimed.channel == channel]
        single = [one.entry_id for one in own if not one.recipient_id]
        if single:
            entries.move(channel, MessageState.QUEUED, Entry.id.in_(single), claimed_at=None)
        if single and channels.of(channel).lasts:
            hanging_up.not_placed(single)


def _slow_down(outcomes: Sequence[Outcome]) -> None:
    """Leave their numbers in peace for a while, the longest asked for, and say why on their pages."""
    waits: dict[LaneKey, tuple[float, str]] = {}
    for one in outcomes:
        wait = _wait(one), one.sentence
        waits[one.claimed.lane] = max(wait, waits.get(one.claimed.lane, wait))
    for lane, (seconds, why) in sorted(waits.items()):  # in order: see services/row_locks
        if seconds:
            _leave_alone(lane, now() + timedelta(seconds=seconds), why)


def _wait(outcome: Outcome) -> float:
    """Seconds for which the carrier is not asked again. A message alone has no batch that could pause."""
    if outcome.pause and not outcome.claimed.batch_id:
        return PATIENCE_WITH_A_REFUSAL
    return min(outcome.retry_after or 0.0, LONGEST_PATIENCE)


def _leave_alone(lane: LaneKey, until: datetime, why: str) -> None:
    """On this channel alone: the carrier may take what goes by another."""
    own = (NumberService.number_id == lane[0], NumberService.channel == lane[1])
    sooner = or_(NumberService.slowed_until.is_(None), NumberService.slowed_until < until)
    values = {"slowed_until": until, "slow_reason": why[:LONGEST_REASON]}
    db.session.execute(update(NumberService).where(*own, sooner).values(values))
    queue.later(queue.DISPATCH, at=until)


def _batches(outcomes: Sequence[Outcome]) -> None:
    by_batch: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.claimed.batch_id:
            by_batch[outcome.claimed.batch_id].append(outcome)
    for batch_id, own in sorted(by_batch.items()):
        refused = [one for one in own if one.result == SendResult.REFUSED]
        if refused:
            lifecycle.count_failures(batch_id, len(refused), refused[-1].sentence)
        stop = next((one for one in own if one.pause), None)
        if stop:
            lifecycle.pause(lifecycle.get(batch_id, lock=True), stop.sentence)
        lifecycle.finish_if_done(batch_id)


def _step(entry: ClaimedEntry, status: RecipientStatus, reason: str = "") -> list[Step]:
    """What the recipient does, where there is one."""
    return [Step(entry.recipient_id, entry.entry_id, status, reason)] if entry.recipient_id else []
