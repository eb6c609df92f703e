"""What has happened in conversations since their newest batch, for their summaries: many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from webapp.agents.base import Goal, Who
from webapp.agents.summary import CallTold, Facts, TaskDone
from webapp.bulk import in_param
from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.answering import Answering
from webapp.models.batch import Batch
from webapp.models.call import Call
from webapp.models.entry import Direction, Entry
from webapp.models.message import Message
from webapp.models.recipient import Recipient
from webapp.models.task_record import RecordState, TaskRecord
from webapp.models.thread import Thread
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.services.agents import newest_calls, record_text
from webapp.services.agents.newest_calls import NewestCall
from webapp.services.agents.turns.conversation import UNSAID, who_wrote
from webapp.services.opt_outs import register
from webapp.services.threads import outreach

ENTRY: Any = Entry.__table__
CALL: Any = Call.__table__
TASKS = 3
"""The newest; older ones are not told."""
STAFF_HAVE_IT = (AgentState.HANDED_OFF, AgentState.PAUSED)


@dataclass(frozen=True)
class _Outreach:
    """The newest batch of a conversation, and what they answered first."""

    at: datetime
    asked: str
    name: str
    reply: ReplyKind | None


def of(threads: Sequence[Thread]) -> dict[int, Facts]:
    """By thread; those in which nothing was said are left out."""
    ids = [thread.id for thread in threads]
    outreach, newest = _outreach(ids), _by_thread(_newest(), ids)
    first, timers = _by_thread(_first_of_theirs(), ids), _timers(ids)
    tasks, calls = _tasks(ids, outreach), newest_calls.of_all(ids)
    opted_out = register.active([thread.contact.phone for thread in threads])
    found = {}
    for thread in threads:
        sent, last, wrote = outreach.get(thread.id), newest.get(thread.id), first.get(thread.id)
        call = calls.get(thread.id)
        if last is None and call is None:
            continue
        found[thread.id] = Facts(
            batch=sent.name if sent else "",
            asked=sent.asked if sent else "",
            first_reply=sent.reply if sent else None,
            tasks=tasks[thread.id],
            goal=_goal(timers.get(thread.id), sent),
            handoff=_handoff(thread, timers.get(thread.id)),
            opted_out=thread.contact.phone in opted_out,
            last_text=last.text if last else "",
            last_by=who_wrote(last) if last else Who.CONTACT,
            wrote=wrote.text if wrote else "",
            call=_told(call, last, sent) if call else None,
        )
    return found


def _told(call: NewestCall, last: Message | None, sent: _Outreach | None) -> CallTold | None:
    """Not of one before the newest batch."""
    if sent is not None and call.at < sent.at:
        return None
    return CallTold(
        call.what, call.lasted, call.theirs, call.said, call.last, newest=last is None or call.id > last.id
    )


def _by_thread(query: Select[Message], ids: Sequence[int]) -> dict[int, Message]:
    return {one.thread_id: one for one in db.session.scalars(query, {"ids": ids})}


def _newest() -> Select[Message]:
    said = select(func.max(Message.id)).where(in_param(Message.thread_id, "ids"), *_was_said())
    return select(Message).where(Message.id.in_(said.group_by(Message.thread_id)))


def _first_of_theirs() -> Select[Message]:
    """What they wrote first, after the newest batch where there is one."""
    batch = aliased(Entry)
    newest = outreach.newest(batch.id, Message.thread_id, entry=batch)
    after = newest.correlate(Message).scalar_subquery()
    theirs = (in_param(Message.thread_id, "ids"), Message.direction == Direction.IN, *_was_said())
    query = select(func.min(Message.id)).where(*theirs, or_(Message.id > after, after.is_(None)))
    return select(Message).where(Message.id.in_(query.group_by(Message.thread_id)))


def _was_said() -> tuple[ColumnElement[bool], ...]:
    """Not what they never saw, and no reactions."""
    return Message.state.not_in(UNSAID), Message.reacts_to.is_(None), Message.text != ""


def _outreach(ids: Sequence[int]) -> dict[int, _Outreach]:
    sent = (in_param(Entry.thread_id, "ids"), *outreach.reached_out())
    newest = select(func.max(Entry.id)).where(*sent).group_by(Entry.thread_id)
    asked = func.coalesce(CALL.c.first_message, ENTRY.c.text, "").label("asked")
    query = select(ENTRY.c.thread_id, ENTRY.c.created_at, asked, Batch.name, Recipient.reply_kind)
    query = query.select_from(ENTRY).outerjoin(CALL, CALL.c.id == ENTRY.c.id)
    query = query.join(Batch, Batch.id == ENTRY.c.batch_id)
    query = query.outerjoin(Recipient, Recipient.id == ENTRY.c.recipient_id)
    rows = db.session.execute(query.where(ENTRY.c.id.in_(newest)), {"ids": ids})
    return {
        row.thread_id: _Outreach(row.created_at, row.asked, row.name, row.reply_kind or None) for row in rows
    }


def _timers(ids: Sequence[int]) -> Mapping[int, Answering]:
    query = select(Answering).where(in_param(Answering.thread_id, "ids"))
    return {one.thread_id: one for one in db.session.scalars(query, {"ids": ids})}


def _tasks(ids: Sequence[int], outreach: Mapping[int, _Outreach]) -> dict[int, tuple[TaskDone, ...]]:
    """Those that have ended, the oldest first."""
    ended = (in_param(TaskRecord.thread_id, "ids"), TaskRecord.state != RecordState.RUNNING)
    found: dict[int, list[TaskRecord]] = defaultdict(list)
    for record in db.session.scalars(select(TaskRecord).where(*ended).order_by(TaskRecord.id), {"ids": ids}):
        sent = outreach.get(record.thread_id)
        if sent is None or record.at >= sent.at:
            found[record.thread_id].append(record)
    return defaultdict(tuple, {thread_id: _done(records[-TASKS:]) for thread_id, records in found.items()})


def _done(records: Iterable[TaskRecord]) -> tuple[TaskDone, ...]:
    return tuple(TaskDone(one.task_name, dict(record_text.fields(one)), _error(one)) for one in records)


def _error(record: TaskRecord) -> str:
    return (record.error or "it could not be done") if record.state == RecordState.FAILED else ""


def _goal(timer: Answering | None, sent: _Outreach | None) -> Goal | None:
    """Once reached, and not before the newest batch."""
    if timer is None or timer.goal_reached_at is None:
        return None
    if sent is not None and timer.goal_reached_at < sent.at:
        return None
    return Goal(True, timer.goal_reason)


def _handoff(thread: Thread, timer: Answering | None) -> str:
    return timer.handoff_reason if timer is not None and thread.agent_state in STAFF_HAVE_IT else ""
