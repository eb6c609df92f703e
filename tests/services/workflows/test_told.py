"""A program tells of an event: whom it is about, and what came of it, the same however often it is told."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conversations import CAROL, DAVE
from tests.services.workflows.stage import ada, contact, flow, live, ours, runs, step
from webapp.db import db
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.contact import Contact
from webapp.models.source import Source, SourceKind
from webapp.rules.workflow.document import Again, WhoAndWhen
from webapp.services.contacts import attributes
from webapp.services.workflows import starting, store, told
from webapp.services.workflows.told import Told

END = step(1, "end")
SHOP = Source(SourceKind.API, "Shop")


def test_a_contact_is_made_with_what_is_told_of_them(app: Flask) -> None:
    ours()
    found = told.contact_of(
        Told("(202) 555-0111", "1", {}, " Carol  Diaz ", {"city": "Boston", "age": ""}), SHOP
    )
    assert (found.phone, found.name, found.attributes) == (CAROL, "Carol Diaz", {"city": "Boston"})


def test_what_staff_know_better_stays(app: Flask) -> None:
    known = contact()
    attributes.put(known, "city", "Paris", Source(SourceKind.PERSON, "Ada", ada().id))
    told.contact_of(Told(CAROL, "1", {}, "Someone else", {"city": "Boston"}), SHOP)
    assert (known.name, known.attributes["city"]) == ("Carol Diaz", "Paris")


@pytest.mark.parametrize("phone", ["", "hello", "0151 23456789", "+1 202"])
def test_no_phone_no_contact(app: Flask, phone: str) -> None:
    live(flow("event", END, event="lead"))
    with pytest.raises(Fault) as refused:
        told.report("lead", Told(phone, "1", {}), SHOP)
    assert refused.value.field == "phone"
    assert (runs(), db.session.scalars(select(Contact)).all()) == ([], [])


def test_an_attribute_that_cannot_be_kept_is_named(app: Flask) -> None:
    with pytest.raises(Fault) as refused:
        told.contact_of(Told(CAROL, "1", {}, known={"a|b": "x"}), SHOP)
    assert refused.value.sentence.startswith("a|b: The name of an attribute has letters or digits")


def test_the_same_event_has_the_same_answer(app: Flask) -> None:
    live(flow("event", END, event="lead"))
    live(flow("event", step(1, "opt_out"), event="LEAD"), "Other")
    first = told.report("lead", Told(CAROL, "1", {}), SHOP)[1]
    again = told.report("lead", Told(CAROL, "1", {}), SHOP)[1]
    assert [one.run_id for one in first] == [one.run_id for one in again]
    assert [one.is_new for one in (*first, *again)] == [True, True, False, False]
    refused = [told.report("lead", Told(CAROL, "2", {}), SHOP)[1][0].sentence for _ in range(2)]
    assert refused == ["They are in this workflow already."] * 2


def test_the_same_key_is_the_same_event_only_with_the_same_name(app: Flask) -> None:
    """Capitals do not matter; all that stands in it does."""
    reminder = "customer.subscription.trial.reminder.sent."
    box = WhoAndWhen(number_id=ours().id, again=Again.EVERY)
    for name in ("paid", f"{reminder}first", f"{reminder}second"):
        live(flow("event", END, event=name, box=box), name)
    told_as = ("paid", "Paid", f"{reminder}first", f"{reminder}second")
    came = [told.report(name, Told(CAROL, "order-1", {}), SHOP)[1][0] for name in told_as]
    assert [one.run_id for one in came] == [1, 1, 2, 3]


def test_the_same_key_about_someone_else_is_another_event(app: Flask) -> None:
    """Two programs of a team may both have an order 1."""
    live(flow("event", END, event="paid"))
    for _ in range(2):
        came = [told.report("paid", Told(phone, "1", {}), SHOP)[1][0] for phone in (CAROL, DAVE)]
        assert [one.run_id for one in came] == [1, 2]
    refused = [told.report("paid", Told(phone, "2", {}), SHOP)[1][0] for phone in (CAROL, DAVE)]
    assert [one.sentence for one in refused] == ["They are in this workflow already."] * 2
    db.session.commit()
    assert [run.contact.phone for run in runs()] == [CAROL, DAVE]


def test_one_workflow_started_twice_by_the_same_key_about_two_people(app: Flask) -> None:
    workflow = live(flow("hand", END))
    came = [told.start_one(workflow.id, Told(phone, "1", {}), SHOP) for phone in (CAROL, DAVE, CAROL, DAVE)]
    assert [(one.run_id, one.is_new) for one in came] == [(1, True), (2, True), (1, False), (2, False)]


def test_of_two_at_once_with_the_same_key_neither_hears_of_the_other(app: Flask) -> None:
    live(flow("event", END, event="paid"))
    came: list[tuple[str, int | None]] = []

    def tell(phone: str) -> None:
        with app.app_context():
            came.append((phone, told.report("paid", Told(phone, "1", {}), SHOP)[1][0].run_id))
            db.session.commit()

    db.session.rollback()
    both = [threading.Thread(target=tell, args=(phone,)) for phone in (CAROL, DAVE)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(came) == sorted((run.contact.phone, run.id) for run in runs())


def test_long_keys_that_begin_alike_are_two_events(app: Flask) -> None:
    keys = {told.event_key("event", "x" * 70 + end) for end in ("1", "2", "\x00")}
    assert len(keys) == 3
    assert all(len(key) <= 120 for key in keys)


def test_one_workflow_whatever_starts_it(app: Flask) -> None:
    workflow = live(flow("message", END))
    came = told.start_one(workflow.id, Told(CAROL, "1", {"item": "lamp"}), SHOP)
    db.session.commit()
    (run,) = runs()
    assert (came.run_id, run.event) == (run.id, {"item": "lamp"})
    with pytest.raises(NotFound):
        told.start_one(999, Told(CAROL, "1", {}), SHOP)
    with pytest.raises(Conflict, match="not live"):
        told.start_one(store.create("Draft", ada()).id, Told(CAROL, "1", {}), SHOP)


def test_one_that_raises_keeps_no_other_from_starting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = live(flow("event", END, event="lead"))
    live(flow("event", END, event="lead"), "Other")
    obstacle = starting.obstacle

    def raises(workflow: Any, document: Any, happened: Any) -> Any:
        if workflow.id == broken.id:
            raise RuntimeError("out of paper")
        return obstacle(workflow, document, happened)

    monkeypatch.setattr(starting, "obstacle", raises)
    came = told.report("lead", Told(CAROL, "1", {}), SHOP)[1]
    assert [one.run_id is None for one in came] == [True, False]
    assert came[0].sentence == "Outbound failed on this start (RuntimeError); the log says more."
