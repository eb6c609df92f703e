"""What may be put into texts of a workflow whose trigger tells anything."""

from __future__ import annotations

from flask import Flask

from tests import factories
from tests.conversations import CAROL
from tests.services.workflows.stage import ada, contact, flow, live, ours, step
from webapp.db import db
from webapp.models.source import Source, SourceKind
from webapp.rules.workflow.document import Document
from webapp.services.workflows import by_hand, samples, store, told, told_names

END = step(1, "end")


def test_the_columns_of_the_batch_that_was_chosen(app: Flask) -> None:
    batch = factories.batch([], name="May", number_id=ours().id)
    batch.columns = ["Phone", "Visit day", "odd|one", "Status"]
    db.session.flush()
    document = flow("recipient", END, batch=str(batch.id))
    assert told_names.of(store.create("After May", ada(), document).id, document) == [
        "Phone",
        "Visit day",
        "list_Status",
    ]
    assert told_names.of(0, flow("recipient", END, batch="“gone”")) == []


def test_what_a_program_has_reported_before(app: Flask) -> None:
    workflow = live(flow("event", END, event="order"))
    assert told_names.of(workflow.id, store.draft(workflow)) == []
    told.report("order", told.Told(CAROL, "1", {"number": "7"}), Source(SourceKind.API, "shop"))
    by_hand.start(workflow.id, [contact("+12025550122").id], ada(), "key")
    assert told_names.of(workflow.id, store.draft(workflow)) == ["number"]


def test_what_a_form_asks_for_and_another_system_has_sent(app: Flask) -> None:
    asks = flow("form", END, title="A quote", fields="Phone (phone) *\nRooms (number)", consent="Yes?")
    assert told_names.of(0, asks) == ["phone", "rooms", "consent"]
    assert told_names.of(0, flow("form", END)) == []
    calls = store.create("Bookings", ada(), flow("webhook", END))
    samples.keep(calls.id, {"visit.day": "Friday"}, "It is kept.")
    assert told_names.of(calls.id, store.draft(calls)) == ["visit.day"]


def test_other_triggers_tell_what_their_kind_does(app: Flask) -> None:
    assert told_names.of(0, flow("message", END)) == told_names.of(0, Document()) == []
