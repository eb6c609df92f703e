"""What people text: how much of it is heard, by the third that no rule was written from."""

from __future__ import annotations

import sys
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.wordings import LABEL, NUMBER, TEAM, Wording, wordings
from webapp.rules.first_letters import first_letters
from webapp.rules.replies.replies import Meaning, read
from webapp.rules.wording import bare, spaced

HEARD = (Meaning.OPT_OUT, Meaning.HOLD)
TABLES = ("opt_outs", "ordinary")


def meaning(one: Wording) -> Meaning:
    return read(one.text, lambda: (TEAM, LABEL, NUMBER))


def figures(*, aside: bool) -> dict[str, Counter[Meaning]]:
    """By kind, how many texts mean what."""
    found: dict[str, Counter[Meaning]] = {}
    for one in (one for table in TABLES for one in wordings(table)):
        if one.is_set_aside == aside:
            found.setdefault(one.kind, Counter())[meaning(one)] += 1
    return found


def share(of: Counter[Meaning], *meanings: Meaning) -> float:
    return sum(of[one] for one in meanings) / sum(of.values())


def test_the_tables_are_as_large_as_they_have_to_be() -> None:
    opt_outs, ordinary = list(wordings("opt_outs")), list(wordings("ordinary"))
    assert len({one.text for one in opt_outs}) >= 800
    assert len({one.language for one in opt_outs}) >= 15
    assert len({one.text for one in ordinary}) >= 500
    aside = sum(one.is_set_aside for one in opt_outs)
    assert 0.28 < aside / len(opt_outs) < 0.38


def test_no_text_means_two_things() -> None:
    both = [{spaced(bare(one.text)) for one in wordings(table)} - {""} for table in TABLES]
    assert not both[0] & both[1]


def test_what_was_set_aside_is_heard(capsys: pytest.CaptureFixture[str]) -> None:
    found = figures(aside=True)
    with capsys.disabled():
        for kind, counts in found.items():
            sys.stdout.write(f"\nset aside, {kind}: {dict(counts)}")
        sys.stdout.write("\n")
    assert share(found["keyword"], Meaning.OPT_OUT) == 1
    assert share(found["whole"], *HEARD) == 1
    assert share(found["name"], Meaning.OPT_OUT) == 1
    assert share(found["free"], *HEARD) >= 0.9


def test_of_what_was_set_aside_hardly_an_ordinary_reply_is_held() -> None:
    found = figures(aside=True)
    for kind in ("ordinary", "firm"):
        assert share(found[kind], Meaning.HOLD) <= 0.01
        assert share(found[kind], Meaning.OPT_OUT, Meaning.OPT_IN) == 0


def test_the_other_two_thirds_are_heard_as_well() -> None:
    found = figures(aside=False)
    assert share(found["keyword"], Meaning.OPT_OUT) == share(found["name"], Meaning.OPT_OUT) == 1
    assert share(found["free"] + found["whole"], *HEARD) >= 0.95
    assert share(found["ordinary"] + found["firm"], Meaning.HOLD) <= 0.01


PIECES = [
    "stop ",
    "STOP",
    "s ",
    "no me ",
    "don't text ",
    "to ",
    "не ",
    "a",
    "(",
    "“",
    "unsubscribe ",
    "退订",
    "\n> ",
    "보내",
]


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * size)[:size] + "?x"
        began = time.process_time()
        read(text, lambda: (TEAM, LABEL, NUMBER))
        return time.process_time() - began

    read("warm " * 20)
    assert seconds(1600) < 0.25
    assert seconds(50_000) < 1.0


@given(st.text(alphabet="stop eun\n.!?2to=ABab “”>", max_size=300))
def test_texts_that_nearly_say_it_can_be_read(text: str) -> None:
    assert read(text, lambda: (TEAM, LABEL, NUMBER)) in Meaning


def test_which_letters_a_pattern_begins_with() -> None:
    assert first_letters(r"\b(?:stop|quit) it") == {"s", "q"}
    assert first_letters(r"^(?:do )?not") == {"d", "n"}
    assert first_letters(r"[a-c]x") == {"a", "b", "c"}
    assert first_letters(r"(?:a|b?)") is first_letters(r"\w+ no") is None
