"""Staff phones that are rung into calls, for tests: who is on duty, what their phones do and hear."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from jobs import calls as jobs
from tests import desks, factories
from tests.calls import CAROL, call_of, dispatch, number, pick_up, say, single
from webapp.carriers.calls import CallEvent, CallReport, PickedUp, Turned
from webapp.db import db, now
from webapp.models.call import Call
from webapp.models.call_leg import CallLeg
from webapp.models.user import User
from webapp.rules.callflow.events import Keys, Silence
from webapp.rules.hours import duty
from webapp.rules.hours.hours import DAY, Span
from webapp.services.calls import answering, reports, staff_answers

E = CallEvent
BEA, CID = "+12025550171", "+12025550172"
_serial = itertools.count(1)


def on_duty(name: str, phone: str) -> User:
    """One of the team, on duty around the clock, with a phone."""
    user = factories.user(name)
    user.phone, user.duty = phone, duty.to_json(dict.fromkeys(duty.DAYS, Span(0, DAY)))
    db.session.commit()
    return user


def legs(phone: str = CAROL) -> list[CallLeg]:
    """The staff phones of the latest call to a phone, as the database has them."""
    call = call_of(phone)
    query = select(CallLeg).where(CallLeg.call_id == call.id).order_by(CallLeg.id)
    return list(db.session.scalars(query, execution_options={"populate_existing": True}))


def tell_leg(leg: CallLeg, event: CallEvent) -> None:
    """The carrier reports an event of a staff phone."""
    told = CallReport(leg.carrier_id or "", leg.client_ref, event, carrier="tiny")
    reports.receive(told, {"serial": next(_serial)})
    db.session.commit()


def staff_picks_up(leg: CallLeg) -> list[Any]:
    """What the staff phone hears."""
    heard = answering.answer(PickedUp(leg.carrier_id or "", leg.client_ref, "", "", "", leg.phone, "tiny"))
    db.session.commit()
    return [type(one).__name__ for one in heard.commands]


def staff_presses(leg: CallLeg, keys: str) -> list[Any]:
    """A key, or none in time (""); what the staff phone hears then."""
    event = Keys(keys) if keys else Silence()
    heard = staff_answers.keyed(Turned(leg.client_ref, 1, event, of_staff=True))
    db.session.commit()
    return [type(one).__name__ for one in heard.commands]


def they_press_zero() -> list[CallLeg]:
    """Carol is called by an agent, and asks for a person; the staff phones ring."""
    single(CAROL, number(), agent_id=desks.agent(factories.user("Ada")).id)
    dispatch()
    pick_up()
    assert say("#0")[-2:-1] == ["RingStaff"]
    dispatch()
    return legs()


def later(seconds: int = 60) -> None:
    """So much time has passed for what is looked at then."""
    table = Call.__table__
    db.session.execute(update(table).values(staff_until=now() - timedelta(seconds=1)))  # type: ignore[arg-type]
    db.session.commit()
    jobs.see_to_staff(call_of(CAROL).id)
    db.session.rollback()


def results() -> list[str | None]:
    return [leg.result for leg in legs()]


def taken() -> CallLeg:
    on_duty("Bea", BEA)
    [leg] = they_press_zero()
    staff_picks_up(leg)
    staff_presses(leg, "1")
    return legs()[0]
