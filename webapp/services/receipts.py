"""What the carrier reports about messages that it took.

States only move forward, in whatever order the reports come in. Reports that come together are acted on
together: one transaction, a few statements for all of them.

The messages are locked first, in order, and then what follows from them: see services/row_locks.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Select, or_, select

from webapp.bulk import cached_statement, execute_core, in_param
from webapp.carriers.base import Report, StatusReport
from webapp.db import now
from webapp.models.batch import Batch
from webapp.models.message import MESSAGE_MOVES, Message, MessageState, reported
from webapp.models.number import DEFAULT_CARRIER
from webapp.models.opt_out import OptOutSource
from webapp.models.recipient import RecipientStatus
from webapp.services import signals
from webapp.services.batches import lifecycle
from webapp.services.opt_outs import register
from webapp.services.recipients import moving, tallies
from webapp.services.recipients.moving import Step
from webapp.services.threads import activity, reopening
from webapp.services.webhooks import webhook_events
from webapp.services.webhooks.webhook_events import Hook

log = structlog.get_logger(__name__)

KIND = "status"
STATES = {
    Report.SUBMITTED: MessageState.SENT,
    Report.DELIVERED: MessageState.DELIVERED,
    Report.REJECTED: MessageState.REJECTED,
    Report.UNDELIVERED: MessageState.UNDELIVERED,
}
BAD = (Report.REJECTED, Report.UNDELIVERED)
FAILED = (MessageState.REJECTED, MessageState.UNDELIVERED)
Received = tuple[StatusReport, dict[str, Any]]
"""A report, and the payload that it was read from."""
Name = str | tuple[str, str]
"""Of a message: our reference, or a carrier and its id."""


@dataclass(frozen=True)
class Known:
    """What a report needs to know of the message that it is about."""

    id: int
    ref: str | None
    carrier: str | None
    carrier_id: str | None
    state: MessageState
    phone: str
    thread_id: int
    batch_id: int | None
    recipient_id: int | None
    failures_in_row: int | None
    """Of its batch."""


@dataclass(frozen=True)
class Move:
    """A message and the report that moves it."""

    message: Known
    report: StatusReport

    @property
    def target(self) -> MessageState:
        return STATES[self.report.report]


def receive(report: StatusReport, payload: dict[str, Any]) -> bool:
    """Act on one status webhook, once. False when it was a repetition."""
    return receive_all([(report, payload)]) == 1


def receive_all(received: Sequence[Received], *, batches: bool = True) -> int:
    """Act on status webhooks, each once; returns how many were new.

    `batches`: also what follows for batches. The report of a message that we do not know (yet) is kept until
    the message is known.
    """
    hooks = {_key(report): (report, payload) for report, payload in received}
    new = webhook_events.store([_hook(key, *hook) for key, hook in hooks.items()])
    reports = [report for key, (report, _) in hooks.items() if key in new]
    early = _act(reports, batches=batches)
    webhook_events.wait([new[_key(report)] for report in early])
    for report in early:
        log.info("status of a message that is not known yet", carrier_id=report.carrier_id)
    return len(new)


def apply_waiting(carrier_ids: Collection[str]) -> None:
    """Act on the reports that came before their messages were known."""
    if not carrier_ids:
        return
    waiting = webhook_events.waiting(KIND, carrier_ids)
    reports = {
        event_id: report for event_id, payload in waiting.items() if (report := _reread(event_id, payload))
    }
    early = _act(list(reports.values())) if reports else []
    webhook_events.applied([event_id for event_id, report in reports.items() if report not in early])
    webhook_events.ignored([event_id for event_id in waiting if event_id not in reports])


def _key(report: StatusReport) -> str:
    """With our reference: a carrier may give the id of one message to another.

    The name of a carrier beside the first one stands in front: two may give the same id.
    """
    about = f"{report.carrier_id}:{report.ref}"
    about = report.phone if about == ":" else about
    about = about if _carrier(report) == DEFAULT_CARRIER else f"{_carrier(report)}:{about}"
    key = f"{KIND}:{about}:{report.report}:{report.code}"
    if len(key) <= webhook_events.LONGEST_KEY:
        return key
    return f"{KIND}:{hashlib.sha256(key.encode()).hexdigest()}"


def _hook(key: str, report: StatusReport, payload: dict[str, Any]) -> Hook:
    return Hook(key, KIND, report.carrier_id, {"report": vars(report), "raw": payload})


def _reread(event_id: int, payload: Any) -> StatusReport | None:
    """None when it cannot be read (any more): the message is what the carrier's answer says."""
    try:
        kept = payload["report"]
        return StatusReport(**{**kept, "report": Report(kept["report"])})
    except (KeyError, TypeError, ValueError) as error:
        log.error("a report that waited cannot be read", webhook=event_id, error=repr(error))
        return None


def _act(reports: Sequence[StatusReport], *, batches: bool = True) -> list[StatusReport]:
    """Let messages, recipients and batches follow; returns the reports of messages that are not known.

    Who has opted out with the carrier is out, whether we know the message or not.
    """
    known = _find(reports) if reports else {}
    moves: dict[int, Move] = {}
    for report in reports:
        message = _known(report, known)
        if message is not None and _is_further(report, message, moves.get(message.id)):
            moves[message.id] = Move(message, report)
    _move_messages(list(moves.values()), known)
    _hold(reports, known, moves)
    _tell(list(moves.values()))
    if batches:
        _tell_batches(list(moves.values()))
    activity.touch([move.message.thread_id for move in moves.values()])
    reopening.failed([message_id for message_id, move in moves.items() if move.target in FAILED])
    early = []
    for report in reports:
        message = _known(report, known)
        if message is None:
            early.append(report)
        if report.opted_out and (phone := message.phone if message else report.phone):
            register.record(phone, OptOutSource.CARRIER, report.sentence, message.id if message else None)
    return early


