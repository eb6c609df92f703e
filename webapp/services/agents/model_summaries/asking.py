"""Which conversations a language model is asked to sum up, once rules have: those of agents that ask one.

The rules' summary stands until the model's comes, and for good where it does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from webapp import queue
from webapp.agents.base import EngineFault
from webapp.agents.llm.access import ModelAccess
from webapp.agents.summary import Facts
from webapp.bulk import in_param
from webapp.db import db, now
from webapp.models.agent import Agent, EngineName
from webapp.models.entry import Entry
from webapp.models.language_model import LanguageModel
from webapp.models.summary_request import SummaryOutcome, SummaryRequest
from webapp.models.thread import Thread
from webapp.services.agents import language_models, store
from webapp.services.threads import outreach

AT_ONCE = 8
"""Summaries under way: texts and calls that wait for a model come before them."""
MOST_A_DAY = 6
"""Of one conversation: each costs."""
DAY = timedelta(hours=24)
IN_TIME = DAY
"""What no process has taken up until then is not asked any more."""
TOO_OFTEN = f"The model has summed this conversation up {MOST_A_DAY} times within a day."


def ask(threads: Sequence[Thread], facts: Mapping[int, Facts]) -> None:
    """For those of these threads, which are held and have just been summed up by rules, where a model may.

    The process that asks models is told after the commit.
    """
    agents = _agents({thread.agent_id for thread in threads if thread.agent_id is not None})
    asked = [one for one in threads if one.agent_id in agents and _has_said_some(facts.get(one.id))]
    if not asked:
        return
    lately, batches = _lately(asked), _batches(asked)
    requests = [_request(one, agents[one.agent_id or 0], batches.get(one.id), lately) for one in asked]
    db.session.add_all(requests)
    db.session.flush()
    for request in [one for one in requests if one.ended_at is None][:AT_ONCE]:
        queue.later(queue.SUM_UP, request.id)


def keep(threads: Sequence[Thread], by_rules: dict[int, tuple[str, str]]) -> None:
    """Take out of `by_rules` the conversations that a model has summed up as they still are.

    A person who takes over, say, empties the timer, and nothing that a model is told has changed by that.
    """
    written = {one.id: one for one in threads if one.summary_by}
    theirs = (in_param(SummaryRequest.thread_id, "ids"), SummaryRequest.outcome == SummaryOutcome.WRITTEN)
    newest = select(func.max(SummaryRequest.id)).where(*theirs).group_by(SummaryRequest.thread_id)
    query = select(SummaryRequest).where(SummaryRequest.id.in_(newest))
    for request in db.session.scalars(query, {"ids": list(written)}) if written else ():
        thread = written[request.thread_id]
        same = request.digest == _digest(*by_rules[thread.id]) and thread.last_at <= request.summarized_at
        if same:
            thread.summarized_at = request.summarized_at = now()
            del by_rules[thread.id]


def may_ask(agent: Agent) -> bool:
    """Whether conversations of this agent are summed up by its model."""
    is_llm = agent.engine == EngineName.LLM and agent.archived_at is None
    return is_llm and store.current(agent).definition.summaries


def access(agent: Agent) -> tuple[str, ModelAccess | EngineFault]:
    """The name of its model, and how that is reached or why it cannot be."""
    model_id = store.current(agent).definition.model_id
    model = db.session.get(LanguageModel, model_id) if model_id is not None else None
    return model.name if model else "", language_models.for_agent(model_id)


def due(most: int = AT_ONCE) -> Sequence[int]:
    """The ids of those that may be taken up, the oldest first; none while enough are under way."""
    moment = now()
    still = (SummaryRequest.ended_at.is_(None), SummaryRequest.asked_at > moment - IN_TIME)
    under_way = select(func.count()).select_from(SummaryRequest).where(*still, SummaryRequest.until > moment)
    room = min(most, AT_ONCE - (db.session.scalar(under_way) or 0))
    if room <= 0:
        return ()
    free = func.coalesce(SummaryRequest.until, moment) <= moment
    query = select(SummaryRequest.id).where(*still, free)
    return db.session.scalars(query.order_by(SummaryRequest.asked_at, SummaryRequest.id).limit(room)).all()


def of(thread: Thread) -> SummaryRequest | None:
    """What a model was asked for the summary that the thread has now."""
    if thread.summarized_at is None:
        return None
    mine = (SummaryRequest.thread_id == thread.id, SummaryRequest.summarized_at == thread.summarized_at)
    return db.session.scalars(select(SummaryRequest).where(*mine)).one_or_none()


def _agents(ids: set[int]) -> dict[int, Agent]:
    if not ids:
        return {}
    query = select(Agent).where(Agent.id.in_(ids), Agent.engine == EngineName.LLM)
    return {one.id: one for one in db.session.scalars(query) if may_ask(one)}


def _has_said_some(facts: Facts | None) -> bool:
    """Since the newest batch. Of those who are not to be reached, nothing more is told to anyone."""
    if facts is None or facts.opted_out:
        return False
    return bool(facts.wrote.strip() or (facts.call is not None and facts.call.said.strip()))


def _request(thread: Thread, agent: Agent, batch_id: int | None, lately: Mapping[int, int]) -> SummaryRequest:
    """One that may not be asked has ended already."""
    name, reached = access(agent)
    fault = reached.sentence if isinstance(reached, EngineFault) else ""
    if lately.get(thread.id, 0) >= MOST_A_DAY:
        fault = TOO_OFTEN
    ended: datetime | None = now() if fault else None
    return SummaryRequest(
        thread_id=thread.id, agent_id=agent.id, batch_id=batch_id, model=name,
        summarized_at=thread.summarized_at, digest=_digest(thread.title, thread.summary), ended_at=ended,
        fault=fault,
        outcome=SummaryOutcome.FAILED if fault else SummaryOutcome.OPEN,
    )  # fmt: skip


def _digest(title: str, lines: str) -> str:
    return hashlib.sha256(f"{title}\n{lines}".encode()).hexdigest()


def _lately(threads: Sequence[Thread]) -> dict[int, int]:
    """By thread, how often a process has taken one up within a day."""
    query = select(SummaryRequest.thread_id, func.count()).where(
        in_param(SummaryRequest.thread_id, "ids"),
        SummaryRequest.asked_at > now() - DAY,
        SummaryRequest.tries > 0,
    )
    rows = db.session.execute(query.group_by(SummaryRequest.thread_id), {"ids": [one.id for one in threads]})
    return {row[0]: row[1] for row in rows}


def _batches(threads: Sequence[Thread]) -> dict[int, int]:
    """By thread, the newest batch in it."""
    ids = [one.id for one in threads]
    sent = (in_param(Entry.thread_id, "ids"), *outreach.reached_out())
    newest = select(func.max(Entry.id)).where(*sent).group_by(Entry.thread_id)
    query = select(Entry.thread_id, Entry.batch_id).where(Entry.id.in_(newest))
    return {row.thread_id: row.batch_id for row in db.session.execute(query, {"ids": ids})}
