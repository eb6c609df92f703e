"""Who is not whom we mean, and who only is not something."""

from __future__ import annotations

import pytest

from webapp.rules.replies.wrong_numbers import find


@pytest.mark.parametrize(
    "said",
    [
        "wrong number", "worng number sorry", "i'm not allison", "this isn't maria's phone", "no soy delia",
        "ich bin nicht ines", "ce n'est pas marie", "foi engano", "verkeerd nummer", "numero sbagliato",
    ],
)  # fmt: skip
def test_someone_else(said: str) -> None:
    assert find(said) in said and find(said)


@pytest.mark.parametrize(
    "said",
    [
        "i'm not sure", "not calling today", "not today", "this is not ok", "not interested", "no soy capaz",
        "ich bin nicht da",
        "ce n'est pas possible", "the number is 5", "what is the number", "nao sou capaz", "",
    ],
)  # fmt: skip
def test_the_right_person(said: str) -> None:
    assert find(said) == ""
