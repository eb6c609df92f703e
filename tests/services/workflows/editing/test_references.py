"""A document that comes from another installation refers to what is called the same here."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from tests import desks, factories
from tests.services.workflows.stage import ada, flow, ours, step
from webapp.db import db
from webapp.rules.workflow import outline
from webapp.rules.workflow.document import Document
from webapp.services.contacts.segments import store as segments
from webapp.services.workflows import store
from webapp.services.workflows.editing import checking, references


def elsewhere(agent: str) -> tuple[Document, dict[str, dict[str, str]]]:
    """With ids that mean nothing here."""
    document = flow(
        "message",
        step(1, "hand_to_agent", agent="900"),
        step(2, "start_workflow", workflow="901"),
        step(3, "join_segment", segment="903"),
        number="902",
    )
    return replace(document, box=replace(document.box, number_id=902)), {
        "agent": {"900": agent},
        "workflow": {"901": "Reminder"},
        "number": {"902": ours().e164},
        "segment": {"903": "Members"},
    }


def settings(document: Document, step_id: str) -> dict[str, str]:
    placed = outline.find(document, step_id)
    assert placed is not None
    return dict(placed.step.settings)


def test_by_names_both_ways(app: Flask) -> None:
    desk, other = desks.agent(ada()), store.create("Reminder", ada())
    segment = segments.create("Members", ada())
    own = references.resolved(*elsewhere(desk.name))
    assert settings(own, "s1") == {"agent": str(desk.id)}
    assert settings(own, "s2") == {"workflow": str(other.id)}
    assert settings(own, "s3") == {"segment": str(segment.id)}
    assert own.box.number_id == ours().id
    assert own.trigger and own.trigger.settings == {"number": str(ours().id)}
    assert references.names(own) == {
        "agent": {str(desk.id): desk.name},
        "workflow": {str(other.id): "Reminder"},
        "number": {str(ours().id): ours().e164},
        "segment": {str(segment.id): "Members"},
    }


def test_what_is_not_here_has_a_line_in_the_checklist_each(app: Flask) -> None:
    document, names = elsewhere("Front desk")
    own = references.resolved(document, {**names, "number": {"902": "+33611223344"}})
    assert settings(own, "s1") == {"agent": "“Front desk”"}
    assert [(one.place, one.sentence) for one in checking.missing(own)] == [
        ("trigger", "Choose a number from the list."),
        ("s1", "Choose who answers from the list."),
        ("s2", "Choose a workflow from the list."),
        ("s3", "Choose a segment from the list."),
        ("box", "The number that was chosen is not there any more."),
    ]


def test_of_two_of_one_name_neither_is_taken(app: Flask) -> None:
    for _ in range(2):
        factories.batch([], name="May", number_id=ours().id)
    db.session.flush()
    own = references.resolved(flow("recipient", step(1, "end"), batch="7"), {"batch": {"7": "May"}})
    assert own.trigger and own.trigger.settings == {"batch": "“May”"}