def _hold(reports: Sequence[StatusReport], known: Mapping[Name, Known], moves: Mapping[int, Move]) -> None:
    """What follows. That someone has opted out with the carrier has to do with more than these messages."""
    batches = {move.message.batch_id for move in moves.values()}
    if any(report.opted_out for report in reports):
        told = {report.phone for report in reports if report.opted_out and report.phone}
        register.lock(told | {one.phone for one in known.values()}, batches)
    tallies.touch(batches)


def _is_further(report: StatusReport, message: Known, already: Move | None) -> bool:
    present = already.target if already else message.state
    return STATES.get(report.report) in MESSAGE_MOVES[present]


@cached_statement
def meant() -> Select[*tuple[Any, ...]]:
    """The messages with these `refs` or `carrier_ids`, of whichever carrier, locked in order."""
    return (
        select(
            Message.id,
            Message.client_ref,
            Message.carrier,
            Message.carrier_id,
            Message.state,
            Message.phone,
            Message.thread_id,
            Message.batch_id,
            Message.recipient_id,
            Batch.failures_in_row,
        )
        .outerjoin(Batch, Batch.id == Message.batch_id)
        .where(or_(in_param(Message.client_ref, "refs"), in_param(Message.carrier_id, "carrier_ids")))
        .order_by(Message.id)
        .with_for_update(of=Message, key_share=True)
    )


def _find(reports: Sequence[StatusReport]) -> dict[Name, Known]:
    """The messages that the reports are about, locked, by our reference and by the carrier's id."""
    refs, ids = {report.ref for report in reports}, {report.carrier_id for report in reports}
    values = {"refs": list(refs - {""}), "carrier_ids": list(ids - {""})}
    messages = [Known(*tuple(row)) for row in execute_core(meant(), values)]
    known: dict[Name, Known] = {}
    for one in messages:
        if one.carrier and one.carrier_id:
            known[one.carrier, one.carrier_id] = one
    return known | {one.ref: one for one in messages if one.ref}


def _known(report: StatusReport, known: Mapping[Name, Known]) -> Known | None:
    return known.get(report.ref) or known.get((_carrier(report), report.carrier_id))


def _carrier(report: StatusReport) -> str:
    """Reports that were kept before there were several carriers do not say it."""
    return report.carrier or DEFAULT_CARRIER


def _move_messages(moves: Sequence[Move], known: Mapping[Name, Known]) -> None:
    """An id that another message has, or gets, is not learnt: a carrier may give one twice. Nor is that of
    another carrier than the message was claimed for."""
    owners = {key: message.id for key, message in known.items()}
    by_target: dict[MessageState, list[dict[str, Any]]] = defaultdict(list)
    for move in moves:
        given = move.report.carrier_id
        name = _carrier(move.report), given
        mine = bool(given) and move.message.carrier == name[0]
        mine = mine and owners.setdefault(name, move.message.id) == move.message.id
        by_target[move.target].append(_told(move, given if mine else None))
    for target, rows in by_target.items():
        execute_core(reported(target), {"rows": rows, "at": now()})
    failed = [one for target in FAILED for one in by_target[target]]
    signals.emit_all(signals.TEXT_FAILED, [{"message": one["message"]} for one in failed])


def _tell(moves: Sequence[Move]) -> None:
    """Recipients follow."""
    moving.follow(
        [
            Step(one.recipient_id, one.id, RecipientStatus(move.target), move.report.sentence)
            for move in moves
            if (one := move.message).recipient_id
        ]
    )


def _tell_batches(moves: Sequence[Move]) -> None:
    by_batch: dict[int, list[Move]] = defaultdict(list)
    for move in moves:
        if move.message.batch_id:
            by_batch[move.message.batch_id].append(move)
    for batch_id, own in sorted(by_batch.items()):
        _tell_batch(batch_id, own)
        # What had left kept the batch from being finished no more; of all else someone may have waited.
        if any(move.message.state != MessageState.SENT for move in own):
            lifecycle.finish_if_done(batch_id)


def _told(move: Move, carrier_id: str | None) -> dict[str, Any]:
    report = move.report
    return {
        "message": move.message.id,
        "carrier_id": carrier_id,
        "code": report.code,
        "why": report.sentence,
    }


def _tell_batch(batch_id: int, moves: Sequence[Move]) -> None:
    reports = [move.report for move in moves]
    bad = [report for report in reports if report.report in BAD]
    if bad:
        lifecycle.count_failures(batch_id, len(bad), bad[-1].sentence)
    arrived = any(report.report == Report.DELIVERED for report in reports)
    if arrived and (bad or any(move.message.failures_in_row for move in moves)):
        lifecycle.forget_failures(batch_id)
    stop = next((report for report in reports if report.pause), None)
    if stop:
        lifecycle.pause(lifecycle.get(batch_id, lock=True), stop.sentence)
