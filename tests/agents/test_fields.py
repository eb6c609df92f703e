"""From what people text to one normalized value, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agents.people import NOW
from webapp.agents.definition import Field, FieldKind
from webapp.agents.fields import Reading, find, is_valid, read

READING = Reading(NOW, "en", "GB")
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
    }


@pytest.mark.parametrize(
    ("country", "day"), [("US", "2026-05-12"), ("GB", "2026-12-05"), (None, "2026-12-05")]
)
def test_the_order_of_a_date_is_the_country_s(country: str | None, day: str) -> None:
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
