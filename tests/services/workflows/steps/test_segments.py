"""A workflow puts people into segments and takes them out, starts by it, and looks at it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.services.workflows.stage import act, ada, contact, errors, flow, live, run, runs, step, steps
from webapp.db import db
from webapp.errors import Fault
from webapp.models.segment import Segment
from webapp.models.source import Source, SourceKind
from webapp.rules.workflow.document import Comparison, Conditions
from webapp.services.contacts.segments import members, store
from webapp.services.workflows import by_hand

LIST = Source(SourceKind.LIST, "list.csv")
IN_KEEN = Conditions(comparisons=(Comparison("contact.segments", value="Keen"),))


@pytest.fixture
def keen(app: Flask) -> Segment:
    found = store.create("Keen", ada())
    db.session.commit()
    return found


def test_in_and_out_again(keen: Segment) -> None:
    joins, leaves = (
        step(n, f"{kind}_segment", segment=str(keen.id)) for n, kind in ((1, "join"), (2, "leave"))
    )
    again = step(3, "join_segment", segment=str(keen.id))
    workflow = live(flow("hand", joins, leaves, again, step(4, "join_segment", segment=str(keen.id))))
    by_hand.start(workflow.id, [contact().id], ada(), "form")
    act()
    assert steps() == [("s1", "done"), ("s2", "done"), ("s3", "done"), ("s4", "left_out")]
    assert errors() == ["They were in “Keen” already."]
    assert members.of(contact()) == [store.get(keen.id)]


def test_one_starts_by_it_and_looks_at_it(keen: Segment) -> None:
    live(flow("segment", step(1, "end"), conditions=IN_KEEN, segment=str(keen.id)))
    other = store.create("Regulars", ada())
    for segment in (other, keen):
        members.add(segment, members.these([contact().id]), LIST)
    act()
    assert run().event == {"segment": "Keen"}
    for change in (members.take, members.add):
        change(store.get(keen.id), members.these([contact().id]), LIST)
    act()
    assert len(runs()) == 2


def test_it_is_not_published_with_a_segment_that_is_none(keen: Segment) -> None:
    keen.conditions = {"comparisons": [{"subject": "contact.city", "value": "Rome"}]}
    for document, said in (
        (flow("hand", step(1, "join_segment", segment=str(keen.id))), "segment that was chosen"),
        (
            flow(
                "hand",
                step(1, "end"),
                conditions=Conditions(comparisons=(Comparison("contact.segments", value="X"),)),
            ),
            "no segment “X”",
        ),
    ):
        with pytest.raises(Fault, match=said):
            live(document, said)
