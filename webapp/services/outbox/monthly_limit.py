"""What goes out in a month from one of our numbers, and what its limit leaves.

The limit is for what no one asked for: batches, workflows, the API. What staff and agents answer counts, too,
and goes out all the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Integer, String, bindparam, case, select, update

from webapp.bulk import execute_core
from webapp.db import UNTRACKED, db
from webapp.models.number_service import NumberService, month
from webapp.services.outbox.claimed_entry import ClaimedEntry, LaneKey, Sender

PLENTY = 2**31
PRESENT = bindparam("present", type_=String())
SO_FAR = case((NumberService.month == PRESENT, NumberService.used), else_=0)
COUNT = (
    update(NumberService)
    .where(NumberService.number_id == bindparam("number"), NumberService.channel == bindparam("of"))
    .values(used=SO_FAR + bindparam("units", type_=Integer()), month=PRESENT)
)


def left(number: Sender) -> int:
    """Units that may still go out to people who did not ask for them."""
    if number.monthly_limit is None:
        return PLENTY
    used = select(NumberService.used).where(*_of(number.lane), NumberService.month == month())
    return max(0, number.monthly_limit - (db.session.scalar(used) or 0))


def count(lane: LaneKey, claimed: Iterable[ClaimedEntry]) -> None:
    """They are about to leave. What a claim takes last: see services/row_locks."""
    units = sum(one.units for one in claimed)
    if units:
        number, channel = lane
        execute_core(COUNT, {"number": number, "of": channel, "units": units, "present": month()})


def give_back(returned: Iterable[ClaimedEntry]) -> None:
    """They did not leave."""
    by_lane: dict[LaneKey, int] = {}
    for one in returned:
        by_lane[one.lane] = by_lane.get(one.lane, 0) + one.units
    for lane, units in sorted(by_lane.items()):  # in order: see services/row_locks
        change = update(NumberService).where(*_of(lane), NumberService.month == month())
        values = {"used": case((NumberService.used > units, NumberService.used - units), else_=0)}
        db.session.execute(change.values(values), execution_options=UNTRACKED)


def _of(lane: LaneKey) -> tuple[ColumnElement[bool], ...]:
    return NumberService.number_id == lane[0], NumberService.channel == lane[1]
