"""The list to try things out with: its people can be reached when someone tries."""

from __future__ import annotations

from itertools import product

import pytest
from flask import Flask
from time_machine import travel

from webapp.db import now
from webapp.services import settings
from webapp.services.batches.lists import sample_list
from webapp.services.hours import hours


@pytest.mark.parametrize(
    ("moment", "area"),
    [
        ("2026-11-25T15:00:00", "+1 202"),  # 10:00 in Washington
        ("2026-11-25T03:00:00", "+1 213"),  # 22:00 there, 19:00 in Los Angeles
        ("2026-11-25T06:00:00", "+1 808"),  # 20:00 in Honolulu
        ("2026-11-25T09:00:00", "+1 671"),  # 19:00 in Guam: the morning of a European
        ("2026-11-25T12:00:00", "+44 77"),  # 22:00 in Guam, 7:00 in Washington: noon in Britain
    ],
)
def test_they_are_where_it_is_day(app: Flask, moment: str, area: str) -> None:
    settings.put("keep_hours", True)
    with travel(moment, tick=False):
        header, *people = sample_list.rows()
    assert header[0] == "phone_number"
    assert {row[0][:6] for row in people} == {area}
    assert len(people) == 7


def test_at_no_time_of_the_week_does_a_first_try_have_to_wait(app: Flask) -> None:
    settings.put("keep_hours", True)
    for day, hour in product(range(23, 30), range(24)):
        with travel(f"2026-11-{day} {hour:02}:30", tick=False):
            phones = [row[0].replace(" ", "") for row in sample_list.rows()[1:]]
            assert not hours.closed(phones, now(), hours.HoursOptions()), (day, hour)


def test_those_to_call_pick_up_do_not_or_have_a_voicemail(app: Flask) -> None:
    settings.put("keep_hours", False)
    _, *people = sample_list.rows("call")
    endings = {row[0][-4:] for row in people}
    assert len(people) == 7
    assert {"1111", "2222", "3001", "3004"} <= endings, "yes, stop calling me, no answer, a voicemail"
