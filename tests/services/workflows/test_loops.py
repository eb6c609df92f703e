"""Loops end at the cap of a workflow, with a sentence that says so."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests.conversations import CAROL, they_write
from tests.services.workflows.stage import (
    act,
    ada,
    contact,
    flow,
    live,
    ours,
    refusals,
    runs,
    sms,
    step,
    texts,
)
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.signal import Signal
from webapp.models.source import Source, SourceKind
from webapp.rules.workflow.document import Again, WhoAndWhen
from webapp.services.contacts import attributes
from webapp.services.workflows import store
from webapp.services.workflows.editing import publishing

SHOP = Source(SourceKind.API, "shop")


def box(a_day: int) -> WhoAndWhen:
    return WhoAndWhen(number_id=ours().id, again=Again.EVERY, a_day=a_day, stop_on_reply=False)


def settle() -> None:
    """Until nothing more comes of it."""
    while True:
        before = (len(runs()), len(refusals()))
        act()
        if (len(runs()), len(refusals())) == before:
            return


def test_a_machine_that_answers_every_text(app: Flask) -> None:
    """Each answer of theirs starts the workflow that texts them."""
    live(flow("message", sms(1, "Got it."), box=box(3)))
    for _ in range(6):
        they_write("Thank you for your message.")
        settle()
    assert texts() == ["Got it."] * 3
    assert refusals() == ["They may be in this workflow 3 times in 24 hours, and have been."] * 3


def test_two_workflows_that_set_each_others_attribute(app: Flask) -> None:
    for here, there in (("ping", "pong"), ("pong", "ping")):
        sets = step(1, "set_attribute", name=there, value="{{trigger.value}}!")
        live(flow("attribute", sets, attribute=here, box=box(4)), f"On {here}")
    attributes.put(contact(), "ping", "a", SHOP)
    db.session.commit()
    settle()
    carol = db.session.scalars(select(Contact).where(Contact.phone == CAROL)).one()
    assert [one.workflow.name for one in runs()] == ["On ping", "On pong"] * 4
    assert {str(one.state) for one in runs()} == {"done"}
    assert carol.attributes == {"ping": "a" + "!" * 8, "pong": "a" + "!" * 7}
    assert refusals() == ["They may be in this workflow 4 times in 24 hours, and have been."]
    assert db.session.scalars(select(Signal)).all() == [], "nothing is left to go round"


def test_two_workflows_that_start_each_other(app: Flask) -> None:
    first = live(flow("message", step(1, "end"), box=box(2)), "First")
    second = live(flow("hand", step(1, "start_workflow", workflow=str(first.id)), box=box(5)), "Second")
    starts = flow("message", step(1, "start_workflow", workflow=str(second.id)), box=box(2))
    store.save(first.id, first.revision, starts, ada())
    publishing.publish(first.id, first.revision, ada())
    db.session.commit()
    they_write("Hello?")
    settle()
    assert [one.workflow.name for one in runs()] == ["First", "Second", "First", "Second"]
    assert refusals() == ["They may be in this workflow 2 times in 24 hours, and have been."]
