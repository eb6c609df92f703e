"""Lines of a test are shown as they are typed."""

from __future__ import annotations

from webapp.agents.eval_cases import Expectation, Expected
from webapp.agents.eval_text import parse


def test_an_expectation_reads_like_its_line() -> None:
    for line in ("contains: which day", "field day: 2026-03-03", "max segments: 2", "not contains: sorry"):
        case = parse(f"test: One\nsays: hello\n{line}").cases[0]
        assert str(case.steps[0].expects[0]) == line


def test_its_line_is_not_part_of_what_is_shown() -> None:
    assert str(Expectation(Expected.TASK, "move", line=7)) == "task: move"
