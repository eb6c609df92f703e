"""A death, a child, the law: told apart from what only sounds like it. More rows: ../replies/texts.tsv."""

from __future__ import annotations

import pytest

from webapp.rules.phrases import grave
from webapp.rules.phrases.finding import AnyOf

_DEATHS, _NO_DEATHS, _REST = map(AnyOf, (grave.DEATHS, grave.NO_DEATHS, (*grave.CHILDREN, *grave.THREATS)))


@pytest.mark.parametrize(
    ("said", "tells"),
    [
        ("maria passed away last year", True), ("he is dead", True), ("er ist tot", True),
        ("my dog died", False), ("grandma died need to postpone", False), ("i almost died laughing", False),
        ("he is dead serious", False), ("mon chien est mort", False), ("morri de rir", False),
    ],
)  # fmt: skip
def test_whether_it_tells_of_a_death(said: str, tells: bool) -> None:
    assert (_DEATHS.search(_NO_DEATHS.without(said)) is not None) is tells


@pytest.mark.parametrize(
    ("said", "tells"),
    [
        ("i'm only 12 years old", True), ("ich erstatte anzeige", True), ("los voy a demandar", True),
        ("i'm only 15 min late", False), ("can my lawyer call you", False), ("tengo 5 minutos", False),
    ],
)  # fmt: skip
def test_whether_it_tells_of_a_child_or_of_the_law(said: str, tells: bool) -> None:
    assert (_REST.search(said) is not None) is tells
