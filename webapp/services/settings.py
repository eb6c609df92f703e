"""What the team has set, with sane defaults."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from webapp.db import db
from webapp.errors import Fault, Gather
from webapp.models.event import Setting
from webapp.models.user import User
from webapp.rules import keywords, segments
from webapp.services import events
from webapp.services.team import people

LONGEST_TEAM_NAME = 60
LONGEST_CONFIRMATION = 3
"""Segments."""
MOST_TIMES, MOST_DAYS, MOST_PEOPLE = 100, 365, 1_000_000
MOST_YEARS = 10
DEAREST = 10.0
"""Of any currency: what is higher was meant as a price for something else."""

DEFAULTS: dict[str, Any] = {
    "team_name": "",
    "price_per_segment": None,
    "cap_count": None,
    "cap_days": 7,
    "keep_hours": True,
    "answer_hours": 24,
    "approval_over": None,
    "audit_years": 5,
    "confirm_stop": "You are unsubscribed and will get no more messages. Reply START to get them again.",
    "confirm_start": "You are subscribed again. Reply STOP to get no more messages.",
    "confirm_help": "Write to us here and we will answer. Reply STOP to get no more messages.",
    # What is kept for how long; see services/privacy/retention.
    "keep_messages_days": None,
    "keep_uploads_days": 90,
}
KEPT = {"keep_messages_days": 7, "keep_uploads_days": 1}
"""The fewest days. A week of messages: until then the carrier may still report on one, or repeat one."""
LONGEST_KEPT = 36500
CONFIRMATIONS = ("confirm_stop", "confirm_start", "confirm_help")


@dataclass(frozen=True)
class Wish:
    """What somebody typed into the form of the settings; the fields are keys of DEFAULTS."""

    team_name: str
    price_per_segment: str
    cap_count: str
    cap_days: str
    approval_over: str
    audit_years: str
    confirm_stop: str
    confirm_start: str
    confirm_help: str
    keep_messages_days: str
    keep_uploads_days: str


def get(key: str) -> Any:
    """A setting, or its default. KeyError for a key that does not exist."""
    row = db.session.get(Setting, key)
    return DEFAULTS[key] if row is None else row.value


def put(key: str, value: Any) -> None:
    """Set it for the team."""
    if key not in DEFAULTS:
        raise KeyError(key)
    row = db.session.get(Setting, key)
    if row is None:
        db.session.add(Setting(key=key, value=value))
    else:
        row.value = value


def present() -> Wish:
    """All of them, as a form shows them."""
    return Wish(**{one.name: _shown(get(one.name)) for one in fields(Wish)})


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.10g}"
    return "" if value is None else str(value)


def change(wish: Wish, by: User) -> list[str]:
    """Set what differs, and note it; returns the keys that did. Raises Faults that name the fields."""
    return change_to(_checked(wish), by)


def change_to(wanted: Mapping[str, Any], by: User) -> list[str]:
    """Set what differs, and note it; returns the keys that did."""
    changed = [key for key, value in wanted.items() if value != get(key)]
    for key in changed:
        events.note("settings.changed", user_id=by.id, key=key, before=get(key), after=wanted[key])
        put(key, wanted[key])
    return changed


def _checked(wish: Wish) -> dict[str, Any]:
    faults, wanted = Gather(), dict[str, Any]()
    typed = asdict(wish)
    with faults:
        wanted["team_name"] = _team_name(wish.team_name)
    with faults:
        wanted["price_per_segment"] = _price(wish.price_per_segment)
    with faults:
        wanted["cap_count"] = (
            whole(wish.cap_count, "cap_count", MOST_TIMES) if wish.cap_count.strip() else None
        )
    with faults:
        wanted["cap_days"] = whole(wish.cap_days, "cap_days", MOST_DAYS)
    with faults:
        wanted["approval_over"] = _approval_over(wish.approval_over)
    with faults:
        wanted["audit_years"] = whole(wish.audit_years, "audit_years", MOST_YEARS)
    for key in CONFIRMATIONS:
        with faults:
            wanted[key] = _confirmation(key, typed[key])
    for key, least in KEPT.items():
        with faults:
            wanted[key] = _kept(typed[key], key, least)
    with faults:
        _cap_must_be_countable(wanted)
    faults.settle()
    return wanted


def _team_name(typed: str) -> str:
    name = " ".join(typed.split())
    if len(name) > LONGEST_TEAM_NAME:
        raise Fault(f"The name can have up to {LONGEST_TEAM_NAME} characters.", "team_name")
    return name


def _price(typed: str) -> float | None:
    if not typed.strip():
        return None
    try:
        price = float(typed.strip().replace(",", "."))
    except ValueError:
        price = math.nan
    if not 0 <= price <= DEAREST:
        sentence = f"The price is a number from 0 to {DEAREST:g}, for example 0.0075; or leave it empty."
        raise Fault(sentence, "price_per_segment")
    return price


def whole(typed: str, key: str, most: int, least: int = 1) -> int:
    """A whole number that somebody typed. Raises Fault that names the field."""
    number = typed.strip()
    if not (number.isascii() and number.isdecimal() and len(number) < 8 and least <= int(number) <= most):
        raise Fault(f"This is a whole number from {least} to {most:,}.", key)
    return int(number)


def _kept(typed: str, key: str, least: int) -> int | None:
    """Days; None: for ever."""
    number = typed.strip()
    if not number:
        return None
    if not (number.isascii() and number.isdecimal() and len(number) < 6 and least <= int(number)):
        raise Fault(f"This is a whole number of days, {least} or more; or leave it empty.", key)
    return min(int(number), LONGEST_KEPT)


def _cap_must_be_countable(wanted: dict[str, Any]) -> None:
    """How often somebody was reached is counted from the messages."""
    kept, days = wanted.get("keep_messages_days"), wanted.get("cap_days")
    if wanted.get("cap_count") and kept and days and kept < days:
        sentence = f"Keep them for {days} days at least: so far back is looked for how often one was reached."
        raise Fault(sentence, "keep_messages_days")


def _approval_over(typed: str) -> int | None:
    """It is not switched on while nobody could approve what another admin makes."""
    if not typed.strip():
        return None
    if get("approval_over") is None and people.admins() < 2:
        sentence = (
            "There is only one admin in your team, so nobody could approve what they send. "
            "Make somebody else an admin first."
        )
        raise Fault(sentence, "approval_over")
    return whole(typed, "approval_over", MOST_PEOPLE)


def _confirmation(key: str, typed: str) -> str:
    text = typed.replace("\r\n", "\n").strip()
    if not text and key == "confirm_stop":
        raise Fault("Whoever writes STOP must get an answer: write one.", key)
    size = segments.measure(text).segments
    if size > LONGEST_CONFIRMATION:
        raise Fault(f"This would be {size} segments; keep it within {LONGEST_CONFIRMATION}.", key)
    if text and key == "confirm_help" and not any(map(_opts_out, text.split())):
        raise Fault("Say in it how to get no more messages, for example “Reply STOP to get no more.”", key)
    return text


def _opts_out(word: str) -> bool:
    return keywords.match(word) == keywords.Keyword.STOP
