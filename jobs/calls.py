"""Asking the carrier about calls that fell silent, and ending calls. No transaction is open meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TypeVar

import structlog
from flask import current_app

from jobs.unit_of_work import unit_of_work
from webapp import queue
from webapp.carriers.base import CarrierError, VoiceKind
from webapp.carriers.calls import CallControl, CallReport
from webapp.carriers.registry import CARRIERS
from webapp.db import db
from webapp.services.calls import hanging_up, leases
from webapp.services.calls.leases import Silent

log = structlog.get_logger(__name__)

Answer = TypeVar("Answer")


def look_after() -> None:
    """End what must not ring any more, and ask what became of calls that fell silent."""
    queue.taken(queue.LOOK_AFTER_CALLS)
    with unit_of_work():
        hanging_up.end_unwanted()
    silent = list(leases.silent())
    db.session.rollback()
    for one in silent:
        told = _asked(one, lambda control, one=one: control.look(one.carrier_id, one.region_url))  # type: ignore[misc]
        _note(one, told)


def hang_up(call_id: int) -> None:
    """End a call, unless it is over. The event that says so follows by itself, or is asked for."""
    queue.taken(queue.HANG_UP, call_id)
    one = hanging_up.wanted(call_id)
    db.session.rollback()
    if one is not None:
        _asked(one, lambda control: control.hang_up(one.carrier_id, one.region_url))


def _note(one: Silent, told: CallReport | None) -> None:
    with unit_of_work():
        leases.looked(one.id, told)


def _asked(one: Silent, ask: Callable[[CallControl], Answer]) -> Answer | None:
    """What the carrier answers; None when it cannot be asked. The sweep asks again."""
    kind = CARRIERS.get(one.carrier)
    if not isinstance(kind, VoiceKind):
        return None
    try:
        with closing(kind.calls(current_app.config["SETTINGS"])) as control:
            return ask(control)
    except CarrierError as error:
        log.warning("the carrier cannot be asked about a call", call=one.id, why=error.sentence)
        return None
