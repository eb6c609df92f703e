"""What people try with an agent whose engine asks a model: in the thinker alone, see jobs/thinker."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import structlog

from jobs.unit_of_work import unit_of_work
from webapp import queue
from webapp.services import containment
from webapp.services.agents.trials import running
from webapp.services.agents.trials.running import Outcome

log = structlog.get_logger(__name__)


def try_out(trial_id: int) -> None:
    """Take it up, play it with no transaction open, and keep what came of it."""
    queue.taken(queue.TRY_OUT, trial_id)
    outcome, error = containment.attempt(partial(_try, trial_id))
    with unit_of_work():
        if error is not None:
            log.error("a trial raised", trial=trial_id, error=repr(error))
            running.fail(trial_id, error)
        if outcome is not None:
            running.end(trial_id, outcome)


def _try(trial_id: int) -> Outcome | None:
    """None when there is nothing to play any more."""
    with unit_of_work():
        work = running.begin(trial_id)
    if work is None:
        return None

    def note(result: Mapping[str, Any]) -> None:
        with unit_of_work():
            running.tell(trial_id, result)

    return running.perform(work, note)
