"""The sweep: enqueue what the database says is due and no job works on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import structlog

from jobs.unit_of_work import attempt, fault_of
from webapp import queue
from webapp.services import sweep as service
from webapp.services.batches.replies import reply_kinds
from webapp.services.calls import leases
from webapp.services.inbox.receiving import text_parts, waiting_texts
from webapp.services.outbox import abandoned, aside

log = structlog.get_logger(__name__)

Step = Callable[[], object]
Key = TypeVar("Key", int, str)
Result = TypeVar("Result")


def sweep() -> None:
    """Runs every few seconds; Redis may have lost anything. What raises keeps nothing else from going on."""
    queue.taken(queue.SWEEP)
    queue.at_work()
    _together_or_each(service.give_up_abandoned, _abandoned, service.give_up_abandoned, _say)
    _end_leases()
    running = _found(service.wake_what_is_due)
    together = partial(service.finish, running)
    _together_or_each(together, lambda: running, lambda one: service.finish([one]), aside.pause)
    each = service.read_waiting_texts
    _together_or_each(each, _waiting, each, waiting_texts.set_aside)
    for name in _found(text_parts.due):
        error = fault_of(partial(text_parts.join, name))
        if error is not None:
            _done(partial(text_parts.set_aside, name, error))
    _done(reply_kinds.tell_old)


def _end_leases() -> None:
    """Of calls, each in a transaction of its own, and of staff phones."""
    for one in _found(leases.over):
        error = fault_of(partial(service.end_lease, one))
        if error is not None:
            _say_of_call(one, error)
    _done(leases.end_legs)


def _together_or_each(
    together: Step,
    ids: Callable[[], Sequence[int]],
    alone: Callable[[int], object],
    set_aside: Callable[[int, Exception], None],
) -> None:
    """Work on all at once; if that raises, one by one, and set aside what raises."""
    if _done(together):
        return
    for one in ids():
        error = fault_of(partial(alone, one))
        if error is not None:
            _done(partial(set_aside, one, error))


def _done(work: Step) -> bool:
    return _attempt(work)[1] is None


def _found(look: Callable[[], Sequence[Key]]) -> Sequence[Key]:
    """The keys of what a step finds; none when it raises."""
    return _attempt(look)[0] or ()


def _attempt(work: Callable[[], Result]) -> tuple[Result | None, Exception | None]:
    result, error = attempt(work)
    if error is not None:
        log.error("a step of the sweep raised", error=repr(error))
    return result, error


def _abandoned() -> Sequence[int]:
    return [row.id for row in abandoned.found()]


def _waiting() -> Sequence[int]:
    return [event.id for event in waiting_texts.adoptable()]


def _say_of_call(call_id: int, error: Exception) -> None:
    """It stays open, without a slot of its own; the next sweep tries once more."""
    log.error("the lease of a call cannot be ended", call=call_id, error=repr(error))


def _say(message_id: int, error: Exception) -> None:
    """It stays `sending`: it is never sent again, and the next sweep tries once more."""
    log.error("a message cannot be given up", message=message_id, error=repr(error))
