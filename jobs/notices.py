"""Notices of callbacks that are due; and all on their way out of the app: by mail, and to the team's chat."""

from __future__ import annotations

from functools import partial

import structlog
from flask import current_app

from jobs.unit_of_work import fault_of, unit_of_work
from webapp import queue
from webapp.db import db
from webapp.services.actions.notices import callbacks_due, delivering

log = structlog.get_logger(__name__)


def send_due() -> None:
    """Each in units of work of its own, so that none keeps another from leaving."""
    queue.taken(queue.SEND_NOTICES)
    _tell_of_callbacks()
    base = current_app.config["SETTINGS"].public_url
    for delivery_id in delivering.due():
        db.session.rollback()
        error = fault_of(partial(_send, delivery_id, base))
        if error is not None:
            log.error("sending a notice raised", delivery=delivery_id, error=repr(error))
            with unit_of_work():
                delivering.set_aside(delivery_id, error)
    db.session.rollback()


def _tell_of_callbacks() -> None:
    for callback_id in callbacks_due.due():
        db.session.rollback()
        error = fault_of(partial(_tell, callback_id))
        if error is not None:
            log.error("telling of a callback raised", callback=callback_id, error=repr(error))


def _tell(callback_id: int) -> None:
    with unit_of_work():
        callbacks_due.tell(callback_id)


def _send(delivery_id: int, base: str) -> None:
    with unit_of_work():
        claimed = delivering.claim(delivery_id, base)
    if claimed is not None:
        outcome = delivering.perform(claimed)
        with unit_of_work():
            delivering.record(claimed, outcome)
