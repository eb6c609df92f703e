"""An agent sets labels of its own definition, and suggests those that a person is to confirm."""

from __future__ import annotations

from flask import Flask

from tests import desks
from tests.conversations import fresh, they_write, thread_of
from webapp.agents.base import Decision
from webapp.agents.definition import Label
from webapp.services.agents import labelling
from webapp.services.contacts import labels

OWN = (
    Label("Hours", phrases=("open",), confirm=False),
    Label("Parking", phrases=("park",)),
)


def test_only_its_own_are_taken() -> None:
    agent = desks.replace(desks.DESK, labels=OWN).agent("Desk")
    assert labelling.of(agent, Decision(labels=("VIP", "Parking"))) == [OWN[1]]


def test_they_count_at_once_or_are_suggested(app: Flask) -> None:
    desks.at_work(labels=OWN)
    thread = thread_of(they_write("When are you open? And where can I park?"))
    desks.answer()
    put = labels.of(fresh(thread).contact_id)
    assert [(one.name, one.suggested) for one in put] == [("Hours", False), ("Parking", True)]
    assert {one.source for one in put} == {"agent"}


def test_what_a_text_that_may_be_an_opt_out_says_sets_none(app: Flask) -> None:
    desks.at_work(labels=(Label("Hours", phrases=("texting",), confirm=False),))
    thread = thread_of(they_write("Please stop texting me, this is my work phone"))
    desks.answer()
    assert labels.of(fresh(thread).contact_id) == []
