"""Finding batches by name, state, number and author, a page at a time."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests import factories
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.number import Number
from webapp.models.user import User
from webapp.services.batches import search
from webapp.services.batches.search import BatchSearch

Team = tuple[User, User, Number, Number]


@pytest.fixture
def team(app: Flask) -> Team:
    """Two people, two numbers, and five batches of theirs."""
    ada, bea = factories.user("Ada"), factories.user("Bea")
    one, two = factories.number(), factories.number("+12025550101")
    for name, author, number, state in (
        ("Autumn letter", ada, one, BatchState.FINISHED),
        ("Über uns", bea, one, BatchState.RUNNING),
        ("Autumn, the second letter", ada, two, BatchState.DRAFT),
        ("José’s list", bea, two, BatchState.CANCELED),
        ("An old letter", ada, one, BatchState.FINISHED),
    ):
        factories.batch([], name=name, created_by=author.id, number_id=number.id, state=state)
    db.session.scalars(db.select(Batch).where(Batch.name == "An old letter")).one().archived_at = now()
    db.session.commit()
    return ada, bea, one, two


def names(**wanted: Any) -> list[str]:
    return [batch.name for batch in search.find(BatchSearch(**wanted)).rows]


def test_the_list_without_what_is_archived_newest_first(team: Team) -> None:
    assert names() == ["José’s list", "Autumn, the second letter", "Über uns", "Autumn letter"]
    assert names(archived=True) == ["An old letter"]
    assert search.any_archived()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("autumn", ["Autumn, the second letter", "Autumn letter"]),
        ("LETTER second", ["Autumn, the second letter"]),
        ("uber", ["Über uns"]),
        ("ÜBER", ["Über uns"]),
        ("joses", ["José’s list"]),
        ("utum", ["Autumn, the second letter", "Autumn letter"]),
        ("old", []),
        ("%", ["José’s list", "Autumn, the second letter", "Über uns", "Autumn letter"]),
    ],
)
def test_by_name(team: Team, text: str, found: list[str]) -> None:
    assert names(text=text) == found


def test_by_state_number_and_author_together_with_the_name(team: Team) -> None:
    ada, bea, one, two = team
    assert names(state="draft") == ["Autumn, the second letter"]
    assert names(number_id=one.id) == ["Über uns", "Autumn letter"]
    assert names(author_id=bea.id) == ["José’s list", "Über uns"]
    assert names(text="letter", author_id=ada.id, number_id=two.id) == ["Autumn, the second letter"]
    assert names(text="letter", archived=True, author_id=ada.id) == ["An old letter"]
    assert [user.name for user in search.authors()] == ["Ada", "Bea"]
    assert [number.id for number in search.numbers_used()] == [one.id, two.id]


@pytest.mark.parametrize("text", ["", "batch"])
def test_a_page_at_a_time(app: Flask, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PAGE", 3)
    monkeypatch.setattr(search, "NAMES_AT_ONCE", 2)
    ada, number = factories.user(), factories.number()
    for at in range(7):
        factories.batch([], name=f"Batch {at}", created_by=ada.id, number_id=number.id)
    db.session.commit()
    found, before = [], None
    while True:
        page = search.find(BatchSearch(text), before)
        found.append([batch.name for batch in page.rows])
        before = page.next
        if before is None:
            break
    assert found == [["Batch 6", "Batch 5", "Batch 4"], ["Batch 3", "Batch 2", "Batch 1"], ["Batch 0"]]
