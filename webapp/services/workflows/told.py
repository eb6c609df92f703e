"""What programs tell of a contact: by the API, a webhook or a form. Each event starts a workflow once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from webapp.db import db
from webapp.errors import Fault
from webapp.models.contact import Contact
from webapp.models.source import Source
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import WorkflowRefusal, WorkflowRun
from webapp.rules import storable
from webapp.rules.phones import phone
from webapp.rules.typed_text import one_line
from webapp.rules.workflow.document import Document
from webapp.services.contacts import attributes
from webapp.services.opt_outs import typed_phone
from webapp.services.threads import opening
from webapp.services.workflows import starting, store
from webapp.services.workflows.triggers.base import OF_FIELDS, Happened, beside

LONGEST_NAME = 200
SHORT = 60
"""Characters of a key that are kept as they are."""
SHORT_EVENT = 40
"""And of what an event is called."""


@dataclass(frozen=True)
class Told:
    """An event. `phone`: in any spelling. `key`: the program's own; the same one is one event."""

    phone: str
    key: str
    fields: Mapping[str, str]
    name: str = ""
    known: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Came:
    """What came of an event in one workflow: a run, or the sentence that says why not."""

    workflow: Workflow
    run_id: int | None
    sentence: str = ""
    is_new: bool = True


@dataclass(frozen=True)
class _Before:
    """What came of an event, and whom it was about; None where no one is known."""

    contact_id: int | None = None
    run_id: int | None = None
    sentence: str = ""

    def is_about_another_than(self, contact: Contact) -> bool:
        return self.contact_id not in (None, contact.id)


def event_key(kind: str, key: str) -> str:
    """Names an event among all that may start a workflow. A long key is as good as a short one."""
    return f"{kind}:{_in_short(storable.clean(key), SHORT)}"


def _in_short(name: str, most: int = SHORT_EVENT) -> str:
    return name if len(name) <= most else hashlib.sha256(name.encode()).hexdigest()[:most]


def contact_of(told: Told, by: Source) -> Contact:
    """Created if need be, with what is told of them. A name that is known stays. Raises Fault."""
    e164 = read_phone(told.phone)
    name = one_line(storable.clean(told.name))[:LONGEST_NAME]
    contact = db.session.get_one(Contact, opening.contact(e164, name))
    for attribute, value in (told.known or {}).items():
        if value.strip():
            _put(contact, attribute, value, by)
    return contact


def _put(contact: Contact, attribute: str, value: str, by: Source) -> None:
    """Raises Fault that names the attribute."""
    try:
        attributes.put(contact, attribute, value, by)
    except Fault as fault:
        raise Fault(f"{attribute[:60]}: {fault.sentence}", "attributes") from fault


def read_phone(typed: str) -> str:
    """E.164, of a phone in any spelling. Raises Fault that names the field."""
    if not typed.strip():
        raise Fault("The phone is missing.", "phone")
    try:
        return phone.parse(typed[:100], typed_phone.assumed_country() or None)
    except phone.PhoneFault as fault:
        raise Fault(fault.sentence, "phone") from fault


def report(event: str, told: Told, by: Source) -> tuple[Contact, Sequence[Came]]:
    """An event by its name: every live workflow that listens for it. Raises Fault."""
    contact = contact_of(told, by)
    name = _in_short(event.casefold())  # capitals do not matter
    values = beside({"event": event}, told.fields, OF_FIELDS)
    happened = Happened(contact, event_key(f"event:{name}", told.key), values)
    fitting = starting.fitting("event", happened)
    return contact, [start(workflow, document, happened) for workflow, document in fitting]


def start_one(workflow_id: int, told: Told, by: Source) -> Came:
    """One workflow, whatever its trigger is. Raises NotFound, Conflict while it is not live, and Fault."""
    workflow, document = store.live(workflow_id)
    contact = contact_of(told, by)
    return start(workflow, document, Happened(contact, event_key("api", told.key), told.fields))


def start(workflow: Workflow, document: Document, happened: Happened) -> Came:
    """The same event has the same answer, however often it is told."""
    of_them = about_them(workflow, happened)
    came = starting.contained(workflow, document, of_them)
    if came.run_id is not None:
        return Came(workflow, came.run_id)
    if came.refused is not None:
        return Came(workflow, None, came.refused.sentence)
    before = _before(workflow, of_them.key) or _Before()
    if before.is_about_another_than(happened.contact):
        return start(workflow, document, happened)  # the key was taken in the same moment
    return Came(workflow, before.run_id, before.sentence, is_new=False)


def about_them(workflow: Workflow, happened: Happened) -> Happened:
    """An event of the same key about someone else is another one: two programs may count alike."""
    before = _before(workflow, happened.key) or _Before()
    if not before.is_about_another_than(happened.contact):
        return happened
    return replace(happened, key=f"{happened.key}@{happened.contact.id}")


def _before(workflow: Workflow, key: str) -> _Before | None:
    """None: an event of this key was not told."""
    of_key = {"workflow_id": workflow.id, "event_key": key[: starting.LONGEST_KEY]}
    if run := db.session.scalars(select(WorkflowRun).filter_by(**of_key)).first():
        return _Before(run.contact_id, run.id)
    refusal = db.session.scalars(select(WorkflowRefusal).filter_by(**of_key)).first()
    return _Before(refusal.contact_id, None, refusal.sentence) if refusal else None
