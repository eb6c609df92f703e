"""What an agent knows, as its form has it."""

from __future__ import annotations

import pytest

from tests.services.agents.editing.forms import item_faults, written
from webapp.agents.definition import Knowledge
from webapp.agents.stored import Definition
from webapp.errors import NotFound
from webapp.services.agents.editing.knowledge import KIND

DESK = Definition(knowledge=(Knowledge(4, "Parking", "Behind the house."), Knowledge(7, "Dogs", "Welcome.")))
LONG = "Prices\n\nA cleaning costs 80.\n\nInsurance\n\nWe take all of them."


def test_what_is_shown_is_what_is_saved() -> None:
    assert written(KIND, DESK, "4") == DESK.knowledge


def test_a_new_one_has_an_id_that_none_had() -> None:
    assert written(KIND, DESK, None, title="Cats", text="Too.")[-1] == Knowledge(8, "Cats", "Too.")


def test_a_long_text_is_cut_where_it_stands() -> None:
    cut = written(KIND, DESK, "4", text=LONG, cut="yes")
    assert [(entry.id, entry.title) for entry in cut] == [(4, "Prices"), (9, "Insurance"), (7, "Dogs")]


def test_empty_and_huge_texts_are_refused() -> None:
    assert list(item_faults(KIND, DESK, None, title="", text="")) == ["title", "text"]
    assert list(item_faults(KIND, DESK, None, title="All", text="x" * 20_001)) == ["text"]
    assert list(item_faults(KIND, DESK, None, title="All", text="x" * 200_001, cut="yes")) == ["text"]


def test_one_is_removed_and_none_that_is_not_there() -> None:
    assert KIND.remove(DESK, "4") == DESK.knowledge[1:]
    with pytest.raises(NotFound):
        KIND.remove(DESK, "5")
