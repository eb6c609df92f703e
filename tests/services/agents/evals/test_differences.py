"""Which words two texts do not share."""

from __future__ import annotations

import pytest

from webapp.services.agents.evals.differences import Piece, compare


def test_what_differs_is_marked_in_both() -> None:
    before, after = compare("We open at nine.", "We open at ten.")
    assert before == (Piece("We open at "), Piece("nine.", True))
    assert after == (Piece("We open at "), Piece("ten.", True))


def test_words_that_only_one_has() -> None:
    before, after = compare("We open", "We open today")
    assert not any(piece.differs for piece in before)
    assert after[-1] == Piece(" today", True)


@pytest.mark.parametrize(("before", "after"), [("", ""), ("a  b\nc", "x"), ("", "new"), ("same", "same")])
def test_the_pieces_are_the_text(before: str, after: str) -> None:
    old, new = compare(before, after)
    assert ("".join(one.text for one in old), "".join(one.text for one in new)) == (before, after)
