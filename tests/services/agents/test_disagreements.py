"""What is written twice and differently is told: in the knowledge, and between it and the playbook."""

from __future__ import annotations

from webapp.agents.definition import Knowledge, PlaybookEntry
from webapp.agents.stored import Definition
from webapp.services.agents import disagreements

HOURS = Knowledge(1, "Opening hours", "Open Monday to Friday from 9 to 5.")
OPEN = PlaybookEntry(
    "open", "When are you open", ("when are you open",), "We are open Monday to Friday, 8 to 6.",
    {"de": "Wir haben Montag bis Freitag von 8 bis 18 Uhr auf."},
)  # fmt: skip


def test_an_answer_and_the_knowledge() -> None:
    [found] = disagreements.of(Definition(playbook=(OPEN,), knowledge=(HOURS,)))
    assert found.sentence == "“Opening hours” and “When are you open” contradict each other."
    assert [(side.kind, side.key) for side in found.sides] == [("knowledge", "1"), ("answers", "open")]
    assert found.concerns("answers", "") and found.concerns("knowledge", "Opening hours")
    assert not found.concerns("answers", "Opening hours")


def test_a_piece_that_contradicts_itself_and_what_agrees() -> None:
    twice = Knowledge(2, "Cleaning", "A cleaning costs 95 euros. A cleaning costs 80 euros.")
    [found] = disagreements.of(Definition(knowledge=(HOURS, twice)))
    assert found.sentence == "“Cleaning” contradicts itself."
    agreeing = PlaybookEntry("open", "Hours", ("when",), "Open Mon-Fri 9-17.")
    assert disagreements.of(Definition(playbook=(agreeing,), knowledge=(HOURS,))) == []
