"""Run the hooks of signals, each in its own unit of work, so that one that raises stops no other."""

from __future__ import annotations

from functools import partial

import structlog

from jobs import ending
from jobs.unit_of_work import fault_of, unit_of_work
from webapp import queue
from webapp.db import db
from webapp.services import hooks

log = structlog.get_logger(__name__)


def act_on_due() -> None:
    """All signals that wait, those included that come meanwhile. A stop leaves the rest to the sweep."""
    queue.taken(queue.ACT_ON_SIGNALS)
    seen: set[int] = set()
    with ending.heeded():
        while new := [one for one in hooks.due() if one not in seen]:
            db.session.rollback()
            for signal_id in new:
                if ending.told():
                    return
                act(signal_id)
            seen.update(new)
    db.session.rollback()


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
