"""What a person has to decide about contacts: labels that are suggested, values that are offered."""

from __future__ import annotations

from sqlalchemy import CompoundSelect, func, select

from webapp.db import db
from webapp.models.attribute import ContactAttribute
from webapp.models.label import ContactLabel


def contacts() -> CompoundSelect[int]:
    """Their ids, each once."""
    suggested = select(ContactLabel.contact_id).where(ContactLabel.suggested)
    offered = select(ContactAttribute.contact_id).where(ContactAttribute.offered.is_not(None))
    return suggested.union(offered)


def count() -> int:
    """Of how many contacts."""
    return db.session.scalar(select(func.count()).select_from(contacts().subquery())) or 0
