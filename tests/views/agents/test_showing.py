"""The page of one agent."""

from __future__ import annotations

from flask import Flask

from tests import desks
from tests.views.client import Browser
from webapp.agents.definition import Field, HandoffRules, Label, TaskAction
from webapp.services.agents import store
from webapp.views.agents import showing

FIELDS = (Field("name", "Name", keep_as="full name"),)
TASK = desks.replace(desks.VISIT, fields=FIELDS, actions=(TaskAction("note", {"text": "Call them"}),))


def test_it_says_what_a_task_does_and_which_labels_are_confirmed(app: Flask, staff: Browser) -> None:
    labels = (Label("keen", "They are keen."), Label("late", "They are late.", confirm=False))
    desk = desks.at_work(tasks=(TASK,), labels=labels)[2]
    for path in (f"/agents/{desk.id}", f"/agents/{desk.id}/versions/1"):
        words = staff.get(path).words
        assert "Then: Leave a note." in words
        assert "Kept as attributes: full name." in words
        assert "keen once a person has confirmed it" in words
        assert "late set at once" in words


def test_it_says_when_it_hands_off_as_its_owner_has_chosen(app: Flask, staff: Browser) -> None:
    ada, _, desk = desks.at_work()
    words = staff.get(f"/agents/{desk.id}").words
    assert "unsure twice" in words and "sound upset" in words
    desks.change(desk, ada, handoff=HandoffRules(unsure_twice=False, upset=False))
    words = staff.get(f"/agents/{desk.id}").words
    assert "unsure twice" not in words and "sound upset" not in words


def test_it_says_what_would_not_be_sent_as_it_is_written(app: Flask, staff: Browser) -> None:
    ada, _, desk = desks.at_work()
    words = staff.get(f"/agents/{desk.id}").words
    told = "Website: The answer had a link that is not on the agent's list: evil.example/x"
    assert "1 text of this agent would not be sent as written." in words and told in words
    desks.change(desk, ada, links=("evil.example",))
    assert "would not be sent" not in staff.get(f"/agents/{desk.id}").words


def test_a_page_holds_all_that_the_agent_is_told(app: Flask) -> None:
    desk = desks.at_work()[2]
    told = showing.told(store.current(desk))
    assert (told["agent"], told["definition"].playbook) == (desk, desks.PLAYBOOK)
    assert set(told["parts_shown"]) >= {"who", "hours"}


def test_an_agent_that_does_not_exist(staff: Browser) -> None:
    assert staff.get("/agents/99").status == 404
