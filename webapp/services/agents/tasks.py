"""Carrying out the task that an agent and a contact have agreed on."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.agents import agreed
from webapp.agents.base import Decision
from webapp.agents.definition import Agent, Task
from webapp.models.agent_turn import AgentTurn
from webapp.models.source import Source, SourceKind
from webapp.models.task_record import TaskRecord
from webapp.models.thread import Thread
from webapp.services.actions import starting
from webapp.services.actions.registry import Planned
from webapp.services.actions.starting import TaskRun


def carry_out(thread: Thread, turn: AgentTurn, agent: Agent, decision: Decision) -> TaskRecord | None:
    """The record of the task that runs, in the transaction of the turn, which keeps its id; a job acts on it.

    `thread` is held, `agent` as the engine knew it. None when no task runs. A turn starts one at most.
    """
    task = agent.task(decision.task) if decision.runs else None
    if task is None:
        return None
    values = agreed.values(task, decision)
    run = TaskRun(
        key=task.key,
        name=task.name,
        fields=values,
        actions=planned(task, [key for key, value in values.items() if value]),
        agent_id=turn.agent_id,
        agent_version=turn.version,
    )
    by = Source(SourceKind.AGENT, agent.name, turn.agent_id)
    record = starting.start(thread, run, by, f"turn:{turn.id}")
    turn.record_id = record.id
    return record


def planned(task: Task, given: Sequence[str]) -> list[Planned]:
    """Its actions, behind those that keep fields with a value (`given`: their keys) as attributes."""
    kept = [
        Planned("set_attribute", {"name": field.keep_as, "value": f"{{{{{field.key}}}}}"})
        for field in task.fields
        if field.keep_as and field.key in given
    ]
    return [*kept, *(Planned(action.kind, action.settings) for action in task.actions)]
