"""Figures of an agent and of a batch, in all or day by day, counted from the turns that are kept.

Settings say for how long they are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    distinct,
    false,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)  # fmt: skip

from webapp.bulk import cached_statement, execute_core
from webapp.db import db
from webapp.models.agent_turn import AgentTurn, TurnOutcome
from webapp.models.contact import Contact
from webapp.models.opt_out import OptOut
from webapp.models.recipient import Recipient
from webapp.models.summary_request import SummaryRequest
from webapp.models.task_record import RecordState, TaskRecord
from webapp.models.thread import Thread

Days = Sequence[datetime]
"""Where each day begins, and where the last one ends, in UTC."""
Of = tuple[str, int]
"""The column that turns and summaries are looked up by, and its value."""
Values = Mapping[str, Any]
"""Of a statement's parameters."""


@dataclass(frozen=True)
class Figures:
    """All but `answers` count conversations or, for `tasks_*`, records.

    `answers`: texts that answered something by themselves. `handed_off`: by kind, see
    agents/base.HandoffKind; a conversation counts once for each. `median_seconds`: from the oldest text that
    is answered until its answer is queued, after the waiting time of the agent; None without any answer.
    `asked`: how often a language model was, for summaries, too; `tokens` and `cost` (in its currency) of it,
    as far as they are known, None where none is; `unpriced`: how often the cost is not known.
    """

    conversations: int = 0
    answered: int = 0
    answers: int = 0
    handed_off: Mapping[str, int] = field(default_factory=dict)
    tasks_done: int = 0
    tasks_failed: int = 0
    goal_reached: int = 0
    opted_out: int = 0
    median_seconds: float | None = None
    asked: int = 0
    tokens: int | None = None
    cost: float | None = None
    unpriced: int = 0

    @property
    def handoffs(self) -> int:
        """Of all kinds."""
        return sum(self.handed_off.values())


NOTHING = Figures()


def of_agent(agent_id: int) -> Figures:
    """In all of its conversations. Opted out: those who did so after it had first taken part."""
    return _counted(("agent_id", agent_id)).get(0, NOTHING)


def of_batch(batch_id: int) -> Figures:
    """In the conversations that followed it, with any agent.

    Opted out: those who answered so after an agent had first taken part, as in the figures of an agent.
    """
    return _counted(("batch_id", batch_id)).get(0, NOTHING)


def of_agent_by_day(agent_id: int, days: Days) -> list[Figures]:
    """The same for each day. A conversation counts on each day on which something happened in it."""
    found = _counted(("agent_id", agent_id), days)
    return [found.get(day, NOTHING) for day in range(len(days) - 1)]


def of_batch_by_day(batch_id: int, days: Days) -> list[Figures]:
    """The same for each day."""
    found = _counted(("batch_id", batch_id), days)
    return [found.get(day, NOTHING) for day in range(len(days) - 1)]


def latest_of_batch(batch_id: int) -> datetime | None:
    """When an agent last did something in a conversation that followed it."""
    newest = select(AgentTurn.at).where(AgentTurn.batch_id == batch_id).order_by(AgentTurn.id.desc())
    return db.session.scalar(newest.limit(1))


def _counted(of: Of, days: Days = ()) -> dict[int, Figures]:
    """By day, a number from 0 on; without `days`, all is one day."""
    column, row_id = of
    kind = (column, len(days))
    values = {"of": row_id, **{_edge(number): at for number, at in enumerate(days)}}
    counts = {row.day: row for row in execute_core(_counts(*kind), values)}
    out = _by_day(_opted_out(*kind), values)
    if not counts:
        return {day: Figures(opted_out=people) for day, people in out.items()}
    handed_off = _handed_off(*kind, values)
    tasks, medians = _tasks(*kind, values), _by_day(_medians(*kind), values)
    return {
        day: Figures(
            handed_off=handed_off.get(day, {}),
            tasks_done=tasks.get((day, RecordState.DONE), 0),
            tasks_failed=tasks.get((day, RecordState.FAILED), 0),
            opted_out=out.get(day, 0),
            median_seconds=round(medians[day], 1) if day in medians else None,
            **(_values(counts[day]) if day in counts else {}),
        )
        for day in counts.keys() | out.keys()
    }


def _values(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if name != "day"}


def _by_day(query: Select[int, Any], values: Values) -> dict[int, Any]:
    return {row.day: row.value for row in execute_core(query, values)}


# Each statement is built once for a column and a number of edges of days (8, 31, 91; 0: all is one day):
# building them took longer than asking the database. Their parameters are `of` and the edges.


def _edge(number: int) -> str:
    """The name of the parameter that says where a day begins."""
    return f"edge_{number}"


def _turns(column: str, edges: int) -> FromClause:
    """Those that count, with their day; and what summaries cost, which are of no conversation here."""
    columns = (
        *(AgentTurn.thread_id, AgentTurn.outcome, AgentTurn.handoff, AgentTurn.goal_reached),
        *(AgentTurn.waited, AgentTurn.tokens, AgentTurn.cost, AgentTurn.record_id),
    )
    turns = select(*columns, _day(AgentTurn.at, edges)).where(
        getattr(AgentTurn, column) == bindparam("of"), *_within(AgentTurn.at, edges)
    )
    asked = (SummaryRequest.tokens.is_not(None), *_within(SummaryRequest.asked_at, edges))
    nothing = (null(), literal("summary"), literal(""), false(), null())
    summaries = select(
        *nothing, SummaryRequest.tokens, SummaryRequest.cost, null(), _day(SummaryRequest.asked_at, edges)
    ).where(getattr(SummaryRequest, column) == bindparam("of"), *asked)
    return union_all(turns, summaries).subquery()


