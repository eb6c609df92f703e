"""What a new agent may begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.agents.stored import Definition
from webapp.errors import Fault
from webapp.models.agent import Agent, EngineName
from webapp.models.user import User
from webapp.services.agents import store
from webapp.services.agents.store import AgentForm


@dataclass(frozen=True)
class Template:
    """`name`: of the agent, until its owner gives it another one. `what_for`: a sentence."""

    key: str
    name: str
    what_for: str
    definition: Definition
    color: str = "blue"


BLANK = Template("blank", "", "Nothing in it yet: you write each answer yourself.", Definition())
TEMPLATES: Mapping[str, Template] = {template.key: template for template in (BLANK,)}


def create(key: str, name: str, by: User) -> Agent:
    """An agent that answers by its playbook. Raises Fault and Faults that name the fields."""
    if key not in TEMPLATES:
        raise Fault("Choose what the agent begins with.", "template")
    template = TEMPLATES[key]
    form = AgentForm(name or template.name, EngineName.PLAYBOOK, template.definition, template.color)
    return store.create(form, by)
