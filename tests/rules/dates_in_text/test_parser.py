"""Dates and times as people text them: a table of forms, and what must hold for any text."""

from __future__ import annotations

import statistics
import time as clock
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.dates_in_text.language import spellings
from webapp.rules.dates_in_text.languages.registry import LANGUAGES
from webapp.rules.dates_in_text.parser import parse
from webapp.rules.dates_in_text.said import Ambiguity, Part, Said

WEDNESDAY = datetime(2026, 11, 25, 10, 15, tzinfo=ZoneInfo("Europe/Berlin"))
FORMS = [
    line.split("\t")
    for line in (Path(__file__).parent / "forms.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def said(text: str, language: str = "en", now: datetime = WEDNESDAY, day_first: bool | None = None) -> Said:
    return parse(text, now, [language], day_first)


def values(found: Said) -> str:
    pieces = [found.date and f"{found.date}", found.time and f"{found.time:%H:%M}"]
    return " ".join(filter(None, pieces)) or "-"


@pytest.mark.parametrize(("language", "expected", "why", "text"), FORMS)
def test_forms(language: str, expected: str, why: str, text: str) -> None:
    found = said(text, language)
    reason = found.ambiguity.name.lower() if found.ambiguity else ""
    assert (values(found), reason) == (expected, why)
    assert found.certain is (expected != "-" and not why)


def test_the_table_has_enough_forms_of_each_language() -> None:
    counts = {code: sum(form[0] == code for form in FORMS) for code in LANGUAGES}
    assert min(counts.values()) >= 35
    assert sum(counts.values()) >= 200


@pytest.mark.parametrize(
    ("text", "language", "part"),
    [
        ("tomorrow morning", "en", Part.MORNING),
        ("tonight", "en", Part.EVENING),
        ("übermorgen früh", "de", Part.MORNING),
        ("mañana por la tarde", "es", Part.AFTERNOON),
        ("ce soir", "fr", Part.EVENING),
        ("amanhã de manhã", "pt", Part.MORNING),
        ("tomorrow", "en", None),
    ],
)
def test_a_part_of_the_day_is_no_time(text: str, language: str, part: Part | None) -> None:
    found = said(text, language)
    assert (found.part, found.time, found.certain) == (part, None, True)


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("12/05", True, "2027-05-12"),
        ("12/05", False, "2026-12-05"),
        ("25/12", False, "2026-12-25"),
        ("12/25", True, "2026-12-25"),
        ("5/5", None, "2027-05-05"),
        ("1/12/26", True, "2026-12-01"),
    ],
)
def test_day_and_month_in_the_order_of_the_country(text: str, day_first: bool | None, expected: str) -> None:
    found = said(text, day_first=day_first)
    assert values(found) == expected
    assert found.certain


@pytest.mark.parametrize("now", [WEDNESDAY + timedelta(days=days) for days in range(7)])
def test_a_weekday_said_on_that_day_needs_a_question(now: datetime) -> None:
    found = said(f"{now:%A} at 3", now=now)
    assert found.date == now.date() + timedelta(days=7)
    assert found.ambiguity is Ambiguity.TODAY_OR_LATER


def test_next_is_the_next_weeks_and_certain_only_when_there_is_none_before() -> None:
    monday = WEDNESDAY - timedelta(days=2)
    assert said("next Tuesday", now=monday).ambiguity is Ambiguity.THIS_OR_NEXT_WEEK
    assert said("next Tuesday").certain
    assert said("next Wednesday").certain


def test_hours_cross_a_change_of_the_clock() -> None:
    evening = datetime(2026, 10, 25, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert said("in 3 hours", now=evening).time == time(3, 30)


def test_what_is_over_is_said_to_be() -> None:
    assert said("today at 9am").ambiguity is Ambiguity.PAST
    assert said("12 May 1980").ambiguity is Ambiguity.PAST
    assert said("today at 9am").date == WEDNESDAY.date()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("29 February", "-"), ("29 February 2028", "2028-02-29"), ("29/02/2027", "-"), ("31st of April", "-")],
)
def test_no_day_becomes_another(text: str, expected: str) -> None:
    assert values(said(text, day_first=True)) == expected


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@given(
    of_month=st.integers(0, 40),
    month=st.integers(1, 12),
    form=st.sampled_from(["{} {}", "{}. {}", "{} de {}"]),
)
def test_a_day_and_a_month_are_that_day_or_nothing(
    language: str, of_month: int, month: int, form: str
) -> None:
    name = spellings(LANGUAGES[language].months)[month - 1][0]
    found = said(form.format(of_month, name), language).date
    assert found is None or (found.day, found.month) == (of_month, month)
    assert found or not 1 <= of_month <= 28 or form != "{} {}"


