"""What jobs do for each of many rows, in units of work of its own, so that one that raises stops no other."""

from __future__ import annotations

from functools import partial

import structlog

from jobs.unit_of_work import fault_of, unit_of_work
from webapp.services import hooks
from webapp.services.agents import concluding, thinking

log = structlog.get_logger(__name__)


def act(signal_id: int) -> None:
    """Let each hook act that has not yet."""
    faults: dict[str, Exception] = {}
    with unit_of_work():
        names = hooks.open_hooks(signal_id)
    for name in names:
        error = fault_of(partial(hooks.act, signal_id, name))
        if error is not None:
            log.error("a hook raised", hook=name, signal=signal_id, error=repr(error))
            faults[name] = error
    with unit_of_work():
        hooks.settle(signal_id, faults)


def think(thread_id: int) -> None:
    """Claim, read, decide with no transaction open, and conclude; again at once when it was overtaken."""
    while _turn(thread_id):
        pass


def _turn(thread_id: int) -> bool:
    """Whether to think again. How often that may be is counted in the claims."""
    with unit_of_work():
        claim = thinking.claim(thread_id)
    if claim is None:
        return False
    with unit_of_work():
        reading = thinking.read(claim)
    if reading is None:
        return False
    thought = thinking.think(reading)
    with unit_of_work():
        return concluding.conclude(thought)
