"""Summaries in the process that may ask models: taken up with a lease, asked for, and kept.

One whose process dies is taken up once more when its lease is over; one that a model fails at is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import joinedload

from webapp.agents import registry
from webapp.agents.base import EngineFault, Usage
from webapp.agents.llm.access import ModelAccess
from webapp.agents.summary import Summary
from webapp.agents.summary_input import SummaryInput
from webapp.db import UNTRACKED, db, now
from webapp.models.agent import Agent
from webapp.models.summary_request import SummaryOutcome, SummaryRequest
from webapp.models.thread import Thread
from webapp.services import settings
from webapp.services.agents import store
from webapp.services.agents.model_summaries import asking, reading

LEASE = timedelta(seconds=60)
"""Longer than a model may take, see language_models.SECONDS."""
MOST_TRIES = 2
DIED = "The process that asked the model ended twice before there was an answer."
RAISED = "The summary could not be made ({name}). The log says more."


@dataclass(frozen=True)
class Work:
    """All that was read for one request."""

    request_id: int
    access: ModelAccess | EngineFault
    asked: SummaryInput


@dataclass(frozen=True)
class Outcome:
    """`summary`: None where the model has failed; then `fault` says why."""

    summary: Summary | None
    usage: Usage
    fault: str = ""


def begin(request_id: int) -> Work | None:
    """Take it up. None when another process has, or when it is not to be asked any more."""
    moment = now()
    free = or_(SummaryRequest.until.is_(None), SummaryRequest.until <= moment)
    mine = (SummaryRequest.id == request_id, SummaryRequest.ended_at.is_(None), free)
    taken = update(SummaryRequest).where(*mine)
    taken = taken.values(until=moment + LEASE, tries=SummaryRequest.tries + 1)
    if db.session.execute(taken.returning(SummaryRequest.id), execution_options=UNTRACKED).first() is None:
        return None
    request = db.session.get_one(SummaryRequest, request_id, populate_existing=True)
    if request.tries > MOST_TRIES:
        _end(request, SummaryOutcome.FAILED, DIED)
        return None
    agent = db.session.get_one(Agent, request.agent_id)
    asked = _asked(request, agent)
    if asked is None:
        _end(request, SummaryOutcome.SUPERSEDED)
        return None
    request.model, access = asking.access(agent)
    return Work(request_id, access, asked)


def _asked(request: SummaryRequest, agent: Agent) -> SummaryInput | None:
    """None when the conversation has gone on, or the team wants none any more."""
    thread = _thread(request.thread_id)
    wanted = asking.may_ask(agent) and settings.get("summary_minutes") is not None
    if thread is None or not wanted or not _holds(request, thread):
        return None
    return reading.read(thread, store.current(agent).definition)


def perform(work: Work) -> Outcome:
    """With no transaction open: it waits for the network."""
    try:
        written = registry.summarize(work.access, work.asked)
    except EngineFault as fault:
        return Outcome(None, fault.usage, fault.sentence)
    return Outcome(written.summary, written.usage)


def end(request_id: int, outcome: Outcome) -> None:
    """Keep it, unless the conversation has gone on meanwhile. What it cost is kept either way."""
    thread_id = db.session.scalar(select(SummaryRequest.thread_id).where(SummaryRequest.id == request_id))
    thread = _thread(thread_id, held=True) if thread_id is not None else None
    if thread is None:
        return
    request = db.session.get_one(SummaryRequest, request_id, populate_existing=True)
    if request.ended_at is not None:
        return
    usage = outcome.usage
    request.tokens = usage.tokens_in + usage.tokens_out if usage.requests else None
    request.cost = float(usage.price) if usage.price is not None else None
    if not _holds(request, thread):
        _end(request, SummaryOutcome.SUPERSEDED)
    elif outcome.summary is None:
        _end(request, SummaryOutcome.FAILED, outcome.fault)
    else:
        _end(request, SummaryOutcome.WRITTEN)
        _show(thread, outcome.summary, request.model)


def fail(request_id: int, sentence: str) -> None:
    """Nothing will come of it."""
    mine = (SummaryRequest.id == request_id, SummaryRequest.ended_at.is_(None))
    values = {"ended_at": now(), "outcome": SummaryOutcome.FAILED, "fault": sentence}
    db.session.execute(update(SummaryRequest).where(*mine).values(values), execution_options=UNTRACKED)


def _thread(thread_id: int, held: bool = False) -> Thread | None:
    """Held before its request is (services/row_locks)."""
    query = select(Thread).options(joinedload(Thread.contact)).where(Thread.id == thread_id)
    if held:
        query = query.with_for_update(key_share=True, of=Thread)
    return db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()


def _holds(request: SummaryRequest, thread: Thread) -> bool:
    """Whether nothing has happened in the conversation since."""
    return thread.summarized_at == request.summarized_at and thread.last_at <= request.summarized_at


def _end(request: SummaryRequest, outcome: SummaryOutcome, fault: str = "") -> None:
    request.ended_at, request.outcome, request.fault = now(), outcome, fault
    db.session.flush()


def _show(thread: Thread, summary: Summary, model: str) -> None:
    shown = {
        "title": summary.title, "summary": "\n".join(summary.lines), "summary_by": model or "a model",
        "revision": Thread.revision + 1,
    }  # fmt: skip
    changed = update(Thread).where(Thread.id == thread.id).values(shown)
    db.session.execute(changed, execution_options=UNTRACKED)
    db.session.refresh(thread)
