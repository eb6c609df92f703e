"""A time that someone types is on their own clock, ahead, and within a year."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests import factories
from webapp.db import now
from webapp.errors import Fault
from webapp.services.threads import later_times


def test_it_is_read_on_the_clock_of_who_types_it(app: Flask) -> None:
    ada = factories.user()
    ada.timezone = "Asia/Tokyo"
    wanted = (now() + timedelta(days=2)).replace(second=0, microsecond=0)
    typed = f"{wanted + timedelta(hours=9):%Y-%m-%dT%H:%M}"
    assert later_times.read(typed, ada, "Choose a time.") == wanted


@pytest.mark.parametrize(
    ("days", "sentence"), [(-1, "not over yet"), (367, "within the next year"), (None, "Choose a time.")]
)
def test_what_is_no_time_or_too_far_is_refused(app: Flask, days: int | None, sentence: str) -> None:
    typed = "tomorrow" if days is None else f"{now() + timedelta(days=days):%Y-%m-%dT%H:%M}"
    with pytest.raises(Fault, match=sentence) as raised:
        later_times.read(typed, factories.user(), "Choose a time.")
    assert raised.value.field == "at"
