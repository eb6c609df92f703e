"""Three agents from the templates, each with the knowledge that its template shows as an example."""

from __future__ import annotations

from dataclasses import replace

from webapp.agents.definition import Knowledge
from webapp.agents.stored import Definition
from webapp.agents.templates.registry import TEMPLATES
from webapp.models.agent import Agent, EngineName
from webapp.models.user import User
from webapp.services.agents import store
from webapp.services.agents.editing.templates import BEGINNINGS
from webapp.services.agents.evals import evals
from webapp.services.agents.store import AgentForm
from webapp.services.demo import marks

NAMES = {
    "reminder_desk": ("Riverside Dental", "blue"),
    "feedback": ("Riverside Dental, feedback", "green"),
    "lead_qualification": ("Harbor Kitchens", "orange"),
}
"""Name and color of each, by its template; contacts read the name where an answer says who writes."""


def make(by: User) -> dict[str, Agent]:
    """By template, with its tests."""
    made = {}
    for key, (name, color) in NAMES.items():
        made[key] = store.create(AgentForm(name, EngineName.PLAYBOOK, definition(key), color), by)
        evals.begin(made[key], BEGINNINGS[key].evals, by)
    marks.remember(*made.values())
    return made


def definition(key: str) -> Definition:
    """What an agent of this template begins with, and what its owner would have written down."""
    known = enumerate(TEMPLATES[key].knowledge, 1)
    knowledge = tuple(Knowledge(at, one.title, one.example) for at, one in known)
    return replace(BEGINNINGS[key].definition, knowledge=knowledge)
