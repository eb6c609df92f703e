"""Carrying out the task that an agent and a contact have agreed on."""

from __future__ import annotations

from typing import Any

from webapp.agents.base import Decision
from webapp.models.thread import Thread


def carry_out(thread: Thread, decision: Decision) -> dict[str, Any]:
    """What to keep of it with the turn; {} when no task runs. In the transaction that queues the answer.

    The engine's answer says that it is being taken care of: staff find the task and its fields in the turn.
    """
    if not decision.runs or decision.task is None:
        return {}
    return {"task": decision.task, "fields": dict(decision.fields), "state": "recorded"}
