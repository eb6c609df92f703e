"""Replaying a conversation with a version of an agent, beside what was said then."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from webapp.errors import Fault, NotFound
from webapp.models.agent import Agent
from webapp.models.thread import Thread
from webapp.services.agents import replay as replaying
from webapp.services.agents import store, versions
from webapp.services.inbox import reply
from webapp.views import ui
from webapp.views.agents.blueprint import bp
from webapp.views.ids import row_id


@bp.get("/agents/<int:agent_id>/replay/<int:thread_id>")
def replay(agent_id: int, thread_id: int) -> Response:
    """`version`: the number of one; without it, the present one."""
    agent, thread = store.get(agent_id), reply.get(thread_id)
    number = request.args.get("version", type=row_id) or agent.version
    played, fault = _played(agent, thread, number)
    saved, _ = versions.newest(agent_id)
    known: dict[str, Any] = {"agent": agent, "thread": thread, "number": number, "fault": fault}
    return ui.page("agents/replay.html", played=played, versions=saved, **known)


def _played(agent: Agent, thread: Thread, number: int) -> tuple[replaying.Replay, str]:
    """And why it cannot be played, "" when it can."""
    try:
        return replaying.play(agent, thread, number), ""
    except NotFound:
        raise
    except Fault as fault:
        return replaying.Replay(()), fault.sentence
