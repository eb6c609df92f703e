"""What others have sent lately, to try a workflow on: calls of its webhook, entries of its form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from webapp.db import db
from webapp.errors import Fault
from webapp.models.contact import Contact
from webapp.models.form_entry import FormEntry
from webapp.models.workflow_address import WebhookSample
from webapp.rules import typed_text
from webapp.rules.phones import phone
from webapp.rules.workflow.document import Document
from webapp.rules.workflow.variables import Values
from webapp.services.workflows import form_entries, samples, told
from webapp.services.workflows.triggers.base import Happened
from webapp.services.workflows.triggers.registry import TRIGGERS

CALL, ENTRY = "call-", "entry-"
"""Before the id of a call, or an entry."""
AT_ONCE = 20
WEBHOOK = "webhook"
Row = TypeVar("Row", WebhookSample, FormEntry)


@dataclass(frozen=True)
class Kept:
    """`key`: names it. `contact`: None for a call of which no contact is known. `at`: UTC."""

    key: str
    contact: Contact | None
    words: str
    at: datetime


def recent(workflow_id: int) -> list[Kept]:
    """The newest first. Entries whose answers were removed in time are left out."""
    entries = [one for one in form_entries.page(workflow_id)[0] if one.answers][:AT_ONCE]
    calls = samples.latest(workflow_id)
    found = [Kept(f"{ENTRY}{one.id}", one.contact, "their form", one.at) for one in entries]
    found += [Kept(f"{CALL}{one.id}", _known(one), "a call of the other system", one.at) for one in calls]
    return found


def is_key(chosen: str) -> bool:
    return chosen.startswith((CALL, ENTRY))


def happened(workflow_id: int, document: Document, key: str, other: Contact | None) -> Happened | None:
    """What it told, about the contact to whom it belongs, or about another one; None when it is gone.

    Raises Fault that names the field when a call does not say whom it is about.
    """
    row_id = typed_text.whole_number(key.removeprefix(CALL).removeprefix(ENTRY), 18)
    if key.startswith(CALL):
        call = _of(WebhookSample, workflow_id, row_id)
        return _called(document, call, key, other) if call else None
    entry = _of(FormEntry, workflow_id, row_id)
    if entry is None:
        return None
    agreed = {form_entries.BOX: "yes" if entry.consent else "no"}
    return Happened(other or entry.contact, entry.event_key, agreed | _texts(entry.answers))


def _of(model: type[Row], workflow_id: int, row_id: int) -> Row | None:
    query = select(model).where(model.workflow_id == workflow_id, model.id == row_id)
    found: Row | None = db.session.scalar(query)
    return found


def _called(document: Document, call: WebhookSample, key: str, other: Contact | None) -> Happened:
    fields = _texts(call.fields)
    return Happened(other or _known(call) or _by_phone(document, fields), key, fields)


def _texts(values: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def _known(call: WebhookSample) -> Contact | None:
    return db.session.get(Contact, call.contact_id) if call.contact_id else None


def _by_phone(document: Document, fields: dict[str, str]) -> Contact:
    """Of a call that only taught its fields. Nothing is written, so who is not there yet is not made."""
    settings = document.trigger.settings if document.trigger and document.trigger.kind == WEBHOOK else {}
    name = TRIGGERS[WEBHOOK].read(settings)["phone_field"]
    try:
        e164 = told.read_phone(Values(fields).get(name, ""))
    except Fault as fault:
        where = f"{fault.sentence} It is looked for in “{name}”."
        raise Fault(f"{where} Correct that in what starts it, or write a contact below.", "event") from fault
    contact = db.session.scalar(select(Contact).where(Contact.phone == e164))
    if contact is None:
        shown = phone.pretty(e164)
        raise Fault(f"{shown} is no contact yet. Write one of your contacts to try it with.", "who")
    return contact
