"""Workflows that start by silence: we have not answered for so long, or they have not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVarTuple

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import joinedload

from webapp.bulk import in_param
from webapp.db import db, now
from webapp.models.entry import Direction, Entry
from webapp.models.thread import Thread
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import WorkflowRefusal, WorkflowRun, WorkflowStepRun
from webapp.rules.replies.reply_kinds import is_automatic
from webapp.rules.workflow import open_time
from webapp.rules.workflow.document import Document
from webapp.services import settings
from webapp.services.hours import hours
from webapp.services.threads import reopening
from webapp.services.workflows import starting, values
from webapp.services.workflows.fields import span
from webapp.services.workflows.triggers.base import Happened
from webapp.services.workflows.triggers.registry import TRIGGERS

Columns = TypeVarTuple("Columns")
AT_ONCE = 200
LOOKS_AGAIN = timedelta(seconds=20)
LOOKS_BACK = timedelta(days=14)
"""For what waits for an answer: hours may be closed for days."""


OWN_WORDS = starting.Refused(
    "own words", "The latest that they have not answered was said by this workflow itself."
)
"""Else who does not answer would be asked once more each time, without an end."""


def begin(workflow: Workflow, document: Document) -> None:
    """It was published, or goes on: silence that was long enough before does not count."""
    workflow.next_at = now()
    workflow.turn_at, workflow.cursor = now() - span(_settings(document)), 0


def unanswered(workflow: Workflow, document: Document) -> bool:
    """Conversations in which they wait for us. They are looked at again as long as they do."""
    read = _settings(document)
    new = _new(workflow, _waiting(read, workflow.turn_at or now()))
    behind = sorted(thread_id for thread_id in new if thread_id > workflow.cursor)[:AT_ONCE]
    query = _whole(read).where(in_param(Thread.id, "ids")).order_by(Thread.id)
    for thread in db.session.scalars(query, {"ids": behind}).all():
        if _open(document, read, thread) >= span(read):
            happened = _happened(thread, new[thread.id], {"text": thread.last_text})
            starting.contained(workflow, document, happened)
    more = len(behind) == AT_ONCE
    workflow.cursor = behind[-1] if more else 0
    workflow.next_at = now() if more else now() + LOOKS_AGAIN
    return more


def quiet(workflow: Workflow, document: Document) -> bool:
    """Conversations in which we spoke last, but for a machine of theirs; each is looked at once, in its time.

    A batch speaks in many of them in the same moment: `cursor` is the last one of `turn_at` that was seen.
    Those who are blocked are not listened to, so no one knows whether they have answered.
    """
    read = _settings(document)
    since, until = workflow.turn_at or now(), now() - span(read)
    silent = (Thread.last_at >= since, Thread.last_at <= until)
    query = _whole(read).where(*silent, tuple_(Thread.last_at, Thread.id) > (since, workflow.cursor))
    query = query.where(Thread.last_inbound_at.is_not(None)) if read["known"] else query
    query = query.where(~reopening.BLOCKED)
    threads = db.session.scalars(query.order_by(Thread.last_at, Thread.id).limit(AT_ONCE)).all()
    waited_for = _not_answered(threads)
    own = _with_own_words(workflow, [thread.id for thread in waited_for])
    for thread in waited_for:
        happened = _happened(thread, f"quiet:{thread.id}:{_stamp(thread.last_at)}", {})
        if thread.id in own:
            starting.refuse(workflow, happened, OWN_WORDS)
        else:
            starting.contained(workflow, document, happened)
    more = len(threads) == AT_ONCE
    workflow.turn_at = threads[-1].last_at if more else max(since, until)
    workflow.cursor = threads[-1].id if more else 0
    workflow.next_at = now() if more else now() + LOOKS_AGAIN
    return more


def _not_answered(threads: Sequence[Thread]) -> list[Thread]:
    """Those in which we spoke last, or only “I'm driving” has come since: their phone wrote it, not they."""
    machines = [one.id for one in threads if one.last_direction == "in" and is_automatic(one.last_text)]
    query = select(Entry.thread_id).where(in_param(Entry.thread_id, "ids"), Entry.direction == Direction.OUT)
    asked = set(db.session.scalars(query.distinct(), {"ids": machines})) if machines else set()
    return [one for one in threads if one.last_direction == "out" or one.id in asked]


def _with_own_words(workflow: Workflow, thread_ids: Sequence[int]) -> set[int]:
    """Those of these conversations in which the latest that was said to them is of a run of this workflow."""
    latest = select(func.max(Entry.id)).where(
        in_param(Entry.thread_id, "ids"), Entry.direction == Direction.OUT
    )
    query = select(Entry.thread_id).join(WorkflowStepRun, WorkflowStepRun.entry_id == Entry.id)
    query = query.join(WorkflowRun, WorkflowRun.id == WorkflowStepRun.run_id)
    query = query.where(
        Entry.id.in_(latest.group_by(Entry.thread_id)), WorkflowRun.workflow_id == workflow.id
    )
    return set(db.session.scalars(query, {"ids": list(thread_ids)}))


def _waiting(read: dict[str, Any], since: datetime) -> dict[int, datetime]:
    """The ids of conversations in which they have waited for so long, with when they wrote."""
    wrote = Thread.last_inbound_at
    query = select(Thread.id, wrote).where(Thread.needs_reply, wrote > max(since, now() - LOOKS_BACK))
    query = _of_number(query, read).where(wrote <= now() - span(read))
    return {thread_id: at for thread_id, at in db.session.execute(query) if at is not None}


def _whole(read: dict[str, Any]) -> Select[Thread]:
    whole = select(Thread).options(joinedload(Thread.contact), joinedload(Thread.number))
    return _of_number(whole, read)


def _of_number(query: Select[*Columns], read: dict[str, Any]) -> Select[*Columns]:
    number = read["number"]
    return query if number is None else query.where(Thread.number_id == number)


def _new(workflow: Workflow, waiting: Mapping[int, datetime]) -> dict[int, str]:
    """Those that have not started it, with their keys."""
    keys = {f"unanswered:{thread_id}:{_stamp(at)}": thread_id for thread_id, at in waiting.items()}
    known: set[str] = set()
    for kind in (WorkflowRun, WorkflowRefusal):
        there = (kind.workflow_id == workflow.id, in_param(kind.event_key, "keys"))
        known |= set(db.session.scalars(select(kind.event_key).where(*there), {"keys": list(keys)}))
    return {thread_id: key for key, thread_id in keys.items() if key not in known}


def _stamp(moment: datetime) -> str:
    return f"{moment.timestamp():.3f}"


def _open(document: Document, read: dict[str, Any], thread: Thread) -> timedelta:
    """How long they have waited; `in_hours`: within the hours of the workflow, or else those of theirs."""
    came = thread.last_inbound_at or now()
    if not read["in_hours"]:
        return now() - came
    window = document.box.window
    if window is not None:
        zone = window.zone or values.zones(thread.contact)[0]
        return open_time.within(came, now(), zone, [window.hours])
    [(place, _)] = hours.where([thread.contact.phone], now(), values.UNKNOWN_ZONE)
    kept = place.hours if settings.get("keep_hours") else ()
    return open_time.within(came, now(), place.zones[0], kept)


def _happened(thread: Thread, key: str, event: dict[str, str]) -> Happened:
    return Happened(thread.contact, key, event, thread.id, thread.number_id)


def _settings(document: Document) -> dict[str, Any]:
    trigger = document.trigger
    return TRIGGERS[trigger.kind].read(trigger.settings) if trigger else {}
