"""An agent sets labels of its own definition, and suggests those that a person is to confirm."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests import desks
from tests.conversations import fresh, they_write, thread_of
from webapp.agents.base import Decision
from webapp.agents.definition import Label
from webapp.db import db
from webapp.models.agent import Agent
from webapp.models.event import Event
from webapp.models.source import Source, SourceKind
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


def test_of_a_group_the_newest_alone_stands(app: Flask) -> None:
    own = (
        Label("Confirmed", phrases=("yes",), confirm=False, group="answer"),
        Label("Declined", phrases=("no",), confirm=False, group="Answer"),
        Label("Perhaps", phrases=("maybe",), group="answer"),
        Label("VIP", phrases=("gold",), confirm=False),
    )
    desks.at_work(labels=own)
    thread = thread_of(they_write("gold"))
    contact, agent = fresh(thread).contact, desks.replace(desks.DESK, labels=own).agent("Desk")
    agent_id = db.session.scalars(select(Agent.id)).one()

    def standing(*names: str) -> list[tuple[str, bool]]:
        labelling.put(contact, [one for one in own if one.name in names], agent, agent_id)
        return [(one.name, one.suggested) for one in labels.of(contact.id)]

    assert standing("VIP", "Declined") == [("Declined", False), ("VIP", False)]
    assert standing("Confirmed") == [("Confirmed", False), ("VIP", False)]
    assert standing("Perhaps") == [("Confirmed", False), ("Perhaps", True), ("VIP", False)], "only suggested"
    removed = select(Event.data).where(Event.kind == "contact.label_removed").order_by(Event.id)
    assert [(one["label"], one["by"]) for one in db.session.scalars(removed)] == [("Declined", "Desk")]
    labelling.confirm(contact, "Perhaps", Source(SourceKind.PERSON, "Ada", None))
    assert [one.name for one in labels.of(contact.id)] == ["Perhaps", "VIP"]
