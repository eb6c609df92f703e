"""What to try a workflow on: a contact, or what has happened lately that would have started it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from webapp.db import db
from webapp.errors import Fault, Faults
from webapp.models.call import Call
from webapp.models.contact import Contact
from webapp.models.entry import Direction
from webapp.models.handoff import Handoff
from webapp.models.message import Message, MessageState
from webapp.models.task_record import TaskRecord
from webapp.models.thread import Thread
from webapp.models.workflow_run import WorkflowRun
from webapp.rules import search_text
from webapp.rules.phones import phone
from webapp.rules.replies.replies import Meaning
from webapp.rules.workflow.document import Document
from webapp.services.workflows.triggers.base import Happened
from webapp.services.workflows.triggers.registry import TRIGGERS

AT_ONCE = 20
SHOWN = 60
"""Characters of a text."""


@dataclass(frozen=True)
class Past:
    """`id`: of the text, the call and so on. `words`: what it was; `at`: UTC."""

    id: int
    contact: Contact
    words: str
    at: datetime


@dataclass(frozen=True)
class Source:
    """Where events of a trigger stand: a table, what of it counts, and how a signal would tell of a row."""

    model: Any
    where: tuple[ColumnElement[bool], ...]
    told: Callable[[int], Mapping[str, Any]]
    words: Callable[[Any], str]


def _text(message: Any) -> str:
    text = " ".join((message.text or "").split())
    return f"“{text}”" if len(text) <= SHOWN else f"“{text[:SHOWN]}…”"


def _call(call: Any) -> str:
    return "their call" if call.direction == Direction.IN else "our call"


FAILED = (MessageState.FAILED, MessageState.REJECTED, MessageState.UNDELIVERED)
_INBOUND = (Message.direction == Direction.IN,)
SOURCES: Mapping[str, Source] = {
    "message": Source(Message, _INBOUND, lambda id: {"message": id, "means": Meaning.NOTHING}, _text),
    "message_failed": Source(Message, (Message.state.in_(FAILED),), lambda id: {"message": id}, _text),
    "call_in": Source(Call, (Call.direction == Direction.IN,), lambda id: {"call": id}, _call),
    "call_ended": Source(Call, (), lambda id: {"call": id}, _call),
    "handoff": Source(Handoff, (), lambda id: {"handoff": id}, lambda handoff: handoff.reason[:SHOWN]),
    "task_done": Source(TaskRecord, (), lambda id: {"record": id}, lambda record: record.task_name),
}


def recent(kind: str) -> list[Past]:
    """The newest first; empty where nothing of the kind is kept."""
    source = SOURCES.get(kind)
    if source is None:
        return []
    query = select(source.model, Thread).join(Thread, Thread.id == source.model.thread_id)
    query = query.where(*source.where).order_by(source.model.id.desc()).limit(AT_ONCE)
    rows = db.session.execute(query).all()
    return [Past(row.id, thread.contact, source.words(row), row.created_at) for row, thread in rows]


def happened(kind: str, event_id: int) -> Happened | None:
    """What it told; None when it is gone, or nothing of the kind is kept."""
    source, trigger = SOURCES.get(kind), TRIGGERS.get(kind)
    if source is None or trigger is None:
        return None
    return trigger.happened(source.told(event_id))


def runs(workflow_id: int) -> list[Past]:
    """Its own runs, the newest first, whatever started them; `id` is that of the run."""
    query = select(WorkflowRun).options(joinedload(WorkflowRun.contact))
    query = query.where(WorkflowRun.workflow_id == workflow_id).order_by(WorkflowRun.id.desc())
    found = db.session.scalars(query.limit(AT_ONCE))
    return [Past(run.id, run.contact, "what started their run", run.started_at) for run in found]


def of_run(workflow_id: int, run_id: int) -> Happened | None:
    """What started a run; None when it is gone."""
    run = db.session.get(WorkflowRun, run_id)
    if run is None or run.workflow_id != workflow_id:
        return None
    event = {name: str(value) for name, value in run.event.items()}
    return Happened(run.contact, run.event_key, event, run.thread_id)


def fits(document: Document, happened: Happened) -> bool:
    """Whether something that has happened is what the trigger means; not when the trigger cannot be read."""
    trigger = document.trigger
    if trigger is None or trigger.kind not in TRIGGERS:
        return False
    try:
        return TRIGGERS[trigger.kind].fits(TRIGGERS[trigger.kind].read(trigger.settings), happened)
    except Faults:
        return False


def find(typed: str) -> Contact:
    """By phone, or by a name that only one contact has. Raises Fault that names the field."""
    wanted = " ".join(typed.split())
    if not wanted:
        raise Fault("Write the phone or the name of a contact.", "who")
    try:
        query = select(Contact).where(Contact.phone == phone.parse(wanted, None, allow_unassigned=True))
    except phone.PhoneFault:
        name = search_text.indexed(wanted).strip()
        query = select(Contact).where(Contact.search_name.contains(name, autoescape=True))
    found = db.session.scalars(query.order_by(Contact.id).limit(2)).all()
    if not found:
        raise Fault("No contact has this phone or name.", "who")
    if len(found) > 1:
        raise Fault("Several contacts are called so. Write the phone of one of them.", "who")
    return found[0]
