"""What a list says of someone, beside what is known: what is written, kept and left out."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from webapp.services.contacts.attributes import MOST
from webapp.services.contacts.imports.facts import Changes
from webapp.services.contacts.imports.plan import Taken

CITY, AGE = Taken(1, "City"), Taken(2, "Age")


@dataclass
class Kept:
    """A row of an attribute."""

    id: int
    name: str
    value: str
    locked: bool = False


@pytest.mark.parametrize(
    ("overwrite", "locked", "city", "kept"),
    [
        (False, False, "Bonn", 0),
        (False, True, "Bonn", 0),
        (True, False, "Rome", 0),
        (True, True, "Bonn", 1),
    ],
)
def test_what_is_there_and_what_is_missing(overwrite: bool, locked: bool, city: str, kept: int) -> None:
    changes = Changes(overwrite, {(7, CITY.key): Kept(1, "city", "Bonn", locked)})
    assert changes.of(7, {"city": "Bonn"}, {CITY: "Rome", AGE: "41"}) == {"city": city, "Age": "41"}
    assert (changes.kept, changes.left_out) == (kept, 0)


def test_the_same_value_is_neither_changed_nor_kept() -> None:
    changes = Changes(True, {(7, CITY.key): Kept(1, "City", "Bonn", True)})
    assert changes.of(7, {"City": "Bonn"}, {CITY: "Bonn"}) == {"City": "Bonn"}
    assert changes.kept == 0


def test_what_does_not_fit_is_left_out() -> None:
    full = {f"n{number}": "x" for number in range(MOST)}
    changes = Changes(False, {})
    assert changes.of(7, full, {CITY: "Rome"}) == full
    assert changes.of(8, {}, {CITY: "x" * 501}) == {}
    assert changes.left_out == 2
