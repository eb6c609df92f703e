"""Workflows that start by silence: we have not answered for so long, or they have not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.db import db, now
from webapp.models.thread import Thread
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import WorkflowRefusal, WorkflowRun
from webapp.rules.workflow import open_time
from webapp.rules.workflow.document import Document
from webapp.services import settings
from webapp.services.hours import hours
from webapp.services.workflows import starting, values
from webapp.services.workflows.fields import span
from webapp.services.workflows.triggers.base import Happened
from webapp.services.workflows.triggers.registry import TRIGGERS

AT_ONCE = 200
LOOKS_AGAIN = timedelta(seconds=20)
LOOKS_BACK = timedelta(days=14)
"""For what waits for an answer: hours may be closed for days."""


def begin(workflow: Workflow, document: Document) -> None:
    """It was published, or goes on: silence that was long enough before does not count."""
    workflow.next_at = now()
    workflow.turn_at = now() - span(_settings(document))


def unanswered(workflow: Workflow, document: Document) -> bool:
    """Conversations in which they wait for us. They are looked at again as long as they do."""
    read, since = _settings(document), workflow.turn_at or now()
    waits = (Thread.needs_reply.is_(True), Thread.last_inbound_at > max(since, now() - LOOKS_BACK))
    query = _query(read).where(*waits, Thread.last_inbound_at <= now() - span(read))
    threads = db.session.scalars(query.order_by(Thread.last_at.desc()).limit(AT_ONCE)).all()
    for thread, key in _new(workflow, threads):
        if _open(document, read, thread) >= span(read):
            event = {"text": thread.last_text}
            starting.start(workflow, document, _happened(thread, key, event))
    workflow.next_at = now() + LOOKS_AGAIN
    return False


def quiet(workflow: Workflow, document: Document) -> bool:
    """Conversations in which we spoke last; each is looked at once, when the time is over."""
    read = _settings(document)
    since, until = workflow.turn_at or now(), now() - span(read)
    silent = (Thread.last_direction == "out", Thread.last_at > since, Thread.last_at <= until)
    query = _query(read).where(*silent)
    query = query.where(Thread.last_inbound_at.is_not(None)) if read["known"] else query
    threads = db.session.scalars(query.order_by(Thread.last_at, Thread.id).limit(AT_ONCE)).all()
    for thread in threads:
        key = f"quiet:{thread.id}:{thread.last_at.timestamp():.3f}"
        starting.start(workflow, document, _happened(thread, key, {}))
    more = len(threads) == AT_ONCE
    workflow.turn_at = threads[-1].last_at if more else max(since, until)
    workflow.next_at = now() if more else now() + LOOKS_AGAIN
    return more


def _query(read: dict[str, Any]) -> Any:
    whole = (joinedload(Thread.contact), joinedload(Thread.number))
    number = read["number"]
    query = select(Thread).options(*whole)
    return query if number is None else query.where(Thread.number_id == number)


def _new(workflow: Workflow, threads: Sequence[Thread]) -> list[tuple[Thread, str]]:
    """Those that have not started it, with their keys."""
    keys = {f"unanswered:{one.id}:{_stamp(one.last_inbound_at)}": one for one in threads}
    known: set[str] = set()
    for kind in (WorkflowRun, WorkflowRefusal):
        there = (kind.workflow_id == workflow.id, kind.event_key.in_(keys))
        known |= set(db.session.scalars(select(kind.event_key).where(*there)))
    return [(one, key) for key, one in keys.items() if key not in known]


def _stamp(moment: datetime | None) -> str:
    return f"{moment.timestamp():.3f}" if moment else ""


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
