"""How many calls of a number are open, counted in the database, each with a lease.

A slot is taken when a call, or a staff phone's leg in one, is claimed. It is free again when the call has
ended (services/calls/reports), when it certainly was not placed, or at the end of its lease: the time for
ringing and talking, and a margin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    ScalarSelect,
    Select,
    Update,
    bindparam,
    func,
    select,
    union_all,
    update,
)

from webapp.bulk import cached_statement, execute_core, in_param
from webapp.channels import registry as channels
from webapp.db import UtcDateTime, db, now
from webapp.models.call import LEASE_MARGIN, Call
from webapp.models.call_leg import CallLeg
from webapp.models.entry import Entry
from webapp.models.number_service import NumberService
from webapp.services import row_locks
from webapp.services.outbox.claimed_entry import ClaimedEntry, Sender

CALL: Any = Call.__table__
"""Its own table, without the entry."""
AT = bindparam("at", type_=UtcDateTime())


class Full(Exception):
    """Another dispatcher has taken the slots, or calls one of the phones, meanwhile: nothing of this claim is
    kept."""


def used(
    number_id: Any, at: datetime | BindParameter[datetime]
) -> tuple[ScalarSelect[int], ScalarSelect[int]]:
    """How many calls and how many legs are open of a number, at a moment."""
    calls = select(func.count()).select_from(CALL).join(Entry, Entry.id == CALL.c.id)
    calls = calls.where(Entry.number_id == number_id, CALL.c.lease_until > at)
    legs = select(func.count(CallLeg.id)).where(CallLeg.number_id == number_id, CallLeg.lease_until > at)
    return calls.scalar_subquery(), legs.scalar_subquery()


def busy() -> CompoundSelect[str]:
    """The phones with an open call or leg, at `at`: they are not called once more meanwhile."""
    open_ones = select(Entry.phone).join(CALL, CALL.c.id == Entry.id).where(CALL.c.lease_until > AT)
    return union_all(open_ones, select(CallLeg.phone).where(CallLeg.lease_until > AT))


def open_of(number_id: int) -> int:
    """How many slots of a number are taken."""
    calls, legs = used(number_id, now())
    return db.session.scalar(select(calls + legs)) or 0


def left_of(batch_id: int, most: int | None, room: int) -> int:
    """How many of a batch's calls may be claimed, of which at most so many are open at once."""
    if most is None:
        return room
    mine = select(func.count()).select_from(CALL).join(Entry, Entry.id == CALL.c.id)
    mine = mine.where(Entry.batch_id == batch_id, CALL.c.lease_until > now())
    return min(room, max(0, most - (db.session.scalar(mine) or 0)))


def take(number: Sender, claimed: Sequence[ClaimedEntry]) -> None:
    """They are about to leave; of channels whose entries last. Raises Full.

    The services of all numbers are held from here on: the claims of two dispatchers see each other.
    """
    if not claimed or not channels.of(number.channel).lasts:
        return
    if not row_locks.one_writer():
        execute_core(_services(), {"channel": number.channel}).all()
    moment = now()
    theirs = [one for one in claimed if one.leg_id is None]
    called = {"phones": [one.phone for one in theirs], "at": moment}
    if theirs and execute_core(_called_meanwhile(), called).first() is not None:
        raise Full
    for one in theirs:  # a few a second at most; those of staff phones have theirs
        execute_core(_lease(), {"call": one.entry_id, "until": moment + _longest(one)})
    if number.at_once is not None and open_of(number.id) > number.at_once:
        raise Full


@cached_statement
def _services() -> Select[int]:
    mine = NumberService.channel == bindparam("channel")
    return row_locks.in_order(NumberService.number_id, mine)


@cached_statement
def _called_meanwhile() -> Select[str]:
    """None of `phones` was busy when they were chosen."""
    taken = busy().subquery()
    return select(taken.c.phone).where(in_param(taken.c.phone, "phones")).limit(1)


def _longest(claimed: ClaimedEntry) -> timedelta:
    order: Any = claimed.order
    return timedelta(seconds=order.ring_seconds + order.longest_seconds) + LEASE_MARGIN


@cached_statement
def _lease() -> Update:
    until = bindparam("until", type_=UtcDateTime())
    return update(CALL).where(CALL.c.id == bindparam("call")).values(lease_until=until)


def give_back(claimed: Iterable[ClaimedEntry]) -> None:
    """They certainly were not placed."""
    ids = [one.entry_id for one in claimed if channels.of(one.channel).lasts]
    if ids:
        execute_core(_free(), {"ids": ids})


@cached_statement
def _free() -> Update:
    return update(CALL).where(in_param(CALL.c.id, "ids")).values(lease_until=None)
