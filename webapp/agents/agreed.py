"""Whether the task that a decision runs may run: all its fields are there, each as its kind wants it."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.agents import fields
from webapp.agents.base import Decision
from webapp.agents.definition import Agent, Task


def fault(agent: Agent, decision: Decision) -> str:
    """Why it must not run, for staff; "" when it may, and when none is to run."""
    if not decision.runs:
        return ""
    task = agent.task(decision.task)
    if task is None:
        return "The agent wanted to carry out a task that it does not have."
    wrong = [one.label for one in task.fields if not fields.is_valid(one, decision.fields.get(one.key, ""))]
    if wrong:
        return f"{task.name} was not carried out: there is no usable value for {', '.join(wrong)}."
    return ""


def values(task: Task, decision: Decision) -> Mapping[str, str]:
    """Those of the task's fields, and of nothing else."""
    return {one.key: decision.fields.get(one.key, "") for one in task.fields}
