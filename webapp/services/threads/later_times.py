"""A time in the near future that someone of the team has typed, on their own clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from webapp.db import now
from webapp.errors import Fault
from webapp.models.user import User
from webapp.rules.hours import clock
from webapp.rules.hours.clock import ClockFault

FARTHEST = timedelta(days=366)
A_WHILE = timedelta(minutes=1)
"""A time that was typed may be over by so much when it arrives."""


def read(typed: str, by: User, missing: str) -> datetime:
    """`typed`: 2026-03-09T15:30. Returns UTC. Raises Fault of `at`; `missing`: what it says of no time."""
    try:
        local = datetime.fromisoformat(typed.strip()).replace(tzinfo=None)
        at = clock.resolve(local.date(), local.time(), by.timezone).candidates[0]
    except (ClockFault, ValueError):
        raise Fault(missing, "at") from None
    if not now() - A_WHILE <= at <= now() + FARTHEST:
        raise Fault("Choose a time within the next year that is not over yet.", "at")
    return at
