"""Agents, made and changed: each save is a version, and none is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from webapp.agents import stored
from webapp.agents.stored import Definition
from webapp.db import UNTRACKED, db, now
from webapp.errors import Conflict, Fault, Gather, NotFound
from webapp.models.agent import Agent, AgentState, AgentVersion, EngineName
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules import natural_order
from webapp.rules.comparing import alike
from webapp.rules.typed_text import one_line
from webapp.services import events, row_locks
from webapp.services.agents import checking

LONGEST_NAME = 80
PALETTE = ("", "blue", "green", "violet", "orange", "red", "teal", "gray")


@dataclass(frozen=True)
class Current:
    """An agent's newest version."""

    agent: Agent
    definition: Definition


@dataclass(frozen=True)
class AgentForm:
    """What an agent is to be. `color`: of PALETTE."""

    name: str
    engine: EngineName
    definition: Definition
    color: str = ""


def get(agent_id: int) -> Agent:
    """Raises NotFound."""
    agent = db.session.get(Agent, agent_id)
    if agent is None:
        raise NotFound("This agent does not exist.")
    return agent


def named(name: str) -> Agent:
    """Whatever its case; without those that are archived. Raises NotFound that names the others."""
    found = [agent for agent in listed() if alike(agent.name) == alike(name)]
    if found:
        return found[0]
    names = ", ".join(f"“{agent.name}”" for agent in listed())
    known = f"There are: {names}." if names else "There are none yet."
    raise NotFound(f"There is no agent called “{name}”. {known}")


def listed(archived: bool = False) -> Sequence[Agent]:
    """By name; those that are archived only when they are asked for."""
    query = select(Agent) if archived else select(Agent).where(Agent.archived_at.is_(None))
    return sorted(db.session.scalars(query), key=lambda one: (natural_order.key(one.name), one.id))


def current(agent: Agent) -> Current:
    """With its newest definition."""
    return Current(agent, version(agent.id, agent.version))


def current_of(agents: Iterable[Agent]) -> dict[int, Current]:
    """The same for many, by id; each is read once, however often it is among them."""
    return {agent_id: current(agent) for agent_id, agent in {one.id: one for one in agents}.items()}


def version(agent_id: int, number: int) -> Definition:
    """What one of its versions said. Raises NotFound."""
    row = db.session.get(AgentVersion, (agent_id, number))
    if row is None:
        raise NotFound("This version of the agent does not exist.")
    return stored.from_json(row.definition)


def create(form: AgentForm, by: User) -> Agent:
    """Raises Faults that name the fields."""
    checked = _checked(form)
    agent = Agent(name=checked.name, color=checked.color, engine=checked.engine, version=1, created_by=by.id)
    db.session.add(agent)
    db.session.flush()
    _keep(agent, checked.definition, by)
    events.note("agent.created", user_id=by.id, agent=agent.id, name=agent.name)
    return agent


def save(agent_id: int, seen: int, form: AgentForm, by: User) -> Agent:
    """The next version. `seen`: the number of the one that was changed.

    Raises Conflict when a colleague has saved another one since, NotFound, and Faults that name the fields.
    """
    agent = locked(agent_id)
    if agent.version != seen:
        raise Conflict(_overtaken(agent))
    if agent.archived_at is not None:
        raise Conflict("This agent is archived and cannot be changed any more.")
    checked = _checked(form, current(agent))
    agent.name, agent.color, agent.engine = checked.name, checked.color, checked.engine
    agent.version += 1
    _keep(agent, checked.definition, by)
    events.note("agent.saved", user_id=by.id, agent=agent.id, name=agent.name, version=agent.version)
    return agent


def archive(agent_id: int, by: User) -> None:
    """It answers no more; its threads wait for staff. Raises NotFound."""
    agent = locked(agent_id)
    if agent.archived_at is not None:
        return
    agent.archived_at = now()
    of_agent = row_locks.in_turn(Thread.id, Thread.agent_id == agent_id, Thread.agent_state == AgentState.ON)
    left = update(Thread).where(of_agent).values(agent_state=AgentState.NONE, revision=Thread.revision + 1)
    db.session.execute(left, execution_options=UNTRACKED)
    events.note("agent.archived", user_id=by.id, agent=agent.id, name=agent.name)


def bring_back(agent_id: int, by: User) -> None:
    """An archived agent may answer again: where a number or a batch names it. Raises NotFound.

    The threads that it had left to staff stay with them.
    """
    agent = locked(agent_id)
    if agent.archived_at is None:
        return
    agent.archived_at = None
    events.note("agent.brought_back", user_id=by.id, agent=agent.id, name=agent.name)


def locked(agent_id: int) -> Agent:
    """No one else saves it until the transaction ends. Raises NotFound."""
    query = select(Agent).where(Agent.id == agent_id).with_for_update(key_share=True)
    agent = db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if agent is None:
        raise NotFound("This agent does not exist.")
    return agent


def _keep(agent: Agent, definition: Definition, by: User) -> None:
    kept = stored.to_json(definition)
    db.session.add(AgentVersion(agent_id=agent.id, number=agent.version, definition=kept, saved_by=by.id))
    db.session.flush()


def _overtaken(agent: Agent) -> str:
    saved = select(User.name).join(AgentVersion, AgentVersion.saved_by == User.id)
    query = saved.where(AgentVersion.agent_id == agent.id, AgentVersion.number == agent.version)
    who = db.session.scalar(query) or "A colleague"
    return f"{who} has saved this agent meanwhile. Look at what changed, then save yours again."


def _checked(form: AgentForm, before: Current | None = None) -> AgentForm:
    faults, name = Gather(), one_line(form.name)
    with faults:
        _name_must_be_free(name, before.agent.id if before else None)
    with faults:
        checking.engine(form.engine)
    with faults:
        if before is None or _asks(before) != (form.engine, form.definition.model_id):
            checking.model(form.engine, form.definition)
    with faults:
        if form.color not in PALETTE:
            raise Fault("Choose a color from the list.", "color")
    checking.definition(form.definition, faults)
    faults.settle()
    return AgentForm(name, form.engine, checking.clean(form.definition), form.color)


def _asks(current: Current) -> tuple[str, int | None]:
    """A model that has failed since it was chosen keeps no one from changing what the agent says."""
    return current.agent.engine, current.definition.model_id


def _name_must_be_free(name: str, agent_id: int | None) -> None:
    if not name:
        raise Fault("Give the agent a name.", "name")
    if len(name) > LONGEST_NAME:
        raise Fault(f"The name may have {LONGEST_NAME} characters.", "name")
    if _is_taken(name, agent_id):
        raise Fault("Another agent has this name.", "name")


def free_name(wanted: str) -> str:
    """For an agent that its owner gives no name: this one, or with a number behind it."""
    names = (wanted, *(f"{wanted} {number}" for number in range(2, 1_000)))
    return next((name for name in names if not _is_taken(name)), wanted)


def _is_taken(name: str, agent_id: int | None = None) -> bool:
    others = select(Agent.name).where(Agent.id != (agent_id or 0))
    return alike(name) in map(alike, db.session.scalars(others))
