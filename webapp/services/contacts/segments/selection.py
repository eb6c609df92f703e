"""Contacts as their page lists them: by a search, by conditions, or those with something to confirm."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select, true

from webapp.db import db
from webapp.models.contact import Contact
from webapp.rules.workflow.document import Conditions
from webapp.services.contacts import contact_search, to_do
from webapp.services.contacts.segments import filtering


class Selection(NamedTuple):
    """`search`: a part of the name, or digits of the phone. `wanted`: conditions without a fault.

    `to_confirm`: those alone for whom a label is suggested, or another value offered.
    """

    search: str = ""
    wanted: Conditions | None = None
    to_confirm: bool = False


def where(chosen: Selection) -> ColumnElement[bool]:
    """That a contact is among them."""
    parts: list[ColumnElement[bool]] = [Contact.id.in_(to_do.contacts())] if chosen.to_confirm else []
    if chosen.search.strip():
        parts.append(contact_search.found(chosen.search.strip()))
    if chosen.wanted is not None:
        parts.append(filtering.fits(chosen.wanted))
    return and_(*parts) if parts else true()


def count(chosen: Selection) -> int:
    """How many they are."""
    return db.session.scalar(select(func.count(Contact.id)).where(where(chosen))) or 0
