"""How calls are placed, in sentences."""

from __future__ import annotations

from typing import Any

import pytest

from webapp.channels import call_about
from webapp.models.content import CallContent


@pytest.mark.parametrize(
    ("seconds", "words"), [(45, "45 seconds"), (60, "1 minute"), (90, "90 seconds"), (600, "10 minutes")]
)
def test_how_long_it_may_last(seconds: int, words: str) -> None:
    assert call_about.lasting(seconds) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minute"), (45, "45 minutes"), (60, "1 hour"), (90, "90 minutes"), (240, "4 hours"),
     (1440, "1 day"), (2880, "2 days")],
)  # fmt: skip
def test_how_long_is_waited(minutes: int, words: str) -> None:
    assert call_about.waiting(minutes) == words


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "No one is called a second time by itself."),
        ({"retries": 2, "retry_on": ()}, "No one is called a second time by itself."),
        ({"retries": 1}, "Called again once more, 1 hour later, after: no answer, busy."),
        (
            {"retries": 3, "retry_minutes": 30, "retry_other_time": True, "voicemail": "retry"},
            "Called again up to 3 times more, 30 minutes later, in another part of the day, after: no "
            "answer, busy, voicemail.",
        ),
        ({"voicemail": "message"}, "A voicemail answers: leave a message."),
        ({"language": "de", "ring_seconds": 20, "longest_seconds": 90},
         "In German; rings for 20 seconds, and lasts up to 90 seconds."),
        ({"menu": "introduce", "screening": "hang_up"},
         "Call screening: hang up. A menu: say who calls, and wait for a person."),
        ({"record": True}, "Calls are recorded, and say so."),
        ({"at_once": 2, "pace": 0.5}, "At most 2 at once and 0.5 starts a second."),
    ],
)  # fmt: skip
def test_what_was_chosen_is_said(values: dict[str, Any], sentence: str) -> None:
    assert sentence in call_about.sentences(CallContent("Hello.", **values))


def test_what_was_not_chosen_is_not_said() -> None:
    assert len(call_about.sentences(CallContent("Hello."))) == 4


def test_what_is_set_in_the_folded_parts_of_its_form_is_a_line() -> None:
    assert call_about.in_parts(CallContent(record=True, at_once=3)) == {
        "machines": "Say who calls, and wait for the person; a menu: hang up.",
        "again": "No one is called a second time by itself.",
        "limits": "Rings for 30 seconds, lasts up to 10 minutes, recorded. At most 3 at once.",
    }
