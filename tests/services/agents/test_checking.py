"""Bad input of an agent: one plain sentence each, by field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.desks import DESK
from webapp.agents.definition import HandoffRules, Knowledge, Label, PlaybookEntry, Task
from webapp.agents.stored import Caps, Definition, WorkingHours
from webapp.errors import Fault, Faults, Gather
from webapp.services.agents import checking

TWICE = (Label("Hot"), Label("Hot"))
BAD: list[tuple[str, dict[str, Any], str]] = [
    ("instructions", {"instructions": "x" * 20_001}, "20,000 characters"),
    ("knowledge", {"knowledge": (Knowledge(1, "Dogs", " \n"),)}, "“Dogs” is empty"),
    ("knowledge", {"knowledge": (Knowledge(1, "Dogs", "x" * 20_001),)}, "too long"),
    ("knowledge", {"knowledge": tuple(Knowledge(id, "t", "x") for id in range(2_001))}, "2,000 entries"),
    ("knowledge", {"knowledge": (Knowledge(1, "a", "b"), Knowledge(1, "c", "d"))}, "Two entries"),
    ("languages", {"languages": ()}, "at least one language"),
    ("segments", {"segments": 0}, "1 to 3"),
    ("caps", {"caps": Caps(0, 30)}, "1 to 1,000"),
    ("handoff", {"handoff": HandoffRules(-1)}, "or never"),
    ("wait", {"wait": 30.0}, "waiting time"),
    ("labels", {"labels": TWICE}, "Two labels are called “Hot”"),
    ("labels", {"labels": (Label("x" * 41),)}, "up to 40 characters"),
    ("labels", {"labels": (Label(" "),)}, "Write the label"),
    ("tasks", {"tasks": (Task("visit", "A"), Task("visit", "B"))}, "Two tasks"),
    ("playbook", {"tasks": ()}, "a task that does not exist"),
    ("playbook", {"playbook": (PlaybookEntry("a", "A", ("hi",), "Hi", labels=("Cold",)),)}, "may not set"),
    ("playbook", {"playbook": (PlaybookEntry("a", "A", (" ",), "Hi"),)}, "“A” has no example"),
    ("playbook", {"playbook": tuple(PlaybookEntry(str(n), "A", ("hi",)) for n in range(501))}, "500 entries"),
    ("hours", {"hours": WorkingHours("Mars/Base", (1, 2))}, "time zone"),
    ("hours", {"hours": WorkingHours("UTC")}, "never answer"),
    ("hours", {"hours": WorkingHours("UTC", (600, 600))}, "begins before it ends"),
]  # fmt: skip


def faults(definition: Definition) -> dict[str, str]:
    gathered = Gather()
    checking.definition(definition, gathered)
    try:
        gathered.settle()
    except Faults as told:
        return told.by_field
    return {}


def test_a_good_one_has_no_fault() -> None:
    assert faults(DESK) == {}


@pytest.mark.parametrize(("field", "changes", "words"), BAD)
def test_what_is_wrong_is_said(field: str, changes: dict[str, Any], words: str) -> None:
    told = faults(replace(DESK, **changes))
    assert list(told) == [field]
    assert words in told[field]


def test_what_no_database_can_hold_is_dropped() -> None:
    cleaned = checking.clean(replace(DESK, instructions="Be\x00 kind", away="\ud83dClosed"))
    assert (cleaned.instructions, cleaned.away) == ("Be kind", "\ufffdClosed")


def test_an_engine_must_be_known() -> None:
    checking.engine("playbook")
    with pytest.raises(Fault, match="from the list"):
        checking.engine("oracle")
