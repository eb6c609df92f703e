"""Triggers by what is known of a contact."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from tests.conversations import CAROL, they_write
from tests.services.workflows.stage import act, ada, contact, flow, live, ours, run, runs, step
from webapp.db import db
from webapp.models.opt_out import OptOutSource
from webapp.models.recipient import RecipientStatus
from webapp.models.source import Source, SourceKind
from webapp.services.contacts import attributes, labels
from webapp.services.opt_outs import register
from webapp.services.recipients import moving, tallies
from webapp.services.recipients.moving import Step
from webapp.services.threads import opening

END = step(1, "add_label", label="Seen")
SHOP = Source(SourceKind.API, "shop")


def listens(trigger: str, **settings: str) -> None:
    live(flow(trigger, END, **settings))


@pytest.mark.parametrize(("label", "starts"), [("KEEN", True), ("Cold", False)])
def test_a_label(app: Flask, label: str, starts: bool) -> None:
    listens("label", label="keen")
    labels.put(contact(), label, SHOP)
    act()
    assert len(runs()) == starts


def test_a_label_that_is_set_once_more_after_it_was_taken_off(app: Flask) -> None:
    """SQLite gives the id of the row that was removed again, to another contact as well."""
    listens("label", label="Keen")
    for phone in (CAROL, CAROL, "+12025550122"):
        labels.put(contact(phone), "Keen", SHOP)
        act()
        labels.remove(contact(phone), "Keen", SHOP)
    assert len(runs()) == 3


def test_a_label_that_was_suggested_starts_it_once_it_is_confirmed(app: Flask) -> None:
    listens("label", label="Keen")
    labels.put(contact(), "Keen", SHOP, suggested=True)
    act()
    assert runs() == []
    labels.confirm(contact(), "Keen", SHOP)
    act()
    assert run().event == {"label": "Keen"}


@pytest.mark.parametrize(
    ("settings", "starts"),
    [
        ({"attribute": "First Visit"}, True),
        ({"attribute": "first_visit", "value": "DONE"}, True),
        ({"attribute": "first_visit", "value": "no_show"}, False),
        ({"attribute": "second visit"}, False),
    ],
)
def test_an_attribute(app: Flask, settings: dict[str, str], starts: bool) -> None:
    listens("attribute", **settings)
    attributes.put(contact(), "first visit", "done", SHOP)
    act()
    expected = {"attribute": "first visit", "value": "done", "before": ""}
    assert [one.event for one in runs()] == ([expected] if starts else [])
    attributes.put(contact(**{"first visit": "done"}), "first visit", "done", SHOP)
    act()
    assert len(runs()) == starts, "it has not changed"


def test_an_attribute_that_is_removed_has_changed(app: Flask) -> None:
    attributes.put(contact(), "visit", "done", SHOP)
    listens("attribute", attribute="visit")
    attributes.remove(contact(visit="done"), "visit", SHOP)
    act()
    assert run().event == {"attribute": "visit", "value": "", "before": "done"}


def test_a_contact_is_new(app: Flask) -> None:
    ours()
    listens("contact")
    they_write("Hello")
    they_write("Hello again")
    opening.contact("+12025550199")
    act()
    assert sorted(one.contact.phone for one in runs()) == [CAROL, "+12025550199"]


def test_they_opt_out_and_in_again(app: Flask) -> None:
    contact()
    live(flow("opted_out", END), "Out")
    live(flow("opted_in", END), "In")
    they_write("STOP")
    they_write("STOP")
    act()
    they_write("START")
    act()
    assert [(one.workflow.name, one.event) for one in runs()] == [("Out", {"source": "keyword"}), ("In", {})]


def test_an_opt_out_of_a_phone_that_is_no_contact(app: Flask) -> None:
    listens("opted_out")
    register.record("+12025550199", OptOutSource.STAFF, "They rang us.")
    act()
    assert runs() == []


@pytest.mark.parametrize(
    ("statuses", "starts"), [("", True), ("delivered, replied", True), ("failed", False)]
)
def test_someone_of_a_batch(app: Flask, statuses: str, starts: bool) -> None:
    ours()
    batch = factories.batch([CAROL], number_id=ours().id, created_by=ada().id)
    message = factories.sent(batch, CAROL)
    moving.move([message.recipient_id or 0], RecipientStatus.QUEUED, RecipientStatus.SENDING)
    batch.columns = ["phone_number", "Status"]
    listens("recipient", batch=str(batch.id), statuses=statuses)
    tallies.touch([batch.id])
    moving.follow([Step(message.recipient_id or 0, message.id, RecipientStatus.DELIVERED)])
    db.session.commit()
    act()
    known = {
        "phone_number": CAROL,
        "list_Status": "Person 2",
        "status": "delivered",
        "batch": "Autumn letter",
    }
    assert [one.event for one in runs()] == ([known] if starts else [])


def test_a_report_that_moves_no_one_of_a_batch_starts_nothing(app: Flask) -> None:
    """The carrier says late of a text that arrived that it failed."""
    ours()
    batch = factories.batch([CAROL], number_id=ours().id, created_by=ada().id)
    message = factories.sent(batch, CAROL)
    moving.move([message.recipient_id or 0], RecipientStatus.QUEUED, RecipientStatus.SENDING)
    recipient_id, message_id = message.recipient_id or 0, message.id
    listens("recipient", batch=str(batch.id), statuses="delivered, failed")
    for came in (RecipientStatus.DELIVERED, RecipientStatus.FAILED, RecipientStatus.DELIVERED):
        tallies.touch([batch.id])
        moving.follow([Step(recipient_id, message_id, came)])
        act()
    assert [one.event["status"] for one in runs()] == ["delivered"]
