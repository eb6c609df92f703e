"""Started by a person for one contact or several."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.services.workflows.stage import act, ada, contact, flow, live, runs, step
from webapp.errors import Conflict, Fault, NotFound
from webapp.services import settings
from webapp.services.workflows import by_hand, store
from webapp.services.workflows.editing import publishing

END = step(1, "end")


def test_for_several_each_once_by_the_same_form(app: Flask) -> None:
    workflow = live(flow("message", END))
    people = [contact().id, contact("+12025550122", "Dave").id]
    assert by_hand.start(workflow.id, [*people, people[0]], ada(), "form") == by_hand.Begun(2, {})
    assert by_hand.start(workflow.id, people, ada(), "form") == by_hand.Begun(0, {})
    again = by_hand.start(workflow.id, people, ada(), "another form")
    assert again == by_hand.Begun(0, {"They are in this workflow already.": 2})
    act()
    assert [one.event for one in runs()] == [{"by": "Ada"}] * 2


def test_only_while_it_is_live_and_for_contacts_that_are_there(app: Flask) -> None:
    workflow = live(flow("hand", END))
    with pytest.raises(NotFound):
        by_hand.start(workflow.id, [999], ada(), "form")
    publishing.pause(workflow.id, ada())
    with pytest.raises(Conflict, match="not live"):
        by_hand.start(workflow.id, [], ada(), "form")
    with pytest.raises(Conflict, match="not live"):
        by_hand.start(store.create("Draft", ada()).id, [], ada(), "form")


def test_more_than_one_person_may_reach_alone(app: Flask) -> None:
    settings.put("approval_over", 1)
    workflow = live(flow("hand", END))
    people = [contact().id, contact("+12025550122", "Dave").id]
    with pytest.raises(Fault, match="takes a second person"):
        by_hand.start(workflow.id, people, ada(), "form")
