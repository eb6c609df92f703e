"""Replaying a conversation with a version of an agent, beside what was said then."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from webapp.agents import registry
from webapp.db import db
from webapp.errors import Fault, NotFound, unless_gone
from webapp.models.agent import Agent
from webapp.models.thread import Thread
from webapp.models.trial import Trial, TrialKind
from webapp.services.agents import store, versions
from webapp.services.agents.evals import replay as replaying
from webapp.services.agents.trials import asking, kept
from webapp.services.inbox import reply
from webapp.views import ui
from webapp.views.agents.blueprint import bp
from webapp.views.ids import row_id
from webapp.views.me import me

PAGE, PLAYED = "agents/replay.html", "agents/_replayed.html"


@bp.get("/agents/<int:agent_id>/replay/<int:thread_id>")
def replay(agent_id: int, thread_id: int) -> Response:
    """`version`: the number of one; without it, the present one. `trial`: as a language model plays it."""
    agent, thread = store.get(agent_id), reply.get(thread_id)
    trial = _trial(agent, thread, request.args.get("trial", 0, type=row_id))
    if trial is not None:
        return _tried(agent, thread, trial)
    number = request.args.get("version", type=row_id) or agent.version
    if registry.ENGINES[agent.engine].asks_model:
        store.version(agent.id, number)
        return _page(agent, thread, number, None)
    played, fault = _played(agent, thread, number)
    return _page(agent, thread, number, played, fault=fault)


@bp.post("/agents/<int:agent_id>/replay/<int:thread_id>")
def play(agent_id: int, thread_id: int) -> Response:
    """By the process that asks language models."""
    agent, thread = store.get(agent_id), reply.get(thread_id)
    number = request.form.get("version", type=row_id) or agent.version
    try:
        trial = asking.replay(agent, thread, number, me())
    except Fault as fault:
        unless_gone(fault)
        ui.say(fault.sentence, "warn")
        return ui.redirect(url_for("agents.replay", agent_id=agent_id, thread_id=thread_id, version=number))
    db.session.commit()
    return ui.redirect(url_for("agents.replay", agent_id=agent_id, thread_id=thread_id, trial=trial.id))


def _trial(agent: Agent, thread: Thread, trial_id: int) -> Trial | None:
    """None without an id. Raises NotFound."""
    if not trial_id:
        return None
    trial = asking.of(trial_id, agent.id, TrialKind.REPLAY, me())
    if trial.thread_id != thread.id:
        raise NotFound(asking.GONE)
    return trial


def _tried(agent: Agent, thread: Thread, trial: Trial) -> Response:
    played, waiting = kept.replay(trial), not asking.is_over(trial)
    version = f"{len(played.exchanges)}.{waiting}"
    shown: dict[str, Any] = {"waiting": waiting, "trial": trial, "poll_version": version}
    return ui.unchanged(version) or _page(
        agent, thread, trial.version, played, fault=asking.fault(trial), **shown
    )


def _page(
    agent: Agent, thread: Thread, number: int, played: replaying.Replay | None, **more: Any
) -> Response:
    """`played`: None when it is not to be played yet."""
    known: dict[str, Any] = {"fault": "", "waiting": False, "trial": None, "poll_version": ""} | more
    known |= {"agent": agent, "thread": thread, "number": number, "versions": versions.newest(agent.id)[0]}
    asks = registry.ENGINES[agent.engine].asks_model
    return ui.page(PAGE, PLAYED, played=played, asks_model=asks, **known)


def _played(agent: Agent, thread: Thread, number: int) -> tuple[replaying.Replay, str]:
    """And why it cannot be played, "" when it can."""
    try:
        return replaying.play(agent, thread, number), ""
    except Fault as fault:
        unless_gone(fault)
        return replaying.Replay(()), fault.sentence
