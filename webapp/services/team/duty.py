"""Who of the team is on duty: their weekly hours, and the phone on which they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from webapp import form_fields
from webapp.db import db, inline_literal, now
from webapp.errors import Fault, Gather
from webapp.models.agent import AgentState
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules import natural_order
from webapp.rules.callflow.sentences import LANGUAGES
from webapp.rules.hours import duty
from webapp.rules.hours.hours import Span
from webapp.rules.phones import phone
from webapp.rules.phones.phone import PhoneFault
from webapp.services import events

ORDER = "It must begin before it ends."
NO_ONE = "No one of your team was on duty."


@dataclass(frozen=True)
class OnDuty:
    """`phone`: their own, E.164; "" when they have none."""

    user_id: int
    name: str
    phone: str


@dataclass(frozen=True)
class Roster:
    """All of the team who have hours, by name, as they were read: who has none is never on duty."""

    users: Sequence[User]

    def on_duty(self, at: datetime | None = None) -> list[OnDuty]:
        """Those whose hours `at` (aware; None: now) is in."""
        moment = at or now()
        return [OnDuty(user.id, user.name, user.phone) for user in self.users if is_on(user, moment)]

    def now_and_next(self, at: datetime) -> tuple[bool, list[datetime]]:
        """Whether anyone is on duty at a moment (aware), and when each is the next time after it, in UTC."""
        weeks = [(duty.from_json(user.duty), user.timezone) for user in self.users]
        found = [duty.next_start(week, zone, at) for week, zone in weeks]
        return bool(self.on_duty(at)), [start for start in found if start is not None]


def roster() -> Roster:
    """Read now: for who asks it several things."""
    users = db.session.scalars(select(User).where(User.deactivated_at.is_(None)))
    there = sorted((one for one in users if one.duty), key=lambda one: (natural_order.key(one.name), one.id))
    return Roster(there)


def on_duty(at: datetime | None = None) -> list[OnDuty]:
    """Those whose hours `at` (aware; None: now) is in, by name."""
    return roster().on_duty(at)


def is_on(user: User, at: datetime | None = None) -> bool:
    """Whether they are on duty then; None: now."""
    return user.is_active and duty.is_on(duty.from_json(user.duty), user.timezone, at or now())


def in_use() -> bool:
    """Whether anyone of the team has hours at all: else nothing is said of duty."""
    return bool(roster().users)


def next_in_turn(at: datetime | None = None) -> OnDuty | None:
    """The one on duty with the fewest conversations that are handed off and theirs; None: no one is."""
    there = on_duty(at)
    if not there:
        return None
    left = Thread.agent_state == inline_literal(str(AgentState.HANDED_OFF))
    query = select(Thread.assignee_id, func.count()).where(left, Thread.assignee_id.is_not(None))
    busy = {user_id: count for user_id, count in db.session.execute(query.group_by(Thread.assignee_id))}  # noqa: C416
    return min(there, key=lambda one: busy.get(one.user_id, 0))


def save(user: User, typed_phone: str, typed: Mapping[str, tuple[str, str]], language: str = "") -> None:
    """`language`: of LANGUAGES, which their phone speaks; "" for that of each call.

    `typed`: from and to of each of the DAYS, both empty on a day off. Raises Faults that name fields."""
    faults, week, number = Gather(), dict[str, Span](), ""
    with faults:
        number = _read_phone(typed_phone)
    with faults:
        if language and language not in LANGUAGES:
            raise Fault("Choose the language from the list.", "phone_language")
    for day in duty.DAYS:
        with faults:
            if (span := form_fields.span(typed.get(day, ("", "")), day, ORDER)) is not None:
                week[day] = span
    faults.settle()
    stored = duty.to_json(week)
    user.phone_language = language
    if (number, stored) != (user.phone, user.duty):
        user.phone, user.duty = number, stored
        events.note("user.duty_changed", user_id=user.id, user=user.id)


def _read_phone(typed: str) -> str:
    """E.164; "" for none. Raises Fault."""
    if not typed.strip():
        return ""
    try:
        number = phone.parse(typed, None)
    except PhoneFault as fault:
        raise Fault(fault.sentence, "phone") from fault
    if db.session.scalar(select(Number.id).where(Number.e164 == number)) is not None:
        raise Fault("This is one of your team’s numbers. Write a phone of your own.", "phone")
    return number


def typed_week(user: User) -> dict[str, tuple[str, str]]:
    """As the form has it."""
    week = duty.from_json(user.duty)
    return {day: form_fields.span_times(week.get(day)) for day in duty.DAYS}
