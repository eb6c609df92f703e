"""Workflows on a schedule: at each turn, for each contact with a label, or for all, some at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp.db import db, now
from webapp.models.contact import Contact
from webapp.models.label import ContactLabel
from webapp.models.workflow import Workflow
from webapp.rules.workflow import conditions, schedule
from webapp.rules.workflow.document import Document
from webapp.rules.workflow.schedule import Cron
from webapp.services.contacts import labels
from webapp.services.workflows import starting, values
from webapp.services.workflows.starting import Refused
from webapp.services.workflows.triggers.base import Happened
from webapp.services.workflows.triggers.registry import TRIGGERS

AT_ONCE = 100
REST = timedelta(minutes=5)
"""Before a turn goes on that has reached what may start in an hour."""
LATE = timedelta(hours=12)
"""A turn that was due longer ago, and has not begun, is left alone, as a moment around a date is."""


def begin(workflow: Workflow, document: Document) -> None:
    """It was published, or goes on: the next turn is the first one from now on."""
    workflow.turn_at, workflow.cursor, workflow.next_at = None, 0, following(document, now())


def following(document: Document, after: datetime) -> datetime:
    """The next turn (UTC) behind a moment. Raises NoSchedule."""
    read = _settings(document)
    at, zone = read["at"], read["zone"]
    if read["every"] == "cron":
        return Cron.read(read["cron"]).next(after, zone)
    if read["every"] == "week":
        return schedule.weekly(read["weekday"], at, after, zone)
    if read["every"] == "month":
        return schedule.monthly(read["day"], at, after, zone)
    return schedule.daily(at, after, zone)


def start(workflow: Workflow, document: Document) -> bool:
    """Start it for some contacts of the turn that has come. True: there are more.

    Those who do not meet its conditions are not its contacts; nothing is kept of them.
    """
    if workflow.turn_at is None and workflow.next_at is not None and workflow.next_at < now() - LATE:
        _leave_out(workflow, document, workflow.next_at)
        return False
    turn = workflow.turn_at = workflow.turn_at or workflow.next_at or now()
    if starting.is_full(workflow, document):
        workflow.next_at = now() + REST
        return False
    contacts, event = _contacts(workflow, document), {"day": _day(document, turn)}
    for contact in contacts:
        if conditions.hold(document.conditions, values.of_start(contact, event)):
            key = f"schedule:{turn:%Y%m%dT%H%M}:{contact.id}"
            starting.contained(workflow, document, Happened(contact, key, event))
        workflow.cursor = contact.id
    if len(contacts) == AT_ONCE:
        return True
    begin(workflow, document)
    return False


def _day(document: Document, turn: datetime) -> str:
    """Of a turn, on the clock that the schedule goes by: in the evening it is the next one already in UTC."""
    return turn.astimezone(ZoneInfo(_settings(document)["zone"])).date().isoformat()


def _leave_out(workflow: Workflow, document: Document, turn: datetime) -> None:
    """Nothing was running when it was due; the next turn may be near."""
    sentence = f"This turn was over: it would have been {turn:%d %B %Y, %H:%M} UTC."
    starting.note_refused(workflow.id, f"schedule:{turn:%Y%m%dT%H%M}", Refused("over", sentence))
    begin(workflow, document)


def _contacts(workflow: Workflow, document: Document) -> Sequence[Contact]:
    query = select(Contact).where(Contact.id > workflow.cursor).order_by(Contact.id).limit(AT_ONCE)
    if label := _settings(document)["label"]:
        has = (ContactLabel.key == labels.key_of(label), ContactLabel.suggested.is_(False))
        query = query.join(ContactLabel, ContactLabel.contact_id == Contact.id).where(*has)
    return db.session.scalars(query).all()


def _settings(document: Document) -> dict[str, Any]:
    trigger = document.trigger
    return TRIGGERS["schedule"].read(trigger.settings if trigger else {})
