"""Workflows around a date of their contacts: when each is due, reckoned again whenever the date changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select

from webapp.db import db, insert, now
from webapp.models.attribute import ContactAttribute
from webapp.models.contact import Contact
from webapp.models.workflow import Workflow, WorkflowState
from webapp.models.workflow_date import WorkflowDate
from webapp.rules import comparing
from webapp.rules.workflow.document import Document
from webapp.rules.workflow.schedule import Around
from webapp.services.contacts import attributes
from webapp.services.workflows import starting, store, values
from webapp.services.workflows.fields import BEFORE
from webapp.services.workflows.starting import Refused
from webapp.services.workflows.triggers.base import Happened
from webapp.services.workflows.triggers.registry import TRIGGERS

AT_ONCE = 200
READ = -1
"""The cursor of a workflow for which the dates of all contacts have been read."""
LATE = timedelta(hours=12)
"""A moment that has been over for longer is left alone: a reminder of yesterday helps no one."""


def changed(data: Mapping[str, Any]) -> None:
    """The hook of an attribute that changed: `contact`, `name`. Only those that are about it are locked.

    One that is published meanwhile reads the dates of all contacts itself.
    """
    contact = db.session.get(Contact, data["contact"])
    for seen in _by_date():
        if contact is None or not _is_about(store.published(seen), data["name"]):
            continue
        workflow = store.locked(seen.id)
        document = store.published(workflow)
        if document is not None and _is_about(document, data["name"]):
            _reckon(workflow, document, contact)


def located(data: Mapping[str, Any]) -> None:
    """The hook of a `contact` who is in another time zone: their moments may have come nearer."""
    theirs = (WorkflowDate.contact_id == data["contact"], WorkflowDate.due_at.is_not(None))
    ids = select(WorkflowDate.workflow_id).where(*theirs).order_by(WorkflowDate.workflow_id)
    for workflow_id in db.session.scalars(ids).all():
        workflow = store.locked(workflow_id)
        document, contact = store.published(workflow), db.session.get(Contact, data["contact"])
        if document is not None and contact is not None and workflow.trigger == "date":
            _reckon(workflow, document, contact)


def imported(data: Mapping[str, Any]) -> None:
    """The hook of a list that was imported: those about one of its `attributes` read all dates again; with
    `zones`, all do.

    What has started by a date does not start by it once more.
    """
    for seen in _by_date() if data.get("zones") else about(data["attributes"]):
        workflow = store.locked(seen.id)
        workflow.cursor, workflow.next_at = 0, now()


def about(names: Collection[str]) -> list[Workflow]:
    """Those that go by a date in one of these attributes, and are not archived."""
    return [one for one in _by_date() if any(_is_about(store.published(one), name) for name in names)]


def _by_date() -> Sequence[Workflow]:
    kept = (Workflow.trigger == "date", Workflow.state != WorkflowState.ARCHIVED)
    return db.session.scalars(select(Workflow).where(*kept).order_by(Workflow.id)).all()


def begin(workflow: Workflow) -> None:
    """It was published: what is known of dates is reckoned again."""
    db.session.execute(delete(WorkflowDate).where(WorkflowDate.workflow_id == workflow.id))
    workflow.cursor, workflow.next_at = 0, now()


def start(workflow: Workflow, document: Document) -> bool:
    """Read the dates that are not known yet, else start what is due. True: there is more."""
    if workflow.cursor != READ:
        return _read(workflow, document)
    query = select(WorkflowDate).where(WorkflowDate.workflow_id == workflow.id, WorkflowDate.due_at <= now())
    due = db.session.scalars(query.order_by(WorkflowDate.due_at).limit(AT_ONCE)).all()
    for one in due:
        _start(workflow, document, one)
    _look_next(workflow)
    return len(due) == AT_ONCE


def _is_about(document: Document | None, name: str) -> bool:
    if document is None:
        return False
    return attributes.key_of(_settings(document)["attribute"]) == attributes.key_of(name)


def _read(workflow: Workflow, document: Document) -> bool:
    key = attributes.key_of(_settings(document)["attribute"])
    theirs = (ContactAttribute.key == key, ContactAttribute.contact_id > workflow.cursor)
    query = select(ContactAttribute.contact_id).where(*theirs).order_by(ContactAttribute.contact_id)
    found = db.session.scalars(query.limit(AT_ONCE)).all()
    for contact_id in found:
        _reckon(workflow, document, db.session.get_one(Contact, contact_id))
    workflow.cursor = found[-1] if len(found) == AT_ONCE else READ
    if workflow.cursor == READ:
        _look_next(workflow)
    return True


def _reckon(workflow: Workflow, document: Document, contact: Contact) -> None:
    """When it is due for a contact; what is over when it becomes known is refused."""
    name = _settings(document)["attribute"]
    wanted = attributes.key_of(name)
    said = next((str(one) for key, one in contact.attributes.items() if attributes.key_of(key) == wanted), "")
    due = _due(document, contact, said)
    if said and due is None:
        refused = Refused("no date", f"Their {name} is “{said[:60]}”, which is no date like 2026-03-09.")
        starting.refuse(workflow, _happened(contact, said, None), refused)
    elif due is not None and due < now() - LATE:
        _refuse_late(workflow, contact, said, due)
        due = None
    values = {"workflow_id": workflow.id, "contact_id": contact.id, "value": said[:500], "due_at": due}
    written = insert(WorkflowDate).values(**values)
    news = {name: written.excluded[name] for name in ("value", "due_at")}
    keys = ["workflow_id", "contact_id"]
    db.session.execute(written.on_conflict_do_update(index_elements=keys, set_=news))
    if due is not None and (workflow.next_at is None or due < workflow.next_at):
        workflow.next_at = due


def _start(workflow: Workflow, document: Document, one: WorkflowDate) -> None:
    contact, moment = db.session.get_one(Contact, one.contact_id), one.due_at or now()
    said = one.value
    present = _due(document, contact, said, moment - timedelta(days=1))
    if present is not None and present > now():  # they are in another zone by now
        one.due_at = present
        return
    if moment < now() - LATE:
        _refuse_late(workflow, contact, said, moment)
    else:
        starting.contained(workflow, document, _happened(contact, said, moment))
    one.due_at = _due(document, contact, said, now()) if _around(document).yearly else None


def _refuse_late(workflow: Workflow, contact: Contact, said: str, due: datetime) -> None:
    sentence = f"Its time for “{said[:60]}” was over: it would have been {due:%d %B %Y, %H:%M} UTC."
    starting.refuse(workflow, _happened(contact, said, due), Refused("over", sentence))


def _happened(contact: Contact, said: str, due: datetime | None) -> Happened:
    """The same day of theirs starts it once, whatever zone they are moved to meanwhile."""
    at = due.astimezone(ZoneInfo(values.zones(contact)[0])).date().isoformat() if due else "-"
    return Happened(contact, f"date:{contact.id}:{said[:60]}:{at}", {"date": said})


def _due(document: Document, contact: Contact, said: str, after: datetime | None = None) -> datetime | None:
    if comparing.moment(said) is None:
        return None
    zone = values.zones(contact)[0]
    return _around(document).due(said, zone, after or now() - LATE)


def _around(document: Document) -> Around:
    read = _settings(document)
    return Around(read["days"] * (-1 if read["side"] == BEFORE else 1), read["at"], read["yearly"])


def _settings(document: Document) -> dict[str, Any]:
    trigger = document.trigger
    return TRIGGERS["date"].read(trigger.settings if trigger else {})


def _look_next(workflow: Workflow) -> None:
    theirs = (WorkflowDate.workflow_id == workflow.id, WorkflowDate.due_at.is_not(None))
    workflow.next_at = db.session.scalar(select(func.min(WorkflowDate.due_at)).where(*theirs))
