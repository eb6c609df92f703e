"""A task runs with all its fields, or not at all."""

from __future__ import annotations

import pytest

from tests.agents.people import DESK, MOVE
from webapp.agents import agreed
from webapp.agents.base import Decision

GOOD = {"day": "2026-03-10", "hour": "15:30", "note": ""}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (GOOD, ""),
        ({"day": "2026-03-10", "hour": "15:30"}, ""),
        ({"day": "2026-03-10"}, "no usable value for Time."),
        ({**GOOD, "day": "Tuesday", "hour": "25:00"}, "no usable value for Day, Time."),
        ({**GOOD, "note": "x" * 501}, "Anything we should know."),
    ],
)
def test_each_field_is_looked_at_again(fields: dict[str, str], words: str) -> None:
    decision = Decision(task="move", fields=fields, runs=True)
    assert agreed.fault(DESK, decision).endswith(words) if words else agreed.fault(DESK, decision) == ""


def test_what_does_not_run_has_no_fault_and_an_unknown_task_has_one() -> None:
    assert agreed.fault(DESK, Decision(task="move", fields={})) == ""
    assert "does not have" in agreed.fault(DESK, Decision(task="fly", runs=True))


def test_only_the_fields_of_the_task_are_kept() -> None:
    decision = Decision(task="move", fields={"day": "2026-03-10", "admin": "yes"}, runs=True)
    assert agreed.values(MOVE, decision) == {"day": "2026-03-10", "hour": "", "note": ""}
