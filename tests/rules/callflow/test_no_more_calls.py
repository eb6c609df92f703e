"""No more calls, in the words that speech recognition writes down."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp.rules.callflow import no_more_calls, wishes
from webapp.rules.callflow.sentences import LANGUAGES
from webapp.rules.callflow.wishes import Stop

SAID = [line.split("\t") for line in (Path(__file__).parent / "no_more_calls.tsv").read_text().splitlines()]
"""The language; whether it is certain, likely, or means something else; what was said."""


@pytest.mark.parametrize(("meant", "expected"), [("certain", {Stop.CERTAIN}), ("likely", {Stop.LIKELY})])
def test_who_wants_no_more_calls_is_understood(meant: str, expected: set[Stop]) -> None:
    wrong = [text for _, kind, text in SAID if kind == meant and wishes.stop([text]) not in expected]
    assert wrong == []


def test_what_is_said_of_one_time_or_one_matter_opts_no_one_out() -> None:
    wrong = [text for _, kind, text in SAID if kind == "other" and wishes.stop([text]) is Stop.CERTAIN]
    assert wrong == []


@pytest.mark.parametrize("before", ["Hello? ", "Well, ", "No. "])
def test_whatever_else_is_said_before(before: str) -> None:
    few = (
        "don't call me again",
        "no me llame más",
        "ne m'appelez plus",
        "rufen Sie nicht mehr an",
        "nunca mais me ligue",
    )
    assert all(wishes.stop([before + text]) is Stop.CERTAIN for text in few)


def test_each_language_of_calls_has_its_own() -> None:
    names = ("ENGLISH", "SPANISH", "FRENCH", "GERMAN", "PORTUGUESE")
    assert len(names) == len(LANGUAGES)
    assert {one for name in names for one in getattr(no_more_calls, name)} == set(no_more_calls.CERTAIN)
