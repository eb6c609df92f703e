"""How a list is imported: what the page proposes, and what it refuses."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.services.contacts.imports.lists import LIST, imported, someone, take
from webapp.db import db
from webapp.errors import Fault
from webapp.models.contact_import import ContactImport
from webapp.models.user import User
from webapp.services.contacts.imports import plan, store
from webapp.services.contacts.imports.plan import Plan, Taken


@pytest.fixture
def ada(app: Flask) -> User:
    """Who brings the lists along."""
    return someone()


@pytest.fixture
def one(ada: User) -> ContactImport:
    """A list that was read."""
    return take(LIST, ada)


def test_what_is_proposed(one: ContactImport) -> None:
    chosen = plan.read(one, plan.proposed(one))
    assert chosen == Plan((Taken(2, "City"), Taken(3, "Joined", "day")), (0,))
    assert Plan.of(chosen.to_json()) == chosen


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"as-2": ""}, "as-2"),
        ({"as-2": "{x}"}, "as-2"),
        ({"as-3": "CITY"}, "as-3"),
        ({"label": "x" * 41}, "label"),
        ({"names": "0,9"}, "names"),
        ({"zone": "9"}, "zone"),
    ],
)
def test_what_is_refused(one: ContactImport, typed: dict[str, str], field: str) -> None:
    with pytest.raises(Fault) as raised:
        plan.read(one, plan.proposed(one) | typed)
    assert raised.value.field == field


def test_an_attribute_that_is_known_keeps_its_spelling(ada: User) -> None:
    imported("Phone,Home Town\n+12025550111,Bonn\n", ada)
    one = take("Phone,home_town\n+12025550122,Rome\n", ada)
    assert plan.read(one, plan.proposed(one)).taken == (Taken(1, "Home Town"),)


def test_a_segment_by_a_filter_or_with_a_name_that_is_taken_is_refused(ada: User, one: ContactImport) -> None:
    store.begin(one, plan.proposed(one) | {"new_segment": "Spring"}, ada)
    db.session.commit()
    other = take(LIST, ada, "other.csv")
    with pytest.raises(Fault, match="Another segment has this name") as raised:
        store.begin(other, plan.proposed(other) | {"new_segment": "spring"}, ada)
    assert raised.value.field == "new_segment"
    with pytest.raises(Fault, match="not both"):
        store.begin(other, plan.proposed(other) | {"new_segment": "Autumn", "segment": "1"}, ada)


@pytest.mark.parametrize(
    ("heading", "value", "columns", "proposed"),
    [
        ("Time zone", "Europe/Rome", [1], "1"),
        ("tz", "rome", [1], "1"),
        ("Region", "Europe/Rome", [1], ""),
        ("Region", "Rome", [], ""),
        ("Time zone", "Eastern", [], ""),
    ],
)
def test_a_column_of_time_zones(
    ada: User, heading: str, value: str, columns: list[int], proposed: str
) -> None:
    one = take(f"Phone,{heading}\n+12025550111,{value}\n", ada)
    assert plan.zone_columns(one) == columns
    typed = plan.proposed(one)
    assert (typed["zone"], "take-1" in typed) == (proposed, not proposed)
