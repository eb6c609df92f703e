"""Three agents from the templates, each with the knowledge that its template shows as an example."""

from __future__ import annotations

from webapp.agents.definition import Knowledge
from webapp.agents.stored import Definition
from webapp.agents.templates.base import Template
from webapp.agents.templates.registry import TEMPLATES
from webapp.models.agent import Agent, EngineName
from webapp.models.user import User
from webapp.services.agents import store
from webapp.services.agents.store import AgentForm
from webapp.services.demo import marks

NAMES = {
    "reminder_desk": ("Riverside Dental", "blue"),
    "feedback": ("Riverside Dental, feedback", "green"),
    "lead_qualification": ("Harbor Kitchens", "orange"),
}
"""Name and color of each, by its template; contacts read the name where an answer says who writes."""


def make(by: User) -> dict[str, Agent]:
    """By template."""
    made = {}
    for key, (name, color) in NAMES.items():
        form = AgentForm(name, EngineName.PLAYBOOK, definition(TEMPLATES[key]), color)
        made[key] = store.create(form, by)
    marks.remember(*made.values())
    return made


def definition(template: Template) -> Definition:
    """All of a template as it is."""
    agent = template.agent
    return Definition(
        instructions=agent.instructions,
        tone=agent.tone,
        signature=agent.signature,
        languages=agent.languages,
        playbook=agent.playbook,
        knowledge=tuple(
            Knowledge(at, one.title, one.example) for at, one in enumerate(template.knowledge, 1)
        ),
        tasks=agent.tasks,
        labels=agent.labels,
        handoff_words=agent.handoff_words,
        goal=agent.goal,
        links=agent.links,
        segments=template.segments,
    )
