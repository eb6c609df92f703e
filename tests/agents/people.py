"""Agents and conversations for tests: a dentist's reminder desk, and Maria, who writes to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from webapp.agents.base import Contact, Conversation, Memory, Outreach, Turn, Who
from webapp.agents.definition import Agent, Field, FieldKind, Label, PlaybookEntry, Task

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)  # a Monday
MARIA = Contact("+447400123456", "Maria Lopez", "GB", {"plan": "gold"})
ROW = {"first_name": "Maria", "appointment": "Tuesday 3 March, 10:30"}

MOVE = Task(
    "move",
    "Move appointment",
    fields=(
        Field("day", "Day", FieldKind.DATE, question="Which day suits you?"),
        Field("hour", "Time", FieldKind.TIME, question="At what time?"),
        Field("note", "Anything we should know", FieldKind.TEXT, required=False),
    ),
    done="Done, see you on {{day}} at {{hour}}.",
    reaches_goal=True,
)
ENTRIES = (
    PlaybookEntry(
        "when",
        "When is my appointment",
        (
            "When is my appointment?",
            "what time is my appointment",
            "can you remind me of my appointment time",
        ),
        "Hi {{first_name}}, it is on {{appointment}}.",
        {"es": "Hola {{first_name}}, es el {{appointment}}."},
    ),
    PlaybookEntry(
        "move",
        "Move the appointment",
        ("I need to move my appointment", "can we reschedule", "I cannot make it, another day please"),
        "No problem.",
        task="move",
        labels=("Moving",),
    ),
    PlaybookEntry(
        "parking",
        "Parking",
        ("where can I park", "is there parking nearby", "do you have a car park"),
        "There is parking behind the house.",
    ),
    PlaybookEntry(
        "pain",
        "Toothache",
        ("I have a terrible toothache", "my tooth hurts a lot", "I am in pain with my tooth"),
        "That sounds painful.",
        handoff="They are in pain: please call.",
    ),
    PlaybookEntry(
        "yes", "Comes", ("yes", "I will be there", "confirmed"), "Great, see you!", labels=("Comes",)
    ),
)
DESK = Agent(
    name="Reminder desk",
    languages=("en", "es"),
    playbook=ENTRIES,
    tasks=(MOVE,),
    labels=(Label("Moving"), Label("Comes"), Label("Insurance", phrases=("insurance", "my insurer"))),
    handoff_words=("solicitor",),
)


def conversation(*texts: str, agent: Agent = DESK, memory: Memory = Memory(), **changes: Any) -> Conversation:  # noqa: B008
    """What Maria has just written, a text each, and nothing before."""
    turns = tuple(Turn(Who.CONTACT, text, NOW) for text in texts)
    outreach = Outreach(ROW, "Hi Maria, see you on Tuesday 3 March, 10:30!", "Free until May.")
    return replace(Conversation(agent, MARIA, turns, NOW, outreach=outreach, memory=memory), **changes)
