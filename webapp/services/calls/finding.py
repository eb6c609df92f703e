"""Which call, or which staff phone's leg, a webhook is about; locked."""

from __future__ import annotations

from typing import Any, Protocol

from sqlalchemy import ColumnElement, or_, select

from webapp.db import db
from webapp.models.call import Call
from webapp.models.call_leg import CallLeg
from webapp.models.entry import Direction, Entry
from webapp.models.number import DEFAULT_CARRIER


class Named(Protocol):
    """What a webhook says of its call: our reference, the carrier's id, or its conversation."""

    @property
    def ref(self) -> str: ...
    @property
    def carrier_id(self) -> str: ...
    @property
    def conversation(self) -> str: ...
    @property
    def carrier(self) -> str: ...
    @property
    def to(self) -> str: ...


def call(of: Named) -> Call | None:
    """The call, held for the rest of the transaction; None when it is none that we know.

    Phones that are connected into a call report to its address, too: what has another id is not about it.
    """
    carrier = of.carrier or DEFAULT_CARRIER
    found = _held(of)
    by_id = [
        one for one in found if of.carrier_id and (one.carrier, one.carrier_id) == (carrier, of.carrier_id)
    ]
    if by_id:
        return by_id[0]
    for one in found:
        if of.ref and one.client_ref == of.ref and _may_be(one, of):
            return one
    talked = [one for one in found if of.conversation and one.conversation == of.conversation]
    return talked[0] if talked and not of.carrier_id else None


def by_ref(ref: str) -> Call | None:
    """The call that we named so, held."""
    return _one(Call.client_ref == ref) if ref else None


def of_leg(ref: str) -> Call | None:
    """The call of the staff phone's leg that we named so, held."""
    call_id = db.session.scalar(select(CallLeg.call_id).where(CallLeg.client_ref == ref)) if ref else None
    return by_id(call_id) if call_id is not None else None


def by_id(call_id: int) -> Call | None:
    """The call, held."""
    return _one(Call.id == call_id)


def leg(of: Named) -> CallLeg | None:
    """The same, of a staff phone's leg; its call is held first."""
    names = _names(of, CallLeg.client_ref, CallLeg.carrier_id)
    if not names:
        return None
    call_id = db.session.scalar(select(CallLeg.call_id).where(or_(*names)).order_by(CallLeg.id).limit(1))
    if call_id is None or by_id(call_id) is None:
        return None
    query = select(CallLeg).where(CallLeg.call_id == call_id).order_by(CallLeg.id)
    query = query.with_for_update(key_share=True)  # all of them in order: what it did may concern the others
    legs = db.session.scalars(query, execution_options={"populate_existing": True}).all()
    named = (leg for leg in legs if (of.ref and leg.client_ref == of.ref) or _is_named(leg, of))
    return next(named, None)


def _is_named(leg: CallLeg, of: Named) -> bool:
    return bool(of.carrier_id) and leg.carrier_id == of.carrier_id


def _held(of: Named) -> list[Call]:
    names = _names(of, Call.client_ref, Call.carrier_id)
    if of.conversation:
        names.append(Call.conversation == of.conversation)
    if not names:
        return []
    query = select(Call).where(or_(*names)).order_by(Call.id)
    query = query.with_for_update(of=Entry, key_share=True)
    return list(db.session.scalars(query, execution_options={"populate_existing": True}))


def _one(where: ColumnElement[bool]) -> Call | None:
    query = select(Call).where(where).with_for_update(of=Entry, key_share=True)
    return db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()


def _names(of: Named, ref: Any, carrier_id: Any) -> list[ColumnElement[bool]]:
    names = [ref == of.ref] if of.ref else []
    return [*names, carrier_id == of.carrier_id] if of.carrier_id else names


def _may_be(one: Call, of: Named) -> bool:
    """Known by our reference: its id is not known yet, or not told; and it rings the same phone."""
    if one.carrier_id and of.carrier_id and one.carrier_id != of.carrier_id:
        return False
    theirs = one.phone if one.direction == Direction.OUT else ""
    return not (of.to and theirs) or one.carrier_id == of.carrier_id or of.to == theirs
