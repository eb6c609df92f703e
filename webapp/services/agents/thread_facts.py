"""What has happened in conversations since their newest batch, for their summaries: many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from webapp.agents.base import Goal, Who
from webapp.agents.summary import Facts, TaskDone
from webapp.bulk import in_param
from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.answering import Answering
from webapp.models.batch import Batch
from webapp.models.entry import Direction
from webapp.models.message import Message
from webapp.models.recipient import Recipient
from webapp.models.task_record import RecordState, TaskRecord
from webapp.models.thread import Thread
from webapp.rules.reply_kinds import ReplyKind
from webapp.services.agents import record_text
from webapp.services.agents.conversation import UNSAID, who_wrote
from webapp.services.opt_outs import register

TASKS = 3
"""The newest; older ones are not told."""
STAFF_HAVE_IT = (AgentState.HANDED_OFF, AgentState.PAUSED)


@dataclass(frozen=True)
class _Outreach:
    """The newest batch of a conversation, and what they answered first."""

    message: Message
    name: str
    reply: ReplyKind | None


def of(threads: Sequence[Thread]) -> dict[int, Facts]:
    """By thread; those in which nothing was said are left out."""
    ids = [thread.id for thread in threads]
    outreach, newest = _outreach(ids), _by_thread(_newest(), ids)
    first, timers = _by_thread(_first_of_theirs(), ids), _timers(ids)
    tasks = _tasks(ids, outreach)
    opted_out = register.active([thread.contact.phone for thread in threads])
    found = {}
    for thread in threads:
        sent, last, wrote = outreach.get(thread.id), newest.get(thread.id), first.get(thread.id)
        if last is None:
            continue
        found[thread.id] = Facts(
            batch=sent.name if sent else "",
            asked=sent.message.text if sent else "",
            first_reply=sent.reply if sent else None,
            tasks=tasks[thread.id],
            goal=_goal(timers.get(thread.id), sent),
            handoff=_handoff(thread, timers.get(thread.id)),
            opted_out=thread.contact.phone in opted_out,
            last_text=last.text,
            last_by=Who.CONTACT if last.direction == Direction.IN else who_wrote(last),
            wrote=wrote.text if wrote else "",
        )
    return found


def _by_thread(query: Select[Message], ids: Sequence[int]) -> dict[int, Message]:
    return {one.thread_id: one for one in db.session.scalars(query, {"ids": ids})}


def _newest() -> Select[Message]:
    said = select(func.max(Message.id)).where(in_param(Message.thread_id, "ids"), *_was_said())
    return select(Message).where(Message.id.in_(said.group_by(Message.thread_id)))


def _first_of_theirs() -> Select[Message]:
    """What they wrote first, after the newest batch where there is one."""
    batch = aliased(Message)
    newest = select(func.max(batch.id)).where(
        batch.thread_id == Message.thread_id, batch.batch_id.is_not(None)
    )
    after = newest.correlate(Message).scalar_subquery()
    theirs = (in_param(Message.thread_id, "ids"), Message.direction == Direction.IN, *_was_said())
    query = select(func.min(Message.id)).where(*theirs, or_(Message.id > after, after.is_(None)))
    return select(Message).where(Message.id.in_(query.group_by(Message.thread_id)))


def _was_said() -> tuple[ColumnElement[bool], ...]:
    """Not what they never saw, and no reactions."""
    return Message.state.not_in(UNSAID), Message.reacts_to.is_(None), Message.text != ""


def _outreach(ids: Sequence[int]) -> dict[int, _Outreach]:
    sent = (in_param(Message.thread_id, "ids"), Message.batch_id.is_not(None))
    newest = select(func.max(Message.id)).where(*sent).group_by(Message.thread_id)
    query = select(Message, Batch.name, Recipient).join(Batch, Batch.id == Message.batch_id)
    query = query.outerjoin(Recipient, Recipient.id == Message.recipient_id)
    rows = db.session.execute(query.where(Message.id.in_(newest)), {"ids": ids})
    return {
        message.thread_id: _Outreach(message, name, recipient.reply_kind if recipient else None)
        for message, name, recipient in rows
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
        if sent is None or record.at >= sent.message.created_at:
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
    if sent is not None and timer.goal_reached_at < sent.message.created_at:
        return None
    return Goal(True, timer.goal_reason)


def _handoff(thread: Thread, timer: Answering | None) -> str:
    return timer.handoff_reason if timer is not None and thread.agent_state in STAFF_HAVE_IT else ""
