"""Asking for a trial, and looking at what came of it: what pages do. Only who asked sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from webapp import queue
from webapp.db import db, now
from webapp.errors import Fault, NotFound
from webapp.models.agent import Agent
from webapp.models.thread import Thread
from webapp.models.trial import Trial, TrialKind
from webapp.models.user import User
from webapp.services.agents import store, trial_talk, trying
from webapp.services.agents.trial_talk import Talk
from webapp.services.agents.trying import Person
from webapp.services.agents.turns import thinking

PATIENCE = timedelta(seconds=30)
"""Until a trial is taken up, and then between two signs of life of it."""
MOST_AT_ONCE, MOST_AN_HOUR = 2, 120
"""Trials of one user."""
HOUR = timedelta(hours=1)
TOO_MANY = "Two of your tries are still being thought about. Wait until one of them has ended."
TOO_OFTEN = f"You have asked language models {MOST_AN_HOUR} times within an hour. Try again later."
TOO_LONG = "No answer came within 30 seconds. Try again, or test the model in Settings → Language models."
GONE = "This try does not exist any more: they are kept for a day. Start over."


def talk(agent: Agent, said: Talk, person: Person, typed: Mapping[str, str], by: User) -> Trial:
    """What the agent would answer to the last turn. `typed`: the fields of the form, to be shown again."""
    asked = {"talk": trial_talk.to_text(said), "person": _person(person), "typed": dict(typed)}
    return _ask(agent, TrialKind.TALK, asked, by, contact_id=trying.contact_id(person))


def tests(agent: Agent, text: str, unsaved: bool, by: User) -> Trial:
    """How these tests go."""
    return _ask(agent, TrialKind.TESTS, {"text": text, "unsaved": unsaved}, by)


def replay(agent: Agent, thread: Thread, number: int, by: User) -> Trial:
    """What one of its versions would say in this conversation. Raises NotFound for a version."""
    store.version(agent.id, number)
    return _ask(agent, TrialKind.REPLAY, {}, by, thread_id=thread.id, version=number)


def of(trial_id: int, agent_id: int, kind: TrialKind, by: User) -> Trial:
    """Raises NotFound, also for what a colleague has asked for."""
    trial = db.session.get(Trial, trial_id)
    if trial is None or (trial.user_id, trial.agent_id, trial.kind) != (by.id, agent_id, kind):
        raise NotFound(GONE)
    return trial


def is_over(trial: Trial) -> bool:
    """Ended, or given up."""
    return trial.ended_at is not None or trial.until <= now()


def fault(trial: Trial) -> str:
    """Why nothing more will come of it, in one sentence; "" where all came, or may come yet."""
    if trial.ended_at is not None or not is_over(trial):
        return trial.fault
    return thinking.NOT_TAKEN_UP if trial.started_at is None else TOO_LONG


def due() -> Sequence[int]:
    """The ids of those that no process has taken up yet."""
    return db.session.scalars(select(Trial.id).where(*_open(now()), Trial.started_at.is_(None))).all()


def _ask(
    agent: Agent,
    kind: TrialKind,
    asked: dict[str, Any],
    by: User,
    *,
    version: int | None = None,
    contact_id: int | None = None,
    thread_id: int | None = None,
) -> Trial:
    _must_be_few(by)
    trial = Trial(
        user_id=by.id, agent_id=agent.id, version=version or agent.version, kind=kind, asked=asked,
        contact_id=contact_id, thread_id=thread_id, until=now() + PATIENCE,
    )  # fmt: skip
    db.session.add(trial)
    db.session.flush()
    queue.later(queue.TRY_OUT, trial.id)
    return trial


def _must_be_few(by: User) -> None:
    """Raises Fault. Two at the very same moment may both be let through; that does no harm."""
    moment = now()
    lately = select(func.count()).where(Trial.user_id == by.id, Trial.asked_at > moment - HOUR)
    if (db.session.scalar(lately.where(*_open(moment))) or 0) >= MOST_AT_ONCE:
        raise Fault(TOO_MANY)
    if (db.session.scalar(lately) or 0) >= MOST_AN_HOUR:
        raise Fault(TOO_OFTEN)


def _open(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    return Trial.ended_at.is_(None), Trial.until > moment


def _person(person: Person) -> dict[str, Any]:
    return {
        "known": person.known,
        "name": person.name,
        "row": dict(person.row),
        "message": person.message,
    }
