"""Who is in a segment: by hand, or because they fit."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import event, select, true

from tests import factories
from tests.services.contacts.people import CAROL, LIST
from webapp.db import db
from webapp.errors import Conflict
from webapp.models.contact import Contact
from webapp.models.event import Event
from webapp.models.segment import Segment
from webapp.rules.workflow.document import Comparison, Conditions
from webapp.services.contacts import attributes, details
from webapp.services.contacts.segments import members, store


@pytest.fixture
def people(app: Flask) -> list[Contact]:
    """Carol, and 60 others."""
    found = [factories.add(Contact(phone=phone)) for phone in (CAROL, *factories.phones(60))]
    details.rename(found[0], "Carol Diaz")
    return found


@pytest.fixture
def keen(app: Flask) -> Segment:
    return store.create("Keen", factories.user())


def test_each_is_put_in_once_and_taken_out(people: list[Contact], keen: Segment) -> None:
    ids = [one.id for one in people[:3]]
    assert members.add(keen, members.these(ids), LIST) == 3
    assert members.add(keen, members.these([*ids, 999]), LIST) == 0
    assert members.take(keen, members.these(ids[:1]), LIST) == 1
    assert members.take(keen, members.these(ids[:1]), LIST) == 0
    assert members.count(keen) == 2
    assert members.of(people[1]) == [keen]
    assert members.of(people[0]) == []
    [joined, left] = db.session.scalars(
        select(Event).where(Event.kind.in_(["segment.joined", "segment.left"]))
    )
    assert (joined.data["count"], joined.data.get("phone")) == (3, None)
    assert (left.data["count"], left.data["phone"], left.data["by"]) == (1, CAROL, "autumn.csv")


def test_pages_and_search(people: list[Contact], keen: Segment) -> None:
    members.add(keen, true(), LIST)
    first = members.page(keen)
    assert len(first.rows) == members.PAGE
    second = members.page(keen, before=first.next)
    assert [*first.rows, *second.rows] == people[::-1]
    assert members.page(keen, "carol").rows == [people[0]]
    assert members.page(keen, CAROL).rows == [people[0]]
    assert (members.count(keen), members.count(keen, 10)) == (61, 11)


def test_who_fits_a_filter_is_in_it_from_then_on(people: list[Contact], keen: Segment) -> None:
    city = Conditions(comparisons=(Comparison("contact.city", value="rome"),))
    romans = store.create("Romans", factories.user(), city)
    assert (members.count(romans), members.page(romans).rows) == (0, [])
    attributes.put(people[4], "City", "Rome", LIST)
    assert members.page(romans).rows == [people[4]]
    assert members.of(people[4]) == [romans]
    for change in (members.add, members.take):
        with pytest.raises(Conflict, match="is a filter"):
            change(romans, true(), LIST)


def test_filters_are_asked_together(people: list[Contact], keen: Segment) -> None:
    """Each of its runs that a workflow starts by a segment asks for them."""
    ada, attribute = factories.user(), "contact.city"
    found = [
        store.create(f"S{n:02}", ada, Conditions(comparisons=(Comparison(attribute, value=f"c{n % 30}"),)))
        for n in range(60)
    ]
    attributes.put(people[4], "City", "C7", LIST)
    db.session.commit()
    contact = db.session.get_one(Contact, people[4].id)
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    assert members.of(contact) == [found[7], found[37]]
    event.remove(db.engine, "before_cursor_execute", note)
    assert len([one for one in seen if one.startswith("SELECT")]) == 5
    assert members.of(people[5]) == []
