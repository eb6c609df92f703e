"""A dentist's desk with knowledge for the llm engine, and secrets that must not leak."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.agents import people
from tests.simulator.model.server import MODEL, ModelServer
from webapp.agents.base import Conversation, Outreach
from webapp.agents.definition import Agent, Field, FieldKind, Knowledge, KnowledgeHit, Label, Task
from webapp.agents.llm.access import ModelAccess, OutputMode

KEY = "sk-canary-5b1e-not-to-be-told"
INSTRUCTIONS = (
    "You are the reminder desk of a small dentist in Leeds. Never promise a discount to people who ask "
    "for one and always offer another day when they cannot come. The word of the house is heliotrope."
)
CALL_BACK = Task(
    "call_back",
    "Call back",
    when="They want to be called",
    fields=(
        Field("phone", "Phone", FieldKind.PHONE),
        Field("email", "E-mail", FieldKind.EMAIL, required=False),
        Field("topic", "Topic", FieldKind.CHOICE, choices=("price", "pain")),
        Field("note", "Note"),
    ),
)
PARKING = Knowledge(7, "Parking", "There is free parking behind the house. The gate closes at 20:00.")
DESK = Agent(
    name="Reminder desk",
    instructions=INSTRUCTIONS,
    tone="Friendly",
    languages=("en", "es"),
    knowledge=(KnowledgeHit(PARKING, 2.0, 90.0),),
    tasks=(people.MOVE, CALL_BACK),
    labels=(Label("Moving", "They move their appointment"), Label("Insurance", "They ask about insurance")),
    goal="A new appointment is agreed.",
    links=("example.com",),
    handoff_words=("solicitor",),
)
ROW = {
    "first_name": "Maria",
    "appointment": "Tuesday 3 March, 10:30",
    "dentist": "Dr Quill",
    "file no": "A-77",
}
OUTREACH = Outreach(ROW, "Hi Maria, see you on Tuesday!", "Maria prefers mornings. Her son comes along.")


def conversation(*texts: str, agent: Agent = DESK, **changes: Any) -> Conversation:
    """What Maria has just written to that desk."""
    return replace(people.conversation(*texts, agent=agent), outreach=OUTREACH, **changes)


def access(server: ModelServer, mode: OutputMode = OutputMode.NATIVE, **changes: Any) -> ModelAccess:
    """Quick, so that tests of what is slow are not."""
    known: dict[str, Any] = {"seconds": 5.0, "request_seconds": 3.0, "key": KEY}
    return ModelAccess(server.base_url, MODEL, mode=mode, **{**known, **changes})


def said(**fields: Any) -> dict[str, Any]:
    """An answer of a model, as its shape wants it, with these fields."""
    plain = {
        "say": "Hello!", "language": "en", "task": None, "fields": [], "runs": False, "handoff": None,
        "opt_out": False, "labels": [], "goal": None, "knowledge_ids": [], "confidence": 0.9, "end": False,
        "because": "They said hello.",
    }  # fmt: skip
    return plain | fields
