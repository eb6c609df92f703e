"""Where someone is, and which places bind there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests import factories
from webapp.services.hours import hours, places
from webapp.services.hours.hours import HoursOptions
from webapp.services.hours.place_form import PlaceForm

LATE_RISERS = ("10:00", "20:00")
AUCKLAND, HONOLULU = datetime(2026, 12, 31, 11, tzinfo=UTC), datetime(2027, 1, 1, 10, tzinfo=UTC)
"""When the new year begins there."""


@pytest.mark.parametrize(
    ("phone", "said", "new_year"),
    [
        ("+64211234567", "", AUCKLAND),
        ("+18085550123", "", HONOLULU),
        ("+18085550123", "Pacific/Auckland", AUCKLAND),
    ],
)
def test_a_rule_is_in_force_from_the_first_minute_of_its_day_there(
    app: Flask, phone: str, said: str, new_year: datetime
) -> None:
    """By the day in UTC it began at one in the afternoon in Auckland, and on the evening before on Hawaii."""
    days = (LATE_RISERS, LATE_RISERS, LATE_RISERS, ("", ""))
    places.add(PlaceForm("Ours", phone[:4], *days, "", "2027-01-01", "A law."), factories.user())
    factories.thread(phone).contact.timezone = said

    def reached(after: timedelta) -> bool:
        return hours.closed([phone], new_year + after, HoursOptions()) == {}

    hour = timedelta(hours=1)
    assert [reached(n * hour) for n in (-16, -4, -3, 8, 9, 10, 19, 20)] == [
        *(True, True, False),  # 8:00, 20:00 and 21:00 on the last day of the year
        *(False, False, True, True, False),
    ]
