"""What a new agent may begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from webapp.agents.definition import PlaybookEntry
from webapp.agents.stored import Definition
from webapp.agents.templates import registry
from webapp.agents.templates.base import Draft, Template
from webapp.errors import Fault
from webapp.models.agent import Agent, EngineName
from webapp.models.user import User
from webapp.rules.typed_text import one_line
from webapp.services.agents import store
from webapp.services.agents.evals import evals
from webapp.services.agents.store import AgentForm


@dataclass(frozen=True)
class Beginning:
    """`name`: what the agent is called when its owner gives it no name. `about`: a sentence or two.

    `columns`: what the list of a batch should have for it. `evals`: its tests, as eval_text reads them.
    """

    key: str
    name: str
    about: str
    definition: Definition
    columns: tuple[str, ...] = ()
    color: str = ""
    evals: str = ""


def _with_phrases_once(entry: PlaybookEntry) -> PlaybookEntry:
    """Two languages may share one; the form of an answer keeps each line once."""
    return replace(entry, phrases=tuple(dict.fromkeys(entry.phrases)))


def _of_template(template: Template, color: str) -> Beginning:
    agent = template.agent
    definition = Definition(
        instructions=agent.instructions,
        tone=agent.tone,
        signature=agent.signature,
        languages=agent.languages,
        playbook=tuple(map(_with_phrases_once, agent.playbook)),
        tasks=agent.tasks,
        labels=agent.labels,
        handoff_words=agent.handoff_words,
        goal=agent.goal,
        links=agent.links,
        segments=template.segments,
        summaries=True,
    )
    about = (template.key, template.name, template.about)
    return Beginning(*about, definition, template.columns, color, template.evals)


BLANK = Beginning(
    "blank",
    "",
    "Nothing in it yet: you write each answer yourself.",
    Definition(summaries=True),
    color="gray",
)
COLORS = ("green", "violet", "orange", "teal", "blue", "red")
BEGINNINGS: Mapping[str, Beginning] = {
    beginning.key: beginning
    for beginning in (
        *(
            _of_template(template, COLORS[n % len(COLORS)])
            for n, template in enumerate(registry.TEMPLATES.values())
        ),
        BLANK,
    )
}


def create(key: str, name: str, by: User) -> Agent:
    """An agent that answers by its playbook. Raises Fault and Faults that name the fields."""
    if key not in BEGINNINGS:
        raise Fault("Choose what the agent begins with.", "template")
    begins = BEGINNINGS[key]
    called = one_line(name) or (store.free_name(begins.name) if begins.name else "")
    form = AgentForm(called, EngineName.PLAYBOOK, begins.definition, begins.color)
    agent = store.create(form, by)
    evals.begin(agent, begins.evals, by)
    return agent


def drafts(definition: Definition) -> list[Draft]:
    """What its owner should write down, and has not: of the template whose tasks the agent has."""
    tasks, titles = {task.key for task in definition.tasks}, {entry.title for entry in definition.knowledge}
    for template in registry.TEMPLATES.values():
        if {task.key for task in template.agent.tasks} == tasks:
            return [draft for draft in template.knowledge if draft.title not in titles]
    return []