def _day(at: Any, edges: int) -> ColumnElement[int]:
    """The number of the day: neither database knows the reader's clock."""
    if not edges:
        return literal(0).label("day")
    return case(*((at < bindparam(_edge(day + 1)), day) for day in range(edges - 1))).label("day")


def _within(at: Any, edges: int) -> tuple[ColumnElement[bool], ...]:
    return (at >= bindparam(_edge(0)), at < bindparam(_edge(edges - 1))) if edges else ()


@cached_statement
def _counts(column: str, edges: int) -> Select[Any]:
    """A row for each day, its columns named as those of Figures."""
    turn = _turns(column, edges).c
    threads = func.count(distinct(turn.thread_id))
    is_answer, is_priced = turn.outcome == TurnOutcome.SENT, and_(turn.tokens > 0, turn.cost.is_not(None))
    return select(
        turn.day,
        threads.label("conversations"),
        threads.filter(is_answer).label("answered"),
        func.count().filter(is_answer).label("answers"),
        threads.filter(turn.goal_reached).label("goal_reached"),
        func.count(turn.tokens).label("asked"),
        # A model that does not say how many it took has not taken none.
        func.sum(turn.tokens).filter(turn.tokens > 0).label("tokens"),
        func.sum(turn.cost).filter(is_priced).label("cost"),
        func.count(turn.tokens).filter(or_(turn.tokens == 0, turn.cost.is_(None))).label("unpriced"),
    ).group_by(turn.day)


def _handed_off(column: str, edges: int, values: Values) -> dict[int, dict[str, int]]:
    """Of each day, the most frequent first."""
    found: dict[int, dict[str, int]] = {}
    for row in execute_core(_handoffs(column, edges), values):
        found.setdefault(row.day, {})[str(row.handoff)] = row.people
    return found


@cached_statement
def _handoffs(column: str, edges: int) -> Select[Any]:
    turn = _turns(column, edges).c
    many = func.count(distinct(turn.thread_id)).label("people")
    query = select(turn.day, turn.handoff, many).where(turn.handoff != "").group_by(turn.day, turn.handoff)
    return query.order_by(many.desc(), turn.handoff)


def _tasks(column: str, edges: int, values: Values) -> dict[tuple[int, str], int]:
    """On the day on which the agent began them."""
    rows = execute_core(_records(column, edges), values)
    return {(row.day, row.state): row.records for row in rows}


@cached_statement
def _records(column: str, edges: int) -> Select[Any]:
    turns = _turns(column, edges)
    query = select(turns.c.day, TaskRecord.state, func.count().label("records"))
    query = query.join_from(turns, TaskRecord, TaskRecord.id == turns.c.record_id)
    return query.group_by(turns.c.day, TaskRecord.state)


@cached_statement
def _medians(column: str, edges: int) -> Select[int, float]:
    """Of what lies in the middle, the mean of two where there are two: neither database says it for both."""
    turn = _turns(column, edges).c
    place = func.row_number().over(partition_by=turn.day, order_by=turn.waited)
    waited = select(
        turn.day, turn.waited, place.label("place"), func.count().over(partition_by=turn.day).label("all")
    )
    one = waited.where(turn.waited.is_not(None)).subquery()
    in_middle = one.c.place.between((one.c.all + 1) / 2.0 - 0.5, (one.c.all + 1) / 2.0 + 0.5)
    return select(one.c.day, func.avg(one.c.waited).label("value")).where(in_middle).group_by(one.c.day)


@cached_statement
def _opted_out(column: str, edges: int) -> Select[int, int]:
    people = OPTED_OUT[column]()
    within = _within(people.c.at, edges)
    by_day = select(people.c.who, _day(people.c.at, edges)).where(*within).subquery()
    count = func.count(distinct(by_day.c.who)).label("value")
    return select(by_day.c.day, count).group_by(by_day.c.day)


def _opted_out_of() -> FromClause:
    """Recipients of a batch whose opt-out answered it. Without an agent it is none of its figures."""
    first = _first_turns(AgentTurn.batch_id == bindparam("of"))
    query = select(Recipient.id.label("who"), Recipient.opted_out_at.label("at")).select_from(first)
    query = query.join(Thread, Thread.id == first.c.thread_id).join(Contact, Contact.id == Thread.contact_id)
    theirs = and_(Recipient.batch_id == bindparam("of"), Recipient.phone == Contact.phone)
    return query.join(Recipient, and_(theirs, Recipient.opted_out_at >= first.c.at)).subquery()


def _opted_out_since() -> FromClause:
    first = _first_turns(AgentTurn.agent_id == bindparam("of"))
    query = select(first.c.thread_id.label("who"), OptOut.created_at.label("at")).select_from(first)
    query = query.join(Thread, Thread.id == first.c.thread_id).join(Contact, Contact.id == Thread.contact_id)
    since = and_(OptOut.phone == Contact.phone, OptOut.created_at >= first.c.at)
    return query.join(OptOut, since).subquery()


def _first_turns(of: ColumnElement[bool]) -> FromClause:
    """When an agent first took part, by conversation."""
    query = select(AgentTurn.thread_id, func.min(AgentTurn.at).label("at")).where(of)
    return query.group_by(AgentTurn.thread_id).subquery()


OPTED_OUT: Mapping[str, Callable[[], FromClause]] = {
    "agent_id": _opted_out_since,
    "batch_id": _opted_out_of,
}
"""By the column that figures are looked up by: who opted out, and when (`at`)."""
