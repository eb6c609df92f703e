"""Conditions that name someone: of segments, and of workflows with all their versions.

Who is erased goes out of them, and what is left fits the same people as before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.segment import Segment
from webapp.models.workflow import Workflow, WorkflowVersion
from webapp.rules.comparing import folded
from webapp.rules.phones import phone_mentions
from webapp.rules.placeholders import same_name
from webapp.services.contacts import contact_search

ERASED = "(erased)"
"""In the place of a value that named someone."""
SHORTEST = 7
"""Digits that can be meant as a whole phone."""
OF_NAME = same_name("contact.name")
HELD = {"key_share": True}
Says = Callable[[str, str], bool]
"""Whether a comparison is about someone: of its subject and its value."""


def forget(phone: str) -> None:
    """Take someone out of all conditions. Before the contact is deleted; workflows are locked before runs."""
    about = _about(phone)
    for workflow in _naming(Workflow, Workflow.draft, about):
        workflow.draft = _redacted(workflow.draft, about)
    for version in _naming(WorkflowVersion, WorkflowVersion.document, about):
        version.document = _redacted(version.document, about)
    for segment in _naming(Segment, Segment.conditions, about):
        segment.conditions = _redacted(segment.conditions, about)
    db.session.flush()


def _naming(model: Any, column: Any, about: Says) -> list[Any]:
    """Rows whose conditions name them, locked in order."""
    keys = list(model.__table__.primary_key.columns)
    found = [
        row for row in db.session.execute(select(*keys, column).order_by(*keys)) if _names(row[-1], about)
    ]
    return [db.session.get_one(model, tuple(row[:-1]), with_for_update=HELD) for row in found]


def _about(phone: str) -> Says:
    """Their phone in any spelling; their whole name; of a name, what fits no one else."""
    mentioned, name = phone_mentions.of(phone), _name(phone)
    known: dict[str, bool] = {}

    def is_theirs(subject: str, value: str) -> bool:
        digits, said = re.sub(r"\D", "", value), folded(value)
        if mentioned(value) or (len(digits) >= SHORTEST and phone.endswith(digits)):
            return True
        if " " in name and name in said:
            return True
        if same_name(subject) != OF_NAME or not said or not name:
            return False
        if said not in known:
            known[said] = _fits_them_alone(value, phone)
        return known[said]

    return is_theirs


def _name(phone: str) -> str:
    return folded(db.session.scalar(select(Contact.name).where(Contact.phone == phone)) or "")


def _fits_them_alone(value: str, phone: str) -> bool:
    found = select(Contact.phone).where(contact_search.in_name(value)).limit(2)
    return [*db.session.scalars(found)] == [phone]


def _names(kept: Any, about: Says) -> bool:
    return bool(_redacted(kept, about) != kept)


def _redacted(kept: Any, about: Says) -> Any:
    """A document as it is kept, see rules/workflow/stored: comparisons stand anywhere in it."""
    if isinstance(kept, list):
        return [_redacted(one, about) for one in kept]
    if not isinstance(kept, dict):
        return kept
    subject, value = kept.get("subject"), kept.get("value")
    if isinstance(subject, str) and isinstance(value, str) and about(subject, value):
        return {**kept, "value": ERASED}
    return {key: _redacted(one, about) for key, one in kept.items()}
