"""The made-up people: none of them exists, and each has a phone of its own."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import phonenumbers
import pytest

from webapp.rules.hours import zones
from webapp.services.demo.story import NAMES, NUMBERS, PEOPLE, ZONE, Ago, they

FICTION = re.compile(r"\+1\d{3}55501\d\d")
NOW = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)


def test_everyone_has_a_name_and_a_phone_of_their_own() -> None:
    assert len(PEOPLE) == len(NAMES)
    assert len({one.phone for one in PEOPLE.values()} | NUMBERS.keys()) == len(PEOPLE) + len(NUMBERS)


@pytest.mark.parametrize("phone", [*NUMBERS, *(one.phone for one in PEOPLE.values())])
def test_every_phone_is_kept_free_for_fiction(phone: str) -> None:
    assert FICTION.fullmatch(phone)
    assert phonenumbers.is_valid_number(phonenumbers.parse(phone))
    assert str(ZONE) in zones.zones_of(phone)


def test_a_moment_is_on_new_york_s_clock_and_never_to_come() -> None:
    assert Ago(2, "10:05").before(NOW) == datetime(2026, 11, 26, 15, 5, tzinfo=UTC)
    assert Ago(minutes=50).before(NOW) == NOW - timedelta(minutes=50)
    assert Ago(0, "23:00").before(NOW) == NOW


def test_several_texts_come_some_minutes_apart() -> None:
    assert they("Hi", "Hello?") == (("they", "Hi", 4), ("they", "Hello?", 9))