@given(st.integers(0, 99), st.integers(0, 99), st.sampled_from(sorted(LANGUAGES)))
def test_an_hour_and_a_minute_are_those_or_nothing(hour: int, minute: int, language: str) -> None:
    found = said(f"{hour}:{minute:02}", language).time
    assert found is None or (found.minute == minute and found.hour % 12 == hour % 12)
    assert found or hour > 23 or minute > 59


def test_a_number_alone_is_what_was_asked_for() -> None:
    assert parse("3", WEDNESDAY, ["en"], None).time is None
    assert parse("3", WEDNESDAY, ["en"], None, wanted="time").time == time(15)
    assert parse("15", WEDNESDAY, ["de"], None, wanted="time").time == time(15)
    assert parse("3", WEDNESDAY, ["en"], None, wanted="date").date == date(2026, 12, 3)


@pytest.mark.parametrize(
    ("wanted", "text", "expected"),
    [
        ("time", "5 please", "17:00"), ("time", "make it 5", "17:00"), ("time", "5 then", "17:00"),
        ("time", "can we do 4", "16:00"), ("", "can we do 4pm?", "16:00"), ("time", "I have 4 kids", "-"),
        ("time", "5 people", "-"), ("time", "room 5", "-"), ("date", "the fourth", "2026-12-04"),
        ("date", "der vierte", "2026-12-04"), ("date", "at 4", "16:00"), ("date", "em 4 dias", "2026-11-29"),
        ("time", "10h et quart", "10:15"), ("time", "10h moins le quart", "09:45"),
    ],
)  # fmt: skip
def test_a_number_beside_polite_words_is_the_answer(wanted: str, text: str, expected: str) -> None:
    """And "do" in a text that is no German is no Donnerstag."""
    found = parse(text, WEDNESDAY, ["en", "de", "pt", "fr"], None, wanted=wanted)
    assert values(found) == expected


def test_the_language_that_understands_most_is_taken() -> None:
    found = parse("mañana a las 15", WEDNESDAY, ["en-US", "es-US"], None)
    assert values(found) == "2026-11-26 15:00"


@pytest.mark.parametrize("text", ["do u take card?", "How much is it & do u deliver", "mi u ya"])
def test_the_short_name_of_a_day_beside_and_alone_is_none(text: str) -> None:
    assert parse(text, WEDNESDAY, ("en", "de", "es"), True).date is None


def test_the_span_is_what_was_understood() -> None:
    text = "Hi there, next Tuesday at 3pm would be great"
    start, end = said(text).span or (0, 0)
    assert text[start:end] == "next Tuesday at 3pm"


def test_now_must_be_aware() -> None:
    with pytest.raises(ValueError, match="aware"):
        parse("tomorrow", datetime(2026, 11, 25), ["en"], None)


WORDS = sorted({word for form in FORMS for word in form[3].split()})
soup = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=25).map(" ".join)


@given(st.one_of(st.text(), soup), st.sampled_from(sorted(LANGUAGES)), st.sampled_from([True, False, None]))
def test_nothing_raises_and_nothing_uncertain_is_called_certain(
    text: str, language: str, day_first: bool | None
) -> None:
    for wanted in ("", "date", "time"):
        found = parse(text, WEDNESDAY, [language], day_first, wanted=wanted)
        assert not (found.certain and found.ambiguity)
        assert not found.certain or found.date or found.time


def text_of(length: int) -> str:
    return " ".join(WORDS * (length // 1000 + 1))[:length]


def test_a_text_is_read_in_under_4_milliseconds() -> None:
    """The 95th percentile of texts of 300 characters that are nothing but dates and times.

    It is 1.5 to 2 on two cores that are busy with other things, too.
    """
    words = text_of(20_000)
    taken = []
    for start in range(0, 15_000, 150):
        text, language = words[start : start + 300], sorted(LANGUAGES)[start // 150 % 5]
        taken.append(min(_seconds(text, language) for _ in range(3)))
    assert statistics.quantiles(taken, n=20)[-1] < 0.004


@pytest.mark.parametrize(
    "piece", [text_of(10_000), "1 " * 5000, "monday " * 1500, "at 3 or " * 1250, "the " * 2500]
)
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    said(piece)
    best = min(_seconds(piece[:10_000]) for _ in range(3))
    assert best < 0.05


def _seconds(text: str, language: str = "en") -> float:
    """Of the processor: others may be busy on it."""
    began = clock.process_time()
    said(text, language)
    return clock.process_time() - began
