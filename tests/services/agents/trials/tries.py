"""Trials of the agents of tests/model_desks."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from jobs.trials import try_out
from webapp.db import db, now
from webapp.models.agent import Agent
from webapp.models.trial import Trial
from webapp.models.user import User
from webapp.services.agents import trying
from webapp.services.agents.trial_talk import Talk
from webapp.services.agents.trials import asking
from webapp.services.agents.trying import Person


def ask(desk: Agent, by: User, text: str = "Is there parking?", person: Person | None = None) -> Trial:
    """Committed, and not taken up."""
    trial = asking.talk(desk, trying.hear(Talk(), text), person or Person(), {"name": "Hedy"}, by)
    db.session.commit()
    return trial


def played(trial: Trial) -> Trial:
    """As the thinker does it."""
    trial_id = trial.id
    db.session.rollback()
    try_out(trial_id)
    return db.session.get_one(Trial, trial_id, populate_existing=True)


def pass_time() -> None:
    """Nobody waits any more for what has not come."""
    db.session.execute(update(Trial).values(until=now() - timedelta(seconds=1)))
    db.session.commit()
