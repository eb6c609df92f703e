"""Conversations that have become quiet, of agents that ask the simulated model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from jobs import model_summaries, summaries
from tests import model_desks
from tests.conversations import CAROL, fresh, they_write, thread_of
from tests.simulator.model.server import ModelServer
from webapp.db import db
from webapp.models.agent import Agent
from webapp.models.number import Number
from webapp.models.summary_request import SummaryRequest
from webapp.models.thread import Thread
from webapp.models.user import User


def at_work(model: ModelServer, **changes: Any) -> tuple[User, Number, Agent]:
    """As model_desks has it; its model sums conversations up."""
    return model_desks.at_work(model, priced=True, **{"summaries": True} | changes)


def asks(sender: str = CAROL, *texts: str) -> Thread:
    """They write, and are answered."""
    for said in texts or ("Where can I park?",):
        found = thread_of(they_write(said, sender))
        model_desks.answer(found.id)
    return fresh(found)


def pass_minutes(minutes: int = 31) -> None:
    """So long ago was all that was said, summed up and asked for."""
    earlier = timedelta(minutes=minutes)
    for thread in db.session.scalars(select(Thread)):
        thread.last_at -= earlier
        if thread.summarized_at is not None:
            thread.summarized_at -= earlier
    for request in db.session.scalars(select(SummaryRequest)):
        request.summarized_at -= earlier
    db.session.commit()


def by_rules() -> None:
    summaries.summarize()
    db.session.rollback()


def by_model(request_id: int = 0) -> None:
    """What waits is asked for, as the thinker does."""
    model_summaries.write(request_id)
    db.session.rollback()
    db.session.expire_all()


def requests() -> Sequence[SummaryRequest]:
    db.session.rollback()
    query = select(SummaryRequest).order_by(SummaryRequest.id)
    return db.session.scalars(query, execution_options={"populate_existing": True}).all()


def change(**values: Any) -> None:
    """Of all requests."""
    db.session.execute(update(SummaryRequest).values(values))
    db.session.commit()
