"""Starting a workflow by hand, for one contact or several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webapp.db import db
from webapp.errors import Fault, NotFound
from webapp.models.contact import Contact
from webapp.models.user import User
from webapp.models.workflow import Workflow
from webapp.rules.workflow.document import Document
from webapp.services import events
from webapp.services.recipients import reach
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
    workflow, document = store.live(workflow_id)
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
