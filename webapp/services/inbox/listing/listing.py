"""The list of conversations, a page at a time."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, Select, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from webapp.bulk import cached_statement, execute_core, in_param, in_values
from webapp.db import db, now
from webapp.models import statuses
from webapp.models.agent import Agent, AgentState
from webapp.models.message import Message, MessageState
from webapp.models.thread import Thread, left_to_staff
from webapp.services import paging
from webapp.services.agents import goals
from webapp.services.inbox.listing import call_back, found_texts, inbox_filter, standing
from webapp.services.inbox.listing.found_texts import Found
from webapp.services.inbox.listing.inbox_filter import InboxFilter, View
from webapp.services.inbox.timeline import call_previews
from webapp.services.inbox.timeline.call_previews import CallPreview
from webapp.services.opt_outs import holds, register
from webapp.services.team import people
from webapp.services.threads import callbacks

PAGE = 30
"""Some three screens. Every browser that shows a list asks for one every few seconds."""
COUNTED = 999
"""Of more that wait for us no one needs the exact number, and each page of the app counts them."""
WITH_AGENT = (AgentState.ON, AgentState.HANDED_OFF)
TROUBLE = statuses.those(MessageState, lambda status: status.troubling)


@dataclass(frozen=True)
class Row:
    """A conversation in the list. `trouble`: our last message in it did not get through, or may not have.

    `held`: someone has to decide whether they have opted out. `agent`: who answers, or has handed it off.
    `assignee`: the name of the one whose it is. `call_back`: when the first callback is due.
    `reason`: why it was handed off, "" while it is not. `call`: what it ends with; None: with a text.
    `goal`: whether an agent's goal is reached in it. `found`: what the search has found in it.
    """

    thread: Thread
    opted_out: bool
    held: bool
    trouble: MessageState | None
    agent: Agent | None = None
    assignee: str = ""
    call_back: datetime | None = None
    reason: str = ""
    call: CallPreview | None = None
    goal: bool = False
    found: Found | None = None

    @property
    def overdue(self) -> bool:
        """Someone should have called by now."""
        return self.call_back is not None and self.call_back <= now()


@dataclass(frozen=True)
class Page:
    """`next` is the key after which the next page begins (None: this was the last).

    `need_reply`: how many conversations wait for us; COUNTED + 1 stands for more. `handed_off`: how many of
    them an agent has left to staff. `call_back`: in how many someone is to call back.
    """

    rows: Sequence[Row]
    next: str | None
    need_reply: int
    handed_off: int
    call_back: int = 0

    @property
    def version(self) -> int:
        """Changes whenever the list would look different."""
        shown = [
            (
                *(row.thread.id, row.thread.revision, row.opted_out, row.held, row.trouble, row.assignee),
                *(row.call_back, row.overdue, row.reason, row.call, row.found),
            )
            for row in self.rows
        ]
        agents = [(row.agent.name, row.agent.color) if row.agent else None for row in self.rows]
        counts = (self.need_reply, self.handed_off, self.call_back)
        return zlib.crc32(repr((shown, agents, counts, self.next)).encode())

    @property
    def shared_names(self) -> set[str]:
        """Names that several people of this page have: a father and his son."""
        people = {(row.thread.contact.name, row.thread.contact.phone) for row in self.rows}
        counted = Counter(name for name, _ in people if name)
        return {name for name, count in counted.items() if count > 1}


def need_reply() -> int:
    """How many conversations wait for us; COUNTED + 1 stands for more."""
    return _counted(Thread.needs_reply)


def handed_off() -> int:
    """How many an agent has left to staff, and none of them has taken; COUNTED + 1 stands for more."""
    return _counted(left_to_staff(Thread))


def _counted(which: ColumnElement[bool] | InstrumentedAttribute[bool]) -> int:
    waiting = select(Thread.id).where(which).limit(COUNTED + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(waiting)) or 0


def page(criteria: InboxFilter) -> Page:
    """The latest first; those to call back as they are due."""
    to_call = call_back.count(COUNTED)
    if criteria.view == View.CALL_BACK:
        shown, more = paging.split(call_back.wanted(criteria, PAGE + 1), PAGE)
        rows = _rows(shown, criteria.search)
        last = call_back.key(rows[-1].call_back or now(), rows[-1].thread.id) if more else None
        return Page(rows, last, need_reply(), handed_off(), to_call)
    query = inbox_filter.wanted(criteria, PAGE + 1).options(
        joinedload(Thread.contact), joinedload(Thread.number)
    )
    shown, more = paging.split(db.session.scalars(query).all(), PAGE)
    key = inbox_filter.key(shown[-1], criteria.view) if more else None
    return Page(_rows(shown, criteria.search), key, need_reply(), handed_off(), to_call)


def _rows(threads: Sequence[Thread], search: str) -> list[Row]:
    phones = [thread.contact.phone for thread in threads]
    out, held = register.active(phones), holds.active(phones)
    calls = call_previews.of([thread.id for thread in threads])
    ours = [one.id for one in threads if one.last_direction == "out" and one.id not in calls]
    trouble = _trouble(ours)
    due = callbacks.first_of(one.id for one in threads)
    reasons = standing.reasons(one.id for one in threads if one.agent_state == AgentState.HANDED_OFF)
    reached = goals.reasons(one.id for one in threads if one.agent_id is not None)
    found = found_texts.of(search, [one.id for one in threads])
    agents, assignees = _agents(threads), people.names(one.assignee_id for one in threads)
    return [
        Row(
            one,
            one.contact.phone in out,
            one.contact.phone in held,
            trouble.get(one.id),
            agents.get(one.agent_id or 0) if one.agent_state in WITH_AGENT else None,
            assignees.get(one.assignee_id or 0, ""),
            due.get(one.id),
            reasons.get(one.id, ""),
            calls.get(one.id),
            one.id in reached,
            found.get(one.id),
        )
        for one in threads
    ]


def _agents(threads: Sequence[Thread]) -> dict[int, Agent]:
    ids = sorted({one.agent_id for one in threads if one.agent_id and one.agent_state in WITH_AGENT})
    query = select(Agent).where(Agent.id.in_(in_values(ids, Integer)))
    return {agent.id: agent for agent in db.session.scalars(query)} if ids else {}


def _trouble(thread_ids: list[int]) -> dict[int, MessageState]:
    """The last message is looked up thread by thread, in one statement: a group-by would read them all."""
    return {
        row.thread_id: MessageState(row.state)
        for row in execute_core(_last_states(), {"threads": thread_ids})
    }


@cached_statement
def _last_states() -> Select[int, str]:
    newest = select(func.max(Message.id)).where(Message.thread_id == Thread.id).scalar_subquery()
    last = select(newest).select_from(Thread).where(in_param(Thread.id, "threads"))
    trouble = Message.state.in_([literal(str(state)) for state in TROUBLE])
    return select(Message.thread_id, Message.state).where(Message.id.in_(last), trouble)
