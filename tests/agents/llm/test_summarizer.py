"""Summaries through the real library, of the simulated model in each of its moods."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.agents.llm.people import KEY, access
from tests.simulator.model.server import ModelServer
from webapp.agents.base import EngineFault, Turn, Who
from webapp.agents.grounded import ADDRESS
from webapp.agents.llm import sentences, summarizer
from webapp.agents.llm.access import OutputMode
from webapp.agents.summary import CallTold, Facts, TaskDone
from webapp.agents.summary_input import Line, SummaryInput

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
CARD = "4111 1111 1111 1111"
MOVED = TaskDone("Move", {"day": "Tuesday, 10 March 2026"})


def line(who: Who, text: str, spoken: bool = False) -> Line:
    return Line(Turn(who, text, AT), spoken)


ASKED = SummaryInput(
    "en",
    Facts(batch="Reminders", asked="Hi Maria, see you on Tuesday!"),
    (
        line(Who.STAFF, "Hi Maria, see you on Tuesday!"),
        line(Who.CONTACT, f"Can I move it to 10 March? My card is {CARD}"),
        line(Who.AGENT, "Yes, at 15:30."),
    ),
)


@pytest.mark.parametrize("mode", OutputMode)
def test_a_title_and_three_lines_with_what_they_cost(model: ModelServer, mode: OutputMode) -> None:
    reached = access(model, mode, price_in=Decimal("2.5"), price_out=Decimal(10))
    written = summarizer.summarize(reached, ASKED)
    assert written.summary.title == "Can I move it to 10 March? My card is [card ending in 1111]"
    assert written.summary.lines == (
        "They wrote: “Can I move it to 10 March? My card is [card ending in 1111]”",
        "The answer was: “Yes, at 15:30.”",
        "Last: “Yes, at 15:30.”",
    )
    assert written.usage.requests == 1
    assert written.usage.price
    assert "1111 1111" not in model.prompts()


def test_tasks_calls_and_handoffs_are_told_and_the_language_is_kept(model: ModelServer) -> None:
    call = CallTold("Answered", "2 min", said="Ja, gern")
    facts = Facts(tasks=(MOVED,), handoff="They asked for a person.", call=call)
    asked = SummaryInput("de", facts, (line(Who.CONTACT, "Ja, gern", spoken=True),))
    assert summarizer.summarize(access(model), asked).summary.lines == (
        "Gesagt: „Ja, gern“",
        "Erledigt: Move: Tuesday, 10 March 2026",
        "Das Team ist gefragt: They asked for a person.",
    )
    told = model.prompts()
    assert "Answered" in told
    assert "ISO 639-1 code: de" in told


def says(lines: list[str], title: str = "Moved") -> dict[str, Any]:
    return {"title": title, "lines": lines}


THREE = ["Wants another day.", "It was moved.", "Nothing is open."]


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (says(THREE[:2]), sentences.NONSENSE),
        (says([*THREE, "And more."]), sentences.NONSENSE),
        (says(["", " ", "-"]), sentences.NONSENSE),
        (says(THREE, title="\u200b"), sentences.NONSENSE),
        (says(THREE, title="x" * 81), sentences.TOO_LONG),
        (says([*THREE[:2], "word " * 41]), sentences.TOO_LONG),
        (says([*THREE[:2], "Moved to 11 March."]), sentences.unsaid("11")),
        (says([*THREE[:2], "Moved to Thursday."]), sentences.unsaid("thursday")),
        (says(THREE, title="Owes 250 euros"), sentences.unsaid("250")),
        (says([*THREE[:2], "See evil.example/x"]), sentences.unsaid(ADDRESS)),
        (says([*THREE[:2], "Call +44 7400 999888"]), sentences.unsaid(ADDRESS)),
        (says([*THREE[:2], f"The key: {KEY}"]), sentences.GIVES_AWAY),
        ({"say": "Hello!"}, sentences.NONSENSE),
        ("Hello!", sentences.PROSE),
    ],
)  # fmt: skip
def test_what_is_no_summary_of_this_is_not_taken(model: ModelServer, output: object, sentence: str) -> None:
    model.mood("given", output=output)
    with pytest.raises(EngineFault) as raised:
        summarizer.summarize(access(model), ASKED)
    assert raised.value.sentence == sentence
    assert raised.value.usage.requests == len(model.requests()) <= 2


def test_what_fits_is_taken_without_list_signs(model: ModelServer) -> None:
    model.mood("given", output=says([f"- {one}" for one in THREE], title="  Moved to\n10 March "))
    summary = summarizer.summarize(access(model), ASKED).summary
    assert (summary.title, summary.lines) == ("Moved to 10 March", tuple(THREE))


@pytest.mark.parametrize(
    ("mood", "sentence"),
    [
        ("busy", sentences.BUSY), ("no_credit", sentences.NO_CREDIT), ("empty", sentences.EMPTY),
        ("cut_json", sentences.CUT), ("runaway", sentences.BUDGET), ("filtered", sentences.FILTERED),
        ("invents", sentences.unsaid("31.12.2099")),
    ],
)  # fmt: skip
def test_each_failure_has_its_sentence(model: ModelServer, mood: str, sentence: str) -> None:
    model.mood(mood)
    with pytest.raises(EngineFault) as raised:
        summarizer.summarize(access(model), ASKED)
    assert raised.value.sentence == sentence


def test_the_newest_is_told_where_there_is_too_much(model: ModelServer) -> None:
    many = [line(Who.CONTACT, f"{'blah ' * 150}{number}") for number in range(40)]
    summarizer.summarize(access(model), replace(ASKED, lines=tuple(many)))
    assert "blah 39" in model.prompts()
    assert 'blah 0"' not in model.prompts()
    assert len(model.prompts()) < 20_000
