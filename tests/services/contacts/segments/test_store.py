"""Segments are made, changed, and removed unless something uses them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.services.workflows.stage import flow, step
from webapp.db import db
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.event import Event
from webapp.models.segment import Segment
from webapp.models.user import User
from webapp.rules.workflow.document import Comparison, Conditions, Document, Operator
from webapp.services.contacts.segments import store
from webapp.services.workflows import store as workflows

ROME = Conditions(comparisons=(Comparison("contact.city", value="Rome"),))
IN_KEEN = Conditions(comparisons=(Comparison("contact.segments", Operator.IS, "keen"),))


@pytest.fixture
def ada(app: Flask) -> User:
    return factories.user()


@pytest.fixture
def keen(ada: User) -> Segment:
    return store.create("Keen", ada)


def kinds() -> list[str]:
    return [kind for kind in db.session.scalars(select(Event.kind).order_by(Event.id)) if "segment" in kind]


def test_it_is_made_renamed_given_another_filter_and_removed(ada: User) -> None:
    romans = store.create(" Romans ", ada, ROME)
    assert (romans.name, romans.by_hand, store.conditions(romans)) == ("Romans", False, ROME)
    store.change(romans, "ROMANS", ada, ROME)
    store.change(romans, "Oslo", ada, Conditions(comparisons=(Comparison("contact.city", value="Oslo"),)))
    assert store.conditions(romans).every[0].value == "Oslo"
    store.remove(romans, ada)
    assert store.listed() == []
    made = ["segment.created", "segment.renamed", "segment.filter_changed", "segment.renamed"]
    assert kinds() == [*made, "segment.removed"]


def test_by_kind_and_by_name(ada: User, keen: Segment) -> None:
    romans = store.create("Another", ada, ROME)
    assert store.listed() == [romans, keen]
    assert store.listed(by_hand=True) == [keen]
    assert store.listed(by_hand=False) == [romans]


@pytest.mark.parametrize(("name", "said"), [("", "name"), ("KEEN", "Another segment"), ("x" * 81, "80")])
def test_names_that_are_refused(ada: User, keen: Segment, name: str, said: str) -> None:
    with pytest.raises(Fault, match=said) as refused:
        store.create(name, ada)
    assert refused.value.field == "name"


def test_what_is_gone(app: Flask) -> None:
    with pytest.raises(NotFound):
        store.get(7)


@pytest.mark.parametrize(
    ("document", "renamed"),
    [
        (lambda keen: flow("hand", step(1, "join_segment", segment=str(keen.id))), True),
        (lambda keen: flow("segment", step(1, "end"), segment=str(keen.id)), True),
        (lambda keen: flow("hand", step(1, "end"), conditions=IN_KEEN), False),
    ],
)
def test_a_workflow_uses_it(ada: User, keen: Segment, document: object, renamed: bool) -> None:
    whole: Document = document(keen)  # type: ignore[operator]
    workflows.create("Welcome", ada, whole)
    with pytest.raises(Conflict, match="“Keen” is still used: by the workflow “Welcome”"):
        store.remove(keen, ada)
    if renamed:
        store.change(keen, "Eager", ada)
    else:
        with pytest.raises(Fault, match="Its name stays"):
            store.change(keen, "Eager", ada)


def test_another_filter_uses_it(ada: User, keen: Segment) -> None:
    store.create("Keen in Rome", ada, IN_KEEN)
    with pytest.raises(Conflict, match="by the segment “Keen in Rome”"):
        store.remove(keen, ada)
    with pytest.raises(Fault, match="Its name stays"):
        store.change(keen, "Eager", ada)


def test_a_team_has_so_many(ada: User, keen: Segment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST", 1)
    with pytest.raises(Fault, match="up to 1 segments"):
        store.create("One more", ada)
