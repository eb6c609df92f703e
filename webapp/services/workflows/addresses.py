"""The address by which others start a workflow: long, secret, and renewed when it has got around."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import select

from webapp import sealing
from webapp.db import db, insert, now
from webapp.errors import NotFound
from webapp.models.user import User
from webapp.models.workflow import Workflow
from webapp.models.workflow_address import WorkflowAddress
from webapp.rules.workflow import kinds
from webapp.rules.workflow.document import Document
from webapp.services import events

LONGEST = 100
"""Characters of a token that is looked up."""


def has_address(document: Document | None) -> bool:
    """Whether others start it by an address."""
    kind = kinds.TRIGGERS.get(document.trigger.kind) if document and document.trigger else None
    return kind is not None and kind.has_address


def ensure(workflow_id: int, document: Document) -> None:
    """Make the address of a workflow that needs one; one that is there stays."""
    if has_address(document):
        token = _token()
        kept = {"token_hash": _digest(token), "sealed": sealing.seal(token)}
        made = insert(WorkflowAddress).values(workflow_id=workflow_id, made_at=now(), **kept)
        db.session.execute(made.on_conflict_do_nothing(index_elements=["workflow_id"]))


def token(workflow_id: int) -> str | None:
    """The secret part of its address. None: it has none, or it cannot be read with our key."""
    address = db.session.get(WorkflowAddress, workflow_id)
    try:
        return sealing.unseal(address.sealed) if address else None
    except sealing.NotOurs:
        return None


def renew(workflow: Workflow, by: User) -> None:
    """The old address leads nowhere from now on. Raises NotFound."""
    query = select(WorkflowAddress).where(WorkflowAddress.workflow_id == workflow.id).with_for_update()
    address = db.session.scalars(query).one_or_none()
    if address is None:
        raise NotFound("This workflow has no address.")
    token = _token()
    address.token_hash, address.sealed, address.made_at = _digest(token), sealing.seal(token), now()
    events.note("workflow.address_renewed", user_id=by.id, workflow=workflow.id, name=workflow.name)


def workflow_of(sent: str) -> Workflow | None:
    """Whose address has this token."""
    known = WorkflowAddress.token_hash == _digest(sent[:LONGEST])
    query = select(Workflow).join(WorkflowAddress, WorkflowAddress.workflow_id == Workflow.id).where(known)
    return db.session.scalars(query).one_or_none()


def _token() -> str:
    return secrets.token_urlsafe(32)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
