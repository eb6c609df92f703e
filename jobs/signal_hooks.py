"""The hooks of one signal, each in a unit of work of its own, so that one that raises stops no other."""

from __future__ import annotations

from functools import partial

import structlog

from jobs.unit_of_work import fault_of, unit_of_work
from webapp.services import hooks

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
        hooks.finish(signal_id, faults)
