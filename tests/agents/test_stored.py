"""What is kept of an agent: all of it comes back, and older definitions are read."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

from tests.agents.people import ENTRIES, MOVE
from webapp.agents import stored
from webapp.agents.definition import Agent, HandoffRules, Knowledge, Label
from webapp.agents.stored import Caps, Definition, WorkingHours
from webapp.rules.hours import hours

FULL = Definition(
    instructions="Be kind.", tone="warm", signature="— Ada", languages=("en", "es"), playbook=ENTRIES,
    knowledge=(Knowledge(1, "Dogs", "Dogs are welcome."), Knowledge(2, "Parking", "Behind the house.")),
    tasks=(MOVE,), labels=(Label("Moving", "they move", ("move",)),), handoff_words=("boss",),
    goal="They come.", links=("example.org",), segments=2,
    hours=WorkingHours("Europe/Berlin", (540, 1020), None, None, "DE"),
    away="We are closed.", handoff=HandoffRules(5, False, False), caps=Caps(3, 9), wait=1.0, longest_wait=2.0,
)  # fmt: skip


def test_all_of_it_comes_back() -> None:
    assert stored.from_json(stored.to_json(FULL)) == FULL


def test_each_key_that_an_older_version_lacks_has_its_default() -> None:
    for field in fields(Definition):
        kept = stored.to_json(FULL)
        del kept[field.name]
        assert getattr(stored.from_json(kept), field.name) == getattr(Definition(), field.name)


def test_defaults() -> None:
    new = Definition()
    assert (new.segments, new.caps, new.wait, new.longest_wait) == (1, Caps(12, 30), 6, 25)


def test_an_engine_gets_all_that_an_agent_has_and_the_knowledge_that_fits() -> None:
    agent = FULL.agent("Desk", "are dogs welcome?")
    same = [field.name for field in fields(Agent) if field.name not in ("name", "knowledge")]
    assert [getattr(agent, name) for name in same] == [getattr(FULL, name) for name in same]
    assert [hit.knowledge.id for hit in agent.knowledge] == [1]
    assert FULL.agent("Desk", "  ").knowledge == ()


def test_working_hours_are_those_of_the_rules() -> None:
    assert FULL.hours is not None
    monday = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)  # 8:00 in Berlin
    opens = hours.next_open(monday, (FULL.hours.zone,), (FULL.hours.hours,))
    assert opens == datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
