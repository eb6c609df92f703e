"""A filter finds in the database whom the conditions of workflows let through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import factories
from webapp.db import db, now
from webapp.errors import Fault
from webapp.models.contact import Contact
from webapp.models.opt_out import OptOutSource
from webapp.models.source import Source, SourceKind
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules.workflow import conditions
from webapp.rules.workflow.document import Comparison, Conditions, Group, Join, Operator
from webapp.rules.workflow.variables import Values
from webapp.services.contacts import attributes, details, labels
from webapp.services.contacts.segments import filtering, members, store
from webapp.services.opt_outs import register
from webapp.services.workflows import values

O = Operator  # noqa: E741
LIST = Source(SourceKind.LIST, "list.csv")
CITIES = [
    "Köln",
    "cologne",
    "30",
    "30.0",
    " 2,5 ",
    "2026-03-09",
    "2026-03-09T15:30",
    "100 %",
    "a_b",
    "Straße",
    "Kadıköy",
]
WANTED = [
    "KÖLN",
    "KADIKÖY",
    "30",
    "2.5",
    "2026-03-09",
    "%",
    "_",
    "strasse",
    "c",
    "-1",
    "12345678901234567890",
]


def ada() -> User:
    return factories.user()


def person(phone: str, name: str = "", **known: str) -> Contact:
    contact: Contact = factories.add(Contact(phone=phone))
    details.rename(contact, name)
    for key, value in known.items():
        attributes.put(contact, key, value, LIST)
    return contact


def found(*some: Comparison, join: Join = Join.ALL, groups: tuple[Group, ...] = ()) -> list[str]:
    """The names of those who fit."""
    query = select(Contact.name).where(filtering.fits(Conditions(join, some, groups)))
    return list(db.session.scalars(query.order_by(Contact.id)))


def test_attributes_are_compared_as_the_rules_do(app: Flask) -> None:
    people: Mapping[str, Contact] = {
        value: person(f"+120255501{index:02}", f"P{index}", city=value) for index, value in enumerate(CITIES)
    }
    someone = person("+12025550199", "None of them")
    known = {one.name: Values(values.of_start(one, {})) for one in (*people.values(), someone)}
    for operator in Operator:
        for wanted in WANTED:
            comparison = Comparison("contact.City", operator, wanted)
            if filtering.fault(comparison) is not None:
                continue
            right = [
                name
                for name, of in known.items()
                if conditions.hold(Conditions(comparisons=(comparison,)), of)
            ]
            assert found(comparison) == right, comparison


@pytest.fixture
def team(app: Flask) -> None:
    """Ann has opted out; Ben wrote ten days ago; Cid never did, and is a regular."""
    ann = person("+491511234567", "Ann Müller", city="Rome")
    ben = person("+12025550122", "Ben O’Brien", city="Oslo", age="30")
    cid = person("+12025550133", "", age="41")
    cid.timezone = "Europe/Berlin"
    register.record(ann.phone, OptOutSource.STAFF, "by phone", user_id=ada().id)
    labels.put(ann, "VIP", LIST)
    labels.put(ben, "VIP", LIST, suggested=True)
    thread = factories.thread(ben.phone)
    db.session.execute(update(Thread).where(Thread.id == thread.id).values(last_inbound_at=AGO))
    members.add(store.create("Regulars", ada()), members.these([cid.id]), LIST)
    db.session.flush()


ANN, BEN, CID = "Ann Müller", "Ben O’Brien", ""
AGO = now() - timedelta(days=10, hours=1)
SOON = f"{now() - timedelta(days=9):%Y-%m-%d}"


COMPARED: list[tuple[str, Operator, str, list[str]]] = [
    ("name", O.CONTAINS, "mueller", [ANN]),
    ("name", O.CONTAINS_NOT, "obrien", [ANN, CID]),
    ("name", O.KNOWN, "", [ANN, BEN]),
    ("name", O.UNKNOWN, "", [CID]),
    ("phone", O.BEGINS_WITH, "+49", [ANN]),
    ("phone", O.BEGINS_WITH, "1202", [BEN, CID]),
    ("phone", O.IS, "1 202 5550122", [BEN]),
    ("phone", O.IS, "+1 (202) 555-0122", [BEN]),
    ("phone", O.IS_NOT, "001 202 555 0122", [ANN, CID]),
    ("phone", O.BEGINS_WITH, "+1-202", [BEN, CID]),
    ("phone", O.IS_NOT, "+12025550122", [ANN, CID]),
    ("phone", O.CONTAINS, "5550", [BEN, CID]),
    ("labels", O.IS, "ｖｉｐ", [ANN]),
    ("labels", O.IS_NOT, "VIP", [BEN, CID]),
    ("labels", O.KNOWN, "", [ANN]),
    ("segments", O.IS, "regulars", [CID]),
    ("segments", O.IS_NOT, "Regulars", [ANN, BEN]),
    ("timezone", O.BEGINS_WITH, "europe/", [CID]),
    ("timezone", O.IS, "Europe/Berlin", [CID]),
    ("timezone", O.UNKNOWN, "", [ANN, BEN]),
    ("opted_out", O.IS, "yes", [ANN]),
    ("Opted out", O.IS_NOT, "YES", [BEN, CID]),
    ("opted_out", O.IS, "no", [BEN, CID]),
    ("last_reply", O.BEFORE, SOON, [BEN]),
    ("last_reply", O.AFTER, SOON, []),
    ("last_reply", O.UNKNOWN, "", [ANN, CID]),
    ("days_since_reply", O.IS, "10", [BEN]),
    ("days_since_reply", O.IS, "10.5", []),
    ("days_since_reply", O.AT_LEAST, "10", [BEN]),
    ("days_since_reply", O.MORE, "9,5", [BEN]),
    ("days_since_reply", O.MORE, "10", []),
    ("days_since_reply", O.LESS, "11", [BEN]),
    ("days_since_reply", O.LESS, "10", []),
    ("days_since_reply", O.AT_MOST, "10", [BEN]),
    ("days_since_reply", O.AT_MOST, "9", []),
    ("days_since_reply", O.KNOWN, "", [BEN]),
    ("known_since", O.AFTER, "2026-01-01", [ANN, BEN, CID]),
    ("known_since", O.BEFORE, "2026-01-01", []),
    ("last_reply", O.AFTER, f"{AGO + timedelta(hours=5):%Y-%m-%dT%H:%M}+05:30", [BEN]),
    ("last_reply", O.AFTER, f"{AGO + timedelta(hours=6):%Y-%m-%dT%H:%M}+05:30", []),
    ("age", O.MORE, "30", [CID]),
]


def test_what_is_known_of_every_contact(team: None) -> None:
    for subject, operator, value, right in COMPARED:
        comparison = Comparison(f"contact.{subject}", operator, value)
        assert filtering.fault(comparison) is None
        assert found(comparison) == right, comparison


def test_they_are_joined_and_nested_once(team: None) -> None:
    rome, oslo = (Comparison("contact.city", O.IS, city) for city in ("rome", "oslo"))
    old = Comparison("contact.age", O.MORE, "25")
    assert found(rome, oslo) == []
    assert found(rome, oslo, join=Join.ANY) == [ANN, BEN]
    assert found(old, groups=(Group(Join.ANY, (rome, oslo)), Group())) == [BEN]


REFUSED = [
    (Comparison("trigger.text", O.IS, "x"), "is not known of contacts"),
    (Comparison("contact.", O.IS, "x"), "is not known of contacts"),
    (Comparison("contact." + "x" * 90, O.IS, "x"), "has up to 60 characters"),
    (Comparison("contact.city", O.IS, "{{contact.home}}"), "compares with fixed values"),
    (Comparison("contact.city", O.IS, " "), "Say what their city is compared with."),
    (Comparison("contact.name", O.IS, "Ann"), "choose one of: contains, does not contain"),
    (Comparison("contact.opted_out", O.IS, "maybe"), "Write yes or no."),
    (Comparison("contact.days_since_reply", O.IS, "ten"), "“ten” is no number."),
    (Comparison("contact.last_reply", O.BEFORE, "soon"), "is no date"),
    (
        Comparison("contact.visit", O.AFTER, "2026-03-09T15:30Z"),
        "the time there, for example 2026-03-09T15:30.",
    ),
    (Comparison("contact.segments", O.IS, "Nobody"), "There is no segment “Nobody”."),
    (Comparison("contact.segments", O.IS, "Old"), "is a filter itself"),
]


def test_what_cannot_be_compared(app: Flask) -> None:
    store.create("Old", ada(), Conditions(comparisons=(Comparison("contact.age", O.MORE, "60"),)))
    for comparison, said in REFUSED:
        assert said in (filtering.fault(comparison) or "")
        with pytest.raises(Fault) as refused:
            filtering.check(Conditions(groups=(Group(Join.ALL, (comparison,)),)), "if")
        assert refused.value.field == "if-g0-0-subject"


def test_a_filter_without_conditions_is_refused(app: Flask) -> None:
    with pytest.raises(Fault, match="everyone"):
        filtering.check(Conditions(), "if")
