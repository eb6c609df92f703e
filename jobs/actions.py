"""Carry out the actions of a task, one after the other."""

from __future__ import annotations

import traceback
from functools import partial

import structlog

from jobs.unit_of_work import fault_of, unit_of_work
from webapp import queue
from webapp.services.actions import carrying_out
from webapp.services.actions.carrying_out import Claimed
from webapp.services.actions.http import sending  # noqa: F401  (loaded once, not in each fork: see jobs/worker)

log = structlog.get_logger(__name__)


def carry_out(record_id: int) -> None:
    """As far as it goes now. What raises is set aside, so that the sweep does not try it for ever."""
    queue.taken(queue.CARRY_OUT_TASK, record_id)
    error = fault_of(partial(_go_on, record_id))
    if error is not None:
        at = traceback.extract_tb(error.__traceback__)[-1]
        name, where = type(error).__name__, f"{at.filename}:{at.lineno}"  # its text may have a secret in it
        log.error("an action raised", record=record_id, error=name, where=where)
        with unit_of_work():
            carrying_out.set_aside(record_id, error)


def _go_on(record_id: int) -> None:
    while True:
        with unit_of_work():
            step = carrying_out.step(record_id)
        if isinstance(step, Claimed):
            outcome = carrying_out.perform(step)
            with unit_of_work():
                carrying_out.record(step, outcome)
        elif not step:
            return
