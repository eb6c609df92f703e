"""What is read back says what was understood, and is understood again."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.dates_in_text.languages.registry import LANGUAGES
from webapp.rules.dates_in_text.parser import parse
from webapp.rules.dates_in_text.read_back import read_back
from webapp.rules.dates_in_text.said import Part, Said

ZONE = ZoneInfo("America/New_York")
WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Tuesday, 1 December, at 15:30"),
        ("en-GB", "Tuesday, 1 December, at 15:30"),
        ("es", "martes, 1 de diciembre, a las 15:30"),
        ("fr", "mardi 1er décembre, à 15:30"),
        ("de", "Dienstag, 1. Dezember, um 15:30 Uhr"),
        ("pt-BR", "terça-feira, 1 de dezembro, às 15:30"),
        ("xx", "Tuesday, 1 December, at 15:30"),
    ],
)
def test_a_date_and_a_time_in_each_language(language: str, expected: str) -> None:
    said = Said(date(2026, 12, 1), time(15, 30), today=WEDNESDAY)
    assert read_back(said, language) == expected


def test_only_what_is_known_is_said() -> None:
    assert read_back(Said(), "en") == ""
    assert read_back(Said(time=time(9)), "de") == "um 09:00 Uhr"
    assert read_back(Said(date(2028, 2, 29), today=WEDNESDAY), "en") == "Tuesday, 29 February 2028"
    morning = Said(date(2026, 11, 26), part=Part.MORNING, today=WEDNESDAY)
    assert read_back(morning, "fr") == "jeudi 26 novembre, le matin"


dates = st.dates(date(1902, 1, 1), date(2200, 1, 1)) | st.dates(date(2026, 11, 1), date(2027, 11, 1))
days = st.dates(date(2024, 1, 1), date(2031, 1, 1))


@given(st.sampled_from(sorted(LANGUAGES)), st.none() | dates, st.none() | st.times(), days)
def test_what_is_read_back_is_understood_again(
    language: str, day: date | None, clock: time | None, today: date
) -> None:
    clock = clock and clock.replace(second=0, microsecond=0)
    said = Said(day, clock, today=today)
    again = parse(read_back(said, language), datetime.combine(today, time(12), ZONE), [language], None)
    assert (again.date, again.time) == (day, clock)
    over = day is not None and day <= today
    assert again.certain or over or not (day or clock)


@given(st.sampled_from(sorted(LANGUAGES)), days, st.sampled_from(Part))
def test_a_part_of_the_day_is_understood_again(language: str, day: date, part: Part) -> None:
    today = WEDNESDAY
    again = parse(
        read_back(Said(day, part=part, today=today), language),
        datetime.combine(today, time(12), ZONE),
        [language],
        None,
    )
    assert again.date == day
    assert again.part is not None
