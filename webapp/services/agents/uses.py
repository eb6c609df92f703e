"""Where agents are in use: the numbers and batches that name them, and the threads that they have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.batch import Batch, RepliesBy
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.models.thread import Thread

NAMED = 5
"""Batches that are told by name: the newest."""


@dataclass
class Use:
    """`numbers`: E.164, of those whose strangers it answers. `batches`: (id, name) of the newest; `all_batches`:
    how many there are. `threads`: that it answers now; `handed_off`: that wait for staff."""

    numbers: list[str] = field(default_factory=list)
    batches: list[tuple[int, str]] = field(default_factory=list)
    all_batches: int = 0
    threads: int = 0
    handed_off: int = 0

    def __bool__(self) -> bool:
        return bool(self.numbers or self.all_batches or self.threads or self.handed_off)


def of(agent_ids: Iterable[int]) -> dict[int, Use]:
    """Of each of these agents."""
    ids = list(agent_ids)
    uses = {agent_id: Use() for agent_id in ids}
    for agent_id, e164 in _numbers(ids):
        uses[agent_id].numbers.append(e164)
    for agent_id, state, count in _threads(ids):
        setattr(uses[agent_id], "threads" if state == AgentState.ON else "handed_off", count)
    for agent_id, batches in _batches(ids).items():
        uses[agent_id].batches, uses[agent_id].all_batches = batches[:NAMED], len(batches)
    return uses


def _numbers(ids: Sequence[int]) -> Iterable[tuple[int, str]]:
    query = select(NumberService.agent_id, Number.e164).join(Number, Number.id == NumberService.number_id)
    rows = db.session.execute(query.where(NumberService.agent_id.in_(ids)).order_by(Number.e164)).all()
    return dict.fromkeys((agent_id, e164) for agent_id, e164 in rows)


def _threads(ids: Sequence[int]) -> Iterable[tuple[int, AgentState, int]]:
    """Each state by itself, so that its partial index answers."""
    for state in (AgentState.ON, AgentState.HANDED_OFF):
        query = select(Thread.agent_id, func.count()).where(Thread.agent_state == state)
        query = query.where(Thread.agent_id.in_(ids)).group_by(Thread.agent_id)
        for agent_id, count in db.session.execute(query):
            yield agent_id, state, count


def _batches(ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    query = select(Batch.agent_id, Batch.id, Batch.name)
    query = query.where(Batch.agent_id.in_(ids), Batch.replies_by == RepliesBy.AGENT)
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for agent_id, batch_id, name in db.session.execute(query.order_by(Batch.id.desc())):
        found[agent_id].append((batch_id, name))
    return found
