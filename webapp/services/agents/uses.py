"""Where agents are in use: the numbers and batches that name them, and the threads that they have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select

from webapp.db import db, inline_literal
from webapp.models.agent import AgentState
from webapp.models.batch import Batch, RepliesBy
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.models.thread import Thread, ThreadStatus

NAMED = 5
"""Batches that are told by name: the newest."""
OPEN = Thread.status == inline_literal(str(ThreadStatus.OPEN))
"""What staff have closed or snoozed is not counted. In the words of the index."""


@dataclass
class Use:
    """`numbers`: E.164, of those whose strangers it answers. `batches`: (id, name) of the newest.

    `all_batches`: how many there are. `threads`: that it answers now; `handed_off`: that wait for staff.
    """

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
    _add_numbers(uses)
    _add_threads(uses)
    _add_batches(uses)
    return uses


def _add_numbers(uses: Mapping[int, Use]) -> None:
    query = select(NumberService.agent_id, Number.e164).join(Number, Number.id == NumberService.number_id)
    for agent_id, e164 in db.session.execute(
        query.where(NumberService.agent_id.in_(uses)).order_by(Number.e164).distinct()
    ):
        uses[agent_id or 0].numbers.append(e164)


def _add_threads(uses: Mapping[int, Use]) -> None:
    """Each state by itself, so that its partial index answers."""
    for state, name in ((AgentState.ON, "threads"), (AgentState.HANDED_OFF, "handed_off")):
        query = select(Thread.agent_id, func.count()).where(Thread.agent_state == state, OPEN)
        for agent_id, count in db.session.execute(
            query.where(Thread.agent_id.in_(uses)).group_by(Thread.agent_id)
        ):
            setattr(uses[agent_id or 0], name, count)


def _add_batches(uses: Mapping[int, Use]) -> None:
    query = select(Batch.agent_id, Batch.id, Batch.name)
    query = query.where(Batch.agent_id.in_(uses), Batch.replies_by == RepliesBy.AGENT)
    for agent_id, batch_id, name in db.session.execute(query.order_by(Batch.id.desc())):
        use = uses[agent_id or 0]
        use.all_batches += 1
        if len(use.batches) < NAMED:
            use.batches.append((batch_id, name))
