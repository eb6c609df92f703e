"""Seeing to it that each outcome gets its record, whatever stands in the way of one of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import structlog
from sqlalchemy.exc import InternalError, OperationalError

from webapp.services import containment
from webapp.services.outbox import aside, record, unit_of_work
from webapp.services.outbox.claimed_entry import Outcome, SendResult

log = structlog.get_logger(__name__)

ATTEMPTS = 20
"""Over some 75 seconds; then the messages stay `sending`, and the sweep makes them `unknown`."""
REFUSALS = (OperationalError, InternalError)
"""The database is locked, full or away, ended a deadlock, or a transaction that rested for too long."""


def write_down(outcomes: Sequence[Outcome]) -> None:
    """Record and commit outcomes, together if that goes; what raises is recorded as far as it goes."""
    error = _committed(lambda: record.record(outcomes))
    if error is None:
        return
    log.error("outcomes cannot be recorded together", count=len(outcomes), error=repr(error))
    found: list[Sequence[Outcome]] = []
    if _committed(lambda: found.append(record.without_ids_of_others(outcomes))) is None and found:
        outcomes = found[0]
    _in_parts([outcomes])


def _in_parts(parts: list[Sequence[Outcome]]) -> None:
    """Those that raise are found by halves."""
    while parts:
        part = parts.pop()
        error = _committed(lambda part=part: record.record(part))  # type: ignore[misc]
        if error is not None and len(part) == 1:
            _alone(part[0], error)
        elif error is not None:
            half = len(part) // 2
            parts += [part[half:], part[:half]]


def _alone(outcome: Outcome, error: Exception) -> None:
    """What became of the message, if nothing else; else that we do not know: it is never sent again."""
    log.error("an outcome cannot be recorded whole", entry=outcome.claimed.entry_id, error=repr(error))
    if _committed(lambda: record.record_alone(outcome)) is not None:
        outcome = _unknown(outcome, error)
        if _committed(lambda: record.record_alone(outcome)) is not None:
            log.error("nothing is recorded of an outcome; the sweep will", entry=outcome.claimed.entry_id)
    trouble, batch_id = _committed(lambda: record.follow([outcome])), outcome.claimed.batch_id
    if trouble is not None and batch_id is not None:
        _committed(lambda: aside.pause(batch_id, trouble))


def _unknown(outcome: Outcome, error: Exception) -> Outcome:
    sentence = (
        f"Outbound failed while it recorded what became of this message ({containment.name(error)}); "
        "it may or may not have gone out."
    )
    return Outcome(outcome.claimed, SendResult.UNKNOWN, code=aside.CODE, sentence=sentence)


def _committed(work: Callable[[], object]) -> Exception | None:
    """Do it and commit; answers what is wrong with it. A database that is away or busy is waited for."""
    for attempt in range(ATTEMPTS):
        try:
            return unit_of_work.fault_of(work)
        except REFUSALS as error:
            log.warning("outcomes not recorded yet", attempt=attempt, error=str(error))
            time.sleep(min(2.0**attempt / 10, 5.0))
    return None
