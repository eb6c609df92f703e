"""Contacts as they are chosen: as their page lists them, or all of a segment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, select, true

from webapp.db import db
from webapp.models.contact import Contact
from webapp.rules.workflow import stored
from webapp.rules.workflow.document import Conditions
from webapp.services.contacts import contact_search, to_do
from webapp.services.contacts.segments import filtering, members, store


class Selection(NamedTuple):
    """`search`: a part of the name, or digits of the phone. `wanted`: conditions without a fault.

    `to_confirm`: those alone for whom a label is suggested, or another value offered.
    `segment_id`: those who are in it. `ids`: these, whatever becomes of them.
    """

    search: str = ""
    wanted: Conditions | None = None
    to_confirm: bool = False
    segment_id: int | None = None
    ids: Sequence[int] | None = None


def where(chosen: Selection) -> ColumnElement[bool]:
    """That a contact is among them."""
    parts: list[ColumnElement[bool]] = [Contact.id.in_(to_do.contacts())] if chosen.to_confirm else []
    if chosen.segment_id is not None:
        parts.append(members.within(store.get(chosen.segment_id)))
    if chosen.ids is not None:
        parts.append(members.these(chosen.ids))
    if chosen.search.strip():
        parts.append(contact_search.found(chosen.search.strip()))
    if chosen.wanted is not None:
        parts.append(filtering.fits(chosen.wanted))
    return and_(*parts) if parts else true()


def count(chosen: Selection, most: int | None = None) -> int:
    """How many they are; one more than `most` when they are more than that."""
    some = select(Contact.id).where(where(chosen))
    some = some if most is None else some.limit(most + 1)
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def to_json(chosen: Selection) -> dict[str, Any]:
    """As it is kept."""
    return chosen._asdict() | {"wanted": None if chosen.wanted is None else stored.to_json(chosen.wanted)}


def from_json(kept: Mapping[str, Any]) -> Selection:
    """As it was kept."""
    wanted = kept["wanted"]
    known = {**kept, "wanted": None if wanted is None else stored.conditions_from_json(wanted)}
    return Selection(**known)
