"""Starting a workflow by hand, for one contact or several; and because a program reports something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from webapp.db import db
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.contact import Contact
from webapp.models.user import User
from webapp.models.workflow import Workflow, WorkflowState
from webapp.rules import phone
from webapp.rules.workflow.document import Document
from webapp.services import events
from webapp.services.recipients import reach
from webapp.services.threads import opening
from webapp.services.workflows import starting, store
from webapp.services.workflows.starting import Started
from webapp.services.workflows.triggers.base import Happened


@dataclass(frozen=True)
class Begun:
    """How many were started, and why the others were not: a sentence for each reason, with how many."""

    started: int
    refused: Mapping[str, int]


def start(workflow_id: int, contact_ids: Iterable[int], by: User, key: str) -> Begun:
    """Whatever its trigger is. `key`: of the form: the same form starts it once for each contact.

    Raises NotFound, Conflict while it is not live, and Fault for more than one person may reach alone.
    """
    wanted = list(dict.fromkeys(contact_ids))
    workflow, document = live(workflow_id)
    most = reach.limit()
    if most is not None and len(wanted) > most:
        raise Fault(f"Starting it for more than {most:,} people takes a second person. Choose fewer.")
    refused: dict[str, int] = {}
    started = 0
    for contact_id in wanted:
        came = _one(workflow, document, contact_id, by, key)
        started += came.run_id is not None
        if came.refused is not None:
            refused[came.refused.sentence] = refused.get(came.refused.sentence, 0) + 1
    events.note("workflow.started", user_id=by.id, workflow=workflow.id, name=workflow.name, count=started)
    return Begun(started, refused)


def _one(workflow: Workflow, document: Document, contact_id: int, by: User, key: str) -> Started:
    contact = db.session.get(Contact, contact_id)
    if contact is None:
        raise NotFound("This contact does not exist any more.")
    happened = Happened(contact, f"hand:{key[:60]}:{contact.id}", {"by": by.name})
    return starting.start(workflow, document, happened)


def report(event: str, phone_number: str, fields: Mapping[str, str], key: str) -> Sequence[Started]:
    """A program reports an event about a phone (E.164): start the workflows that listen for it.

    `key`: the program's own; the same event starts each once. Contacts are created if need be. Raises Fault.
    """
    try:
        e164 = phone.parse(phone_number, None)
    except phone.PhoneFault as fault:
        raise Fault(fault.sentence, "phone") from fault
    contact = db.session.get_one(Contact, opening.contact(e164))
    happened = Happened(contact, f"event:{event[:40]}:{key[:60]}", {**fields, "event": event})
    return [starting.start(one, document, happened) for one, document in starting.fitting("event", happened)]


def live(workflow_id: int) -> tuple[Workflow, Document]:
    """One that can be started now. Raises NotFound and Conflict."""
    workflow = store.get(workflow_id)
    document = store.published(workflow)
    if workflow.state != WorkflowState.LIVE or document is None:
        raise Conflict("This workflow is not live. Publish it, or let it go on, first.")
    return workflow, document
