"""Texts that staff have written to be sent later."""

from __future__ import annotations

import structlog

from jobs.unit_of_work import fault_of, unit_of_work
from webapp import queue
from webapp.services.inbox.scheduled import scheduled_sending

log = structlog.get_logger(__name__)


def send(text_id: int) -> None:
    """The time of one has come, or the outbox is done with it.

    One that raises is set aside with its reason, so that it is not tried forever unseen.
    """
    queue.taken(queue.SEND_SCHEDULED, text_id)
    error = fault_of(lambda: scheduled_sending.go_on(text_id))
    if error is not None:
        log.error("a text that was to be sent later raised", text=text_id, error=repr(error))
        with unit_of_work():
            scheduled_sending.set_aside(text_id, error)
