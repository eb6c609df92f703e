"""Who is in a segment: counted, found, put in and taken out by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, case, delete, exists, func, literal, select

from webapp.bulk import in_values
from webapp.db import UNTRACKED, BigId, db, insert, now
from webapp.errors import Conflict
from webapp.models.contact import Contact
from webapp.models.segment import Segment, SegmentMember
from webapp.models.source import LONGEST_NAME, Source
from webapp.services import events, paging, signals
from webapp.services.contacts import contact_search
from webapp.services.contacts.segments import filtering, store
from webapp.services.paging import Page

PAGE = 50
MANY = 10_000
"""More than these are not counted one by one in lists of segments."""
FILTERS_AT_ONCE = 20
NOT_BY_HAND = "This segment is a filter: who fits it is in it. Change its conditions instead."


def within(segment: Segment) -> ColumnElement[bool]:
    """That a contact is in it."""
    if not segment.by_hand:
        return filtering.fits(store.conditions(segment))
    here = (SegmentMember.segment_id == segment.id, SegmentMember.contact_id == Contact.id)
    return exists().where(*here)


def page(segment: Segment, search: str = "", before: int | None = None) -> Page[Contact]:
    """The latest contacts first; `search`: a part of the name, or digits of the phone."""
    query = select(Contact).where(within(segment), *_found(search))
    return paging.newest(query, Contact.id, before, PAGE)


def count_found(segment: Segment, search: str, most: int) -> int:
    """How many of them `page` lists; one more than `most` when they are more than that."""
    some = select(Contact.id).where(within(segment), *_found(search)).limit(most + 1)
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def _found(search: str) -> list[ColumnElement[bool]]:
    return [contact_search.found(search.strip())] if search.strip() else []


def count(segment: Segment, most: int | None = None) -> int:
    """How many they are; one more than `most` when they are more than that."""
    if segment.by_hand:
        some: Select[Any] = select(literal(1)).where(SegmentMember.segment_id == segment.id)
    else:
        some = select(literal(1)).select_from(Contact).where(within(segment))
    some = some if most is None else some.limit(most + 1)
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def of(contact: Contact) -> list[Segment]:
    """The segments that they are in, by name."""
    by_hand = select(SegmentMember.segment_id).where(SegmentMember.contact_id == contact.id)
    every, joined = store.listed(), set(db.session.scalars(by_hand))
    joined |= _met(contact, [one for one in every if not one.by_hand])
    return [one for one in every if one.id in joined]


def _met(contact: Contact, filters: Sequence[Segment]) -> set[int]:
    """The ids of those that they fit, several in one statement: a run of a workflow may ask, too."""
    found = set[int]()
    for some in (filters[at : at + FILTERS_AT_ONCE] for at in range(0, len(filters), FILTERS_AT_ONCE)):
        asked = select(*(case((within(one), 1), else_=0) for one in some)).where(Contact.id == contact.id)
        row = db.session.execute(asked).one_or_none() or ()
        found |= {one.id for one, fits in zip(some, row, strict=False) if fits}
    return found


def add(segment: Segment, whom: ColumnElement[bool], by: Source) -> int:
    """Put contacts in; who is in it stays. `whom`: a condition on Contact. Returns how many are new.

    Raises Conflict for a filter.
    """
    must_be_by_hand(segment)
    added = put(segment, whom, by)
    if added:
        noted("segment.joined", segment, added, by)
    return len(added)


def put(
    segment: Segment, whom: ColumnElement[bool], by: Source, *, starts_workflows: bool = True
) -> Sequence[int]:
    """The same without a line in the audit, for a part of them. Returns the ids of those who are new."""
    new = SegmentMember
    source = [
        literal(str(by.kind)),
        literal(by.name[:LONGEST_NAME]),
        literal(by.id, BigId),
        literal(now(), new.at.type),
    ]
    chosen = select(literal(segment.id), Contact.id, *source).where(whom).order_by(Contact.id)
    columns = ["segment_id", "contact_id", "source", "source_name", "source_id", "at"]
    written = insert(new).from_select(columns, chosen).on_conflict_do_nothing()
    added = db.session.scalars(written.returning(new.contact_id)).all()
    if added and starts_workflows:
        told = {"segment": segment.id, "at": now().isoformat()}
        signals.emit_all(signals.SEGMENT_JOINED, [{"contact": one, **told} for one in added])
    return added


def take(segment: Segment, whom: ColumnElement[bool], by: Source) -> int:
    """Take contacts out. Returns how many were in it. Raises Conflict for a filter."""
    must_be_by_hand(segment)
    theirs = SegmentMember.contact_id.in_(select(Contact.id).where(whom))
    gone = delete(SegmentMember).where(SegmentMember.segment_id == segment.id, theirs)
    taken = db.session.scalars(gone.returning(SegmentMember.contact_id), execution_options=UNTRACKED).all()
    if taken:
        noted("segment.left", segment, taken, by)
    return len(taken)


def these(ids: Iterable[int]) -> ColumnElement[bool]:
    """For `add` and `take`: the contacts with these ids."""
    return Contact.id.in_(in_values(ids, Contact.id.type))


def must_be_by_hand(segment: Segment) -> None:
    """Raises Conflict."""
    if not segment.by_hand:
        raise Conflict(NOT_BY_HAND)


def noted(kind: str, segment: Segment, ids: Sequence[int], by: Source) -> None:
    """Keep it in the audit: of one, with the phone; of several, how many they are."""
    one = db.session.get(Contact, ids[0]) if len(ids) == 1 else None
    many_noted(kind, segment, len(ids), by, one)


def many_noted(kind: str, segment: Segment, count: int, by: Source, one: Contact | None = None) -> None:
    """The same of so many."""
    known: dict[str, Any] = {"segment": segment.id, "segment_name": segment.name, "count": count}
    known |= {"phone": one.phone} if one else {}
    events.note(kind, user_id=by.user_id, source=str(by.kind), by=by.name, **known)
