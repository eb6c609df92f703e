"""Asking the carrier about calls that fell silent, and ending calls. No transaction is open meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import TypeVar

import structlog
from flask import current_app

from jobs.unit_of_work import unit_of_work
from webapp import queue
from webapp.carriers.base import CarrierError, VoiceKind
from webapp.carriers.calls import CallControl, CallReport
from webapp.carriers.registry import CARRIERS
from webapp.db import db, now
from webapp.models.call import Call
from webapp.services.calls import connecting, hanging_up, leases, staff_answers, staff_phones
from webapp.services.calls.leg_state import Silent
from webapp.services.calls.line import Spoken

log = structlog.get_logger(__name__)

Answer = TypeVar("Answer")
AGAIN = timedelta(seconds=2)
"""A line that waits is told again after so long, when the carrier could not be asked."""


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
    """End a call, unless it is over. The event that says so follows by itself, or is asked for.

    Where the carrier knows no such call, none may follow.
    """
    queue.taken(queue.HANG_UP, call_id)
    one = hanging_up.wanted(call_id)
    db.session.rollback()
    if one is not None and _asked(one, _hang_up(one)) is False:
        with unit_of_work():
            hanging_up.does_not_go_on(one.id)


def _note(one: Silent, told: CallReport | None) -> None:
    with unit_of_work():
        leases.looked(one, told)


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


def see_to_staff(call_id: int) -> None:
    """What came of a call's staff phones: decide it, tell its line, hang up what is not needed."""
    queue.taken(queue.SEE_TO_STAFF, call_id)
    with unit_of_work():
        call = staff_answers.look(call_id)
        alone = _silent(call) if call is not None else None
    if alone is not None:
        _ask_whether_they_are_there(alone)
    _tell_line(call_id)
    _hang_up_legs(call_id)


def _silent(call: Call) -> Silent:
    return Silent(call.id, call.carrier or "", call.carrier_id or "", call.region_url)


def _ask_whether_they_are_there(one: Silent) -> None:
    """Their staff member has left: when one hangs up, it is usually over for both."""
    told = _asked(one, lambda control: control.look(one.carrier_id, one.region_url))
    _note(one, told)
    with unit_of_work():
        staff_answers.dropped(one.id)


def _tell_line(call_id: int) -> None:
    """The contact waits in a conversation: the carrier is told what their line hears now."""
    found = staff_answers.to_tell(call_id)
    if found is None:
        db.session.rollback()
        return
    call, said = found
    one, turn = _silent(call), call.turn
    db.session.rollback()
    if isinstance(CARRIERS.get(one.carrier), VoiceKind) and _told(one, said) is None:
        queue.enqueue(queue.SEE_TO_STAFF, call_id, at=now() + AGAIN)
        return
    with unit_of_work():
        staff_answers.was_told(call_id, turn)


def _hang_up_legs(call_id: int) -> None:
    """Who called in person, and reached no one, is told before: once, whatever else is at it."""
    with unit_of_work():
        legs = [(leg, connecting.farewell(leg.id)) for leg in staff_phones.hang_ups(call_id)]
    for leg, said in legs:
        if (_told(leg, said) if said else _asked(leg, _hang_up(leg))) is False:
            with unit_of_work():
                staff_phones.gone(leg.id)


def _hang_up(one: Silent) -> Callable[[CallControl], bool]:
    return lambda control: control.hang_up(one.carrier_id, one.region_url)


def _told(one: Silent, said: Spoken) -> bool | None:
    """Whether its line hears this from now on; see CallControl.transfer. None: it could not be told."""
    kind = CARRIERS.get(one.carrier)
    if not isinstance(kind, VoiceKind):
        return None
    spoken = kind.speak(said.commands, said.line, current_app.config["SETTINGS"])
    return _asked(one, lambda control: control.transfer(one.carrier_id, one.region_url, spoken))
