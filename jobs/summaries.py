"""Conversations that have become quiet get a title and a summary."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import structlog

from jobs.unit_of_work import fault_of
from webapp import queue
from webapp.db import db
from webapp.services.agents import summarizing

log = structlog.get_logger(__name__)

ROUNDS = 20
"""Of `summarizing.AT_ONCE`; the sweep finds what is left."""


def summarize() -> None:
    """Some at a time; one that raises keeps none of the others from theirs."""
    queue.taken(queue.SUMMARIZE)
    for _ in range(ROUNDS):
        ids = summarizing.due()
        db.session.rollback()
        if not ids:
            return
        if fault_of(partial(summarizing.write, ids)) is not None:
            _each(ids)


def _each(ids: Sequence[int]) -> None:
    for one in ids:
        error = fault_of(partial(summarizing.write, [one]))
        if error is not None:
            log.error("a conversation cannot be summed up", thread=one, error=repr(error))
            _set_aside(one)


def _set_aside(thread_id: int) -> None:
    error = fault_of(partial(summarizing.set_aside, thread_id))
    if error is not None:
        log.error("a conversation cannot be set aside", thread=thread_id, error=repr(error))
