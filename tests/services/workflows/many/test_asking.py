"""A start for many contacts is looked at, and approved by another admin where there are too many for one."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import false, select, true

from tests import factories
from tests.services.workflows.stage import ada, contact, flow, live, step
from webapp.db import db
from webapp.errors import Conflict, Fault, Forbidden, NotFound
from webapp.models.event import Event
from webapp.models.user import Role, User
from webapp.models.workflow import Workflow
from webapp.models.workflow_start import StartState, WorkflowStart
from webapp.services import settings
from webapp.services.workflows.editing import publishing
from webapp.services.workflows.many import asking


@pytest.fixture
def flowing(app: Flask) -> Workflow:
    """Live, with two people to start it for."""
    contact()
    contact("+12025550122", "Dave")
    return live(flow("hand", step(1, "end")))


def prepare(workflow: Workflow, by: User | None = None) -> WorkflowStart:
    return asking.prepare(workflow.id, true(), "all contacts", by or ada())


def kinds() -> list[str]:
    query = select(Event.kind).where(Event.kind.startswith("workflow.start")).order_by(Event.id)
    return list(db.session.scalars(query))


def test_few_enough_for_one_person(flowing: Workflow) -> None:
    start = prepare(flowing)
    assert (start.people, start.state, asking.waiting(start)) == (2, StartState.DRAFT, 2)
    asking.begin(start.id, ada())
    assert start.state == StartState.RUNNING
    with pytest.raises(Conflict, match="begun before"):
        asking.begin(start.id, ada())
    asking.cancel(start.id, ada())
    assert (start.state, start.reason, asking.waiting(start)) == ("canceled", "Ada canceled it.", 0)
    with pytest.raises(Conflict, match="over already"):
        asking.cancel(start.id, ada())
    assert kinds() == ["workflow.started", "workflow.start_canceled"]


def test_too_many_for_one_person(flowing: Workflow) -> None:
    settings.put("approval_over", 1)
    bob, eve = factories.user("Bob"), factories.user("Eve", role=Role.STAFF)
    start = asking.begin(prepare(flowing).id, ada())
    assert start.state == StartState.PENDING
    assert [list(asking.waiting_for(one)) for one in (bob, eve, ada())] == [[start], [], []]
    for someone in (ada(), eve):
        with pytest.raises(Forbidden, match="Another admin than Ada"):
            asking.approve(start.id, someone, 1)
    flowing.changed_by, flowing.draft = bob.id, {**flowing.draft, "next_id": 101}
    publishing.publish(flowing.id, flowing.revision, ada())
    with pytest.raises(Conflict, match="published again since you looked"):
        asking.approve(start.id, bob, 1)
    asking.approve(start.id, bob, 2)
    assert (start.state, start.decided_by) == (StartState.RUNNING, bob.id)
    assert kinds() == ["workflow.start_asked", "workflow.start_approved"]


def test_it_is_sent_back_with_a_reason(flowing: Workflow) -> None:
    settings.put("approval_over", 1)
    bob = factories.user("Bob")
    start = asking.begin(prepare(flowing).id, ada())
    with pytest.raises(Fault) as missing:
        asking.send_back(start.id, " ", bob)
    assert missing.value.field == "reason"
    asking.send_back(start.id, "Not on a Sunday.", bob)
    assert (start.state, start.reason) == ("canceled", "Bob sent it back: Not on a Sunday.")
    with pytest.raises(Conflict, match="does not wait"):
        asking.approve(start.id, bob, 1)


def test_what_cannot_be_prepared_or_begun(flowing: Workflow) -> None:
    with pytest.raises(Fault, match="no one"):
        asking.prepare(flowing.id, false(), "no one", ada())
    start = prepare(flowing)
    with pytest.raises(Forbidden, match="Ada has prepared"):
        asking.begin(start.id, factories.user("Bob"))
    publishing.pause(flowing.id, ada())
    with pytest.raises(Conflict, match="not live"):
        asking.begin(start.id, ada())
    with pytest.raises(NotFound):
        asking.get(99)
    assert asking.waiting(start) == 2
