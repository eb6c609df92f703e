"""Publishing, pausing, archiving, and who may."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.services.workflows.stage import act, ada, contact, flow, live, ours, run, sms, step
from webapp.db import db
from webapp.errors import Conflict, Fault, Forbidden, NotFound
from webapp.models.event import Event
from webapp.models.user import Role
from webapp.models.workflow import Workflow, WorkflowState
from webapp.rules.workflow.document import Document
from webapp.rules.workflow.templates.registry import TEMPLATES
from webapp.services import settings
from webapp.services.workflows import by_hand, store
from webapp.services.workflows.editing import publishing

WAIT = step(1, "wait", amount="1", unit="days")


def test_what_is_missing_keeps_it_from_being_published(app: Flask) -> None:
    workflow = store.create("Empty", ada(), Document())
    with pytest.raises(Fault, match=r"It cannot be published yet: Choose what starts it\. There is 1 more\."):
        publishing.publish(workflow.id, 1, ada())
    assert workflow.state == WorkflowState.DRAFT


def test_each_publication_is_a_version_and_noted(app: Flask) -> None:
    workflow = live(flow("message", step(1, "end")))
    store.save(workflow.id, 1, flow("contact", step(1, "end")), ada())
    assert store.published(workflow) == flow("message", step(1, "end")), "a draft is no version"
    publishing.publish(workflow.id, 2, ada())
    assert (workflow.version, workflow.trigger) == (2, "contact")
    assert [one.number for one in store.versions(workflow.id)] == [2, 1]
    told = db.session.scalars(
        select(Event).where(Event.kind == "workflow.published").order_by(Event.id)
    ).all()
    assert told[1].data["sentence"] == "When they become a contact, end."


def test_one_in_which_nothing_has_changed_makes_no_new_version(app: Flask) -> None:
    workflow = live(flow("schedule", step(1, "end"), every="day", at="10:00"))
    workflow.next_at = None
    publishing.pause(workflow.id, ada())
    publishing.publish(workflow.id, 1, ada())
    assert (workflow.version, workflow.state) == (1, WorkflowState.LIVE)
    assert workflow.next_at is not None, "its times are read again"
    assert [one.number for one in store.versions(workflow.id)] == [1]


def test_of_two_who_edit_the_second_is_told(app: Flask) -> None:
    workflow = live(flow("message", step(1, "end")))
    bea = factories.user("Bea")
    store.save(workflow.id, 1, flow("contact", step(1, "end")), bea)
    for act_again in (
        lambda: store.save(workflow.id, 1, Document(), ada()),
        lambda: publishing.publish(workflow.id, 1, ada()),
    ):
        with pytest.raises(Conflict, match="Bea has changed this workflow meanwhile"):
            act_again()
    with pytest.raises(Conflict, match="You have changed this workflow in another tab meanwhile"):
        publishing.publish(workflow.id, 1, bea)


def test_pausing_and_going_on(app: Flask) -> None:
    workflow = live(flow("message", step(1, "end")))
    publishing.pause(workflow.id, ada())
    publishing.pause(workflow.id, ada())
    assert workflow.state == WorkflowState.PAUSED
    publishing.resume(workflow.id, ada())
    publishing.resume(workflow.id, ada())
    assert workflow.state == WorkflowState.LIVE
    draft = store.create("Draft", ada())
    with pytest.raises(Conflict, match="Only a workflow that is live"):
        publishing.pause(draft.id, ada())
    with pytest.raises(Conflict, match="Only a workflow that is paused"):
        publishing.resume(draft.id, ada())


def test_archiving_cancels_what_is_under_way(app: Flask) -> None:
    workflow = live(flow("hand", WAIT))
    by_hand.start(workflow.id, [contact().id], ada(), "key")
    act()
    publishing.archive(workflow.id, ada())
    publishing.archive(workflow.id, ada())
    db.session.commit()
    assert (run().state, run().reason) == ("canceled", "The workflow was archived.")
    assert store.listed() == []
    with pytest.raises(Conflict, match="archived"):
        store.save(workflow.id, 1, Document(), ada())
    publishing.bring_back(workflow.id, ada())
    assert db.session.get_one(Workflow, workflow.id).state == WorkflowState.PAUSED
    with pytest.raises(Conflict, match="not archived"):
        publishing.bring_back(workflow.id, ada())


def test_a_copy_has_a_name_of_its_own(app: Flask) -> None:
    workflow = live(flow("message", sms(1)))
    first, second = publishing.duplicate(workflow.id, ada()), publishing.duplicate(workflow.id, ada())
    assert [first.name, second.name] == ["Follow-up (copy)", "Follow-up (copy) 2"]
    assert (store.draft(first), first.state) == (store.draft(workflow), WorkflowState.DRAFT)


def test_staff_only_where_the_team_lets_them(app: Flask) -> None:
    ada()
    bea = factories.user("Bea", Role.STAFF)
    workflow = store.create("Draft", ada(), flow("message", step(1, "end")))
    for forbidden in (
        lambda: publishing.publish(workflow.id, 1, bea),
        lambda: publishing.archive(workflow.id, bea),
        lambda: publishing.from_template("drip", bea),
    ):
        with pytest.raises(Forbidden):
            forbidden()
    settings.put("staff_workflows", True)
    assert publishing.publish(workflow.id, 1, bea).state == WorkflowState.LIVE


def test_one_begins_with_a_template(app: Flask) -> None:
    made = publishing.from_template("missed_call", ada(), ours().id)
    assert (made.name, store.draft(made).steps) == (
        "Missed-call text-back",
        TEMPLATES["missed_call"].document.steps,
    )
    assert store.draft(made).box.number_id == ours().id
    with pytest.raises(NotFound):
        publishing.from_template("nonsense", ada())


def test_where_large_batches_need_two_people_publishing_does_too(app: Flask) -> None:
    settings.put("approval_over", 100)
    workflow = store.create("Texts", ada(), flow("message", sms(1)))
    with pytest.raises(Forbidden, match="You changed it last"):
        publishing.publish(workflow.id, 1, ada())
    staff = factories.user("Cy", Role.STAFF)
    settings.put("staff_workflows", True)
    with pytest.raises(Forbidden, match="Ada changed it last"):
        publishing.publish(workflow.id, 1, staff)
    assert publishing.publish(workflow.id, 1, factories.user("Bea")).state == WorkflowState.LIVE
    labels_only = store.create("Labels", ada(), flow("message", step(1, "add_label", label="Wrote")))
    assert publishing.publish(labels_only.id, 1, ada()).state == WorkflowState.LIVE, "it reaches no one"
