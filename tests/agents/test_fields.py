"""From what people text to one normalized value, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agents.people import NOW
from webapp.agents.definition import Field, FieldKind
from webapp.agents.fields import Answer, Reading, answer, find, is_valid, read

READING = Reading(NOW, "en", "GB", ("en", "es", "de"))
CHOICES = ("Morning", "Afternoon", "Late evening")


def field(kind: FieldKind) -> Field:
    return Field("key", "Label", kind, choices=CHOICES if kind is FieldKind.CHOICE else ())


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FieldKind.TEXT, "  Maria   Lopez ", "Maria Lopez"),
        (FieldKind.TEXT, "...", None),
        (FieldKind.NUMBER, "2", "2"),
        (FieldKind.NUMBER, "we are 3 people", "3"),
        (FieldKind.NUMBER, "1,5", "1.5"),
        (FieldKind.NUMBER, "-4.50", "-4.5"),
        (FieldKind.NUMBER, "two of us", "2"),
        (FieldKind.NUMBER, "somos cuatro", "4"),
        (FieldKind.NUMBER, "wir sind fünf", "5"),
        (FieldKind.NUMBER, "2 or 3", None),
        (FieldKind.NUMBER, "many", None),
        (FieldKind.YES_NO, "yes please", "yes"),
        (FieldKind.YES_NO, "Nope", "no"),
        (FieldKind.YES_NO, "sí", "yes"),
        (FieldKind.YES_NO, "👍", "yes"),
        (FieldKind.YES_NO, "yes but not on Monday", None),
        (FieldKind.YES_NO, "what?", None),
        (FieldKind.CHOICE, "afternoon", "Afternoon"),
        (FieldKind.CHOICE, "in the afternoon please", "Afternoon"),
        (FieldKind.CHOICE, "afternon", "Afternoon"),
        (FieldKind.CHOICE, "3", "Late evening"),
        (FieldKind.CHOICE, "4", None),
        (FieldKind.CHOICE, "morning or afternoon", None),
        (FieldKind.CHOICE, "whenever", None),
        (FieldKind.PHONE, "07400 123456", "+447400123456"),
        (FieldKind.PHONE, "it's +1 (202) 555-0123.", "+12025550123"),
        (FieldKind.PHONE, "12", None),
        (FieldKind.PHONE, "07400 123456 or 07400 123457", None),
        (FieldKind.EMAIL, "Mail me at Maria@Example.com.", "maria@example.com"),
        (FieldKind.EMAIL, "maria at example", None),
        (FieldKind.DATE, "tomorrow", "2026-03-03"),
        (FieldKind.DATE, "soon", None),
        (FieldKind.TIME, "at 15:30", "15:30"),
        (FieldKind.TIME, "tomorrow", None),
    ],
)
def test_reading(kind: FieldKind, text: str, value: str | None) -> None:
    assert read(field(kind), text, READING) == value


def test_only_what_is_known_when_seen_is_found_in_a_longer_text() -> None:
    text = "Can I come tomorrow at 15:30 with 2 children?"
    found = {kind: find(field(kind), text, READING) for kind in FieldKind}
    assert {kind: value for kind, value in found.items() if value} == {
        FieldKind.DATE: "2026-03-03",
        FieldKind.TIME: "15:30",
        FieldKind.DATE_TIME: "2026-03-03T15:30",
    }


def test_a_bare_number_is_a_value_only_for_the_field_that_was_asked_for() -> None:
    asked = (FieldKind.DATE, FieldKind.TIME, FieldKind.CHOICE)
    assert [read(field(kind), "3", READING) for kind in asked] == ["2026-03-03", "15:00", "Late evening"]
    assert [find(field(kind), "3", READING) for kind in asked] == [None, None, None]


def test_what_is_not_certain_is_a_guess_with_its_question() -> None:
    question = "Do you mean at 19:00? Please answer yes, or say what you mean."
    given = answer(field(FieldKind.TIME), "at 7", READING)
    assert given == Answer(None, question, "19:00") and given.likely == "19:00"


@pytest.mark.parametrize(
    ("language", "text", "moment"),
    [
        ("es", "mañana a las 15", "2026-03-03T15:00"),
        ("de", "am 3. um halb vier", "2026-03-03T15:30"),
        ("fr", "demain à 9h30", "2026-03-03T09:30"),
        ("pt", "amanhã às 15h", "2026-03-03T15:00"),
        ("en", "mañana a las 15", None),
    ],
)
def test_dates_and_times_are_read_in_the_contact_s_language(
    language: str, text: str, moment: str | None
) -> None:
    assert read(field(FieldKind.DATE_TIME), text, Reading(NOW, language, "GB")) == moment


def test_a_date_that_is_over_needs_a_field_that_takes_it() -> None:
    born = Field("born", "Date of birth", FieldKind.DATE, past_allowed=True)
    assert read(born, "12 May 1980", READING) == "1980-05-12"
    assert "past" in answer(field(FieldKind.DATE), "12 May 1980", READING).sentence


@pytest.mark.parametrize(
    ("country", "day"), [("US", "2026-05-12"), ("GB", "2026-12-05"), ("CA", None), (None, None)]
)
def test_the_order_of_a_date_is_the_country_s(country: str | None, day: str | None) -> None:
    assert read(Field("day", "Day", FieldKind.DATE), "5/12", Reading(NOW, country=country)) == day


@given(st.sampled_from(FieldKind), st.text(max_size=100))
def test_whatever_is_read_is_valid(kind: FieldKind, text: str) -> None:
    value = read(field(kind), text, READING)
    assert value is None or is_valid(field(kind), value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FieldKind.DATE, "20260303"),
        (FieldKind.DATE, "tomorrow"),
        (FieldKind.TIME, "15:30:00"),
        (FieldKind.TIME, "25:00"),
        (FieldKind.TIME, "１５:30"),
        (FieldKind.DATE_TIME, "2026-03-03"),
        (FieldKind.DATE_TIME, "2026-03-03 15:30"),
        (FieldKind.EMAIL, "Maria@example.com"),
        (FieldKind.NUMBER, "1,5"),
        (FieldKind.YES_NO, "maybe"),
        (FieldKind.CHOICE, "morning"),
        (FieldKind.PHONE, "07400 123456"),
        (FieldKind.EMAIL, "maria"),
        (FieldKind.TEXT, ""),
        (FieldKind.TEXT, "x" * 501),
    ],
)
def test_what_is_not_normalized_is_not_valid(kind: FieldKind, value: str) -> None:
    assert not is_valid(field(kind), value)


def test_an_optional_field_may_be_empty() -> None:
    assert is_valid(Field("note", "Note", FieldKind.DATE, required=False), "")
