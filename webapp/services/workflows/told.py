"""What programs tell of a contact: by the API, a webhook or a form. Each event starts a workflow once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.db import db
from webapp.errors import Fault
from webapp.models.contact import Contact
from webapp.models.source import Source
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import WorkflowRefusal, WorkflowRun
from webapp.rules import phone, storable
from webapp.rules.typed_text import one_line
from webapp.rules.workflow.document import Document
from webapp.services.contacts import attributes
from webapp.services.opt_outs import typed_phone
from webapp.services.threads import opening
from webapp.services.workflows import starting, store
from webapp.services.workflows.triggers.base import Happened

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
    happened = Happened(contact, event_key(f"event:{name}", told.key), {**told.fields, "event": event})
    fitting = starting.fitting("event", happened)
    return contact, [start(workflow, document, happened) for workflow, document in fitting]


def start_one(workflow_id: int, told: Told, by: Source) -> Came:
    """One workflow, whatever its trigger is. Raises NotFound, Conflict while it is not live, and Fault."""
    workflow, document = store.live(workflow_id)
    contact = contact_of(told, by)
    return start(workflow, document, Happened(contact, event_key("api", told.key), told.fields))


def start(workflow: Workflow, document: Document, happened: Happened) -> Came:
    """The same event has the same answer, however often it is told."""
    came = starting.contained(workflow, document, happened)
    if came.run_id is not None:
        return Came(workflow, came.run_id)
    if came.refused is not None:
        return Came(workflow, None, came.refused.sentence)
    return _before(workflow, happened.key[: starting.LONGEST_KEY])


def _before(workflow: Workflow, key: str) -> Came:
    run = (WorkflowRun.workflow_id == workflow.id, WorkflowRun.event_key == key)
    run_id = db.session.scalar(select(WorkflowRun.id).where(*run))
    refusal = (WorkflowRefusal.workflow_id == workflow.id, WorkflowRefusal.event_key == key)
    sentence = db.session.scalar(select(WorkflowRefusal.sentence).where(*refusal)) or ""
    return Came(workflow, run_id, sentence, is_new=False)
