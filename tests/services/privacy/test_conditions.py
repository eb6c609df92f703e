"""Who is erased goes out of the conditions that named them, and of no others."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conversations import CAROL, DAVE
from tests.services.workflows.stage import ada, contact, flow, live, sms, step
from webapp.db import db
from webapp.models.workflow import Workflow, WorkflowVersion
from webapp.rules.workflow.document import Branch, Comparison, Conditions, Group, Operator
from webapp.services.contacts import details
from webapp.services.contacts.segments import store
from webapp.services.privacy import erasure, traces
from webapp.services.privacy.conditions import ERASED

Given = tuple[str, Operator, str]


def of(*given: Given) -> Conditions:
    return Conditions(comparisons=tuple(Comparison(*one) for one in given))


@pytest.mark.parametrize(
    ("given", "goes"),
    [
        (("contact.phone", Operator.IS, "+1 (202) 555-0111"), True),
        (("contact.phone", Operator.CONTAINS, "2025550111"), True),
        (("contact.phone", Operator.BEGINS_WITH, "+1 202"), False),
        (("contact.phone", Operator.IS, DAVE), False),
        (("contact.name", Operator.CONTAINS, "élan"), True),
        (("contact.name", Operator.CONTAINS, "Carol"), False),
        (("contact.referred by", Operator.IS, "CAROL  Élan"), True),
        (("contact.referred by", Operator.IS, "Carol"), False),
        (("contact.city", Operator.IS, "Rome"), False),
    ],
)
def test_a_segment_forgets_whom_it_named(app: Flask, given: Given, goes: bool) -> None:
    details.rename(contact(), "Carol Élan", ada().id)
    details.rename(contact(DAVE), "Carol Dent", ada().id)
    segment = store.create("Some", ada(), of(given, ("contact.city", Operator.IS, "Rome")))
    erase()
    first, second = store.conditions(store.get(segment.id)).comparisons
    assert (first.value == ERASED, first.value == given[2], second.value) == (goes, not goes, "Rome")


def test_workflows_forget_them_in_drafts_versions_and_branches(app: Flask) -> None:
    details.rename(contact(), "Carol Élan", ada().id)
    named = of(("contact.phone", Operator.IS, CAROL))
    nested = Conditions(groups=(Group(comparisons=named.comparisons),))
    old = Branch("b1", "Old", nested, (sms(3),))
    live(flow("message", step(2, "branch", old, Branch("else")), conditions=named))
    erase()
    kept = [db.session.scalars(select(Workflow.draft)).one()]
    kept += [db.session.scalars(select(WorkflowVersion.document)).one()]
    for document in kept:
        said = json.dumps(document)
        assert (CAROL in said, said.count(ERASED)) == (False, 2)


def erase() -> None:
    db.session.commit()
    erasure.erase(CAROL, traces.look(CAROL))
    db.session.commit()
