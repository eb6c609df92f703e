"""A list to try things out with: the last digits tell the simulator who answers what."""

from __future__ import annotations

from webapp.db import now
from webapp.models.channel import Channel
from webapp.services import settings
from webapp.services.hours import hours

HEADER = ("phone_number", "first_name", "day", "time")
PEOPLE = (
    ("1111", "Ada", "Tuesday", "10:30"),
    ("6666", "Grace", "Tuesday", "11:15"),
    ("7777", "Alan", "Wednesday", "9:00"),
    ("8888", "Noor", "Wednesday", "14:45"),
    ("2222", "Edsger", "Thursday", "16:00"),
    ("4444", "Mary", "Friday", "8:30"),
    ("0123", "Tim", "Friday", "13:20"),
)
CALLED = (
    ("1111", "Ada", "Tuesday", "10:30"),
    ("0123", "Tim", "Tuesday", "11:15"),
    ("3001", "Grace", "Wednesday", "9:00"),
    ("3004", "Alan", "Wednesday", "14:45"),
    ("2222", "Edsger", "Thursday", "16:00"),
    ("3012", "Noor", "Friday", "8:30"),
    ("4444", "Mary", "Friday", "13:20"),
)
"""The same for calls: yes, yes, no answer, a voicemail, an opt-out, someone who wants a person, a failure."""
AREAS = ("+1 202 555 ", "+1 213 555 ", "+1 808 555 ", "+1 671 555 ", "+44 7700 90")
"""Washington, Los Angeles, Honolulu, Guam and Britain: it is always daytime in one of them."""


def rows(channel: str = Channel.SMS) -> list[tuple[str, ...]]:
    """People who can be reached right now, so that no one's first try has to wait for a morning."""
    people = CALLED if channel == Channel.CALL else PEOPLE
    area = next(filter(_open, AREAS), AREAS[0])
    return [HEADER, *((area + last, *rest) for last, *rest in people)]


def _open(area: str) -> bool:
    phone = f"{area}{PEOPLE[0][0]}".replace(" ", "")
    return not settings.get("keep_hours") or not hours.closed([phone], now(), hours.HoursOptions())
