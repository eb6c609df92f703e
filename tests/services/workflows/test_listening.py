"""What an import of contacts means to workflows: none starts by it, and none misses what is known by it."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests.conversations import CAROL
from tests.services.contacts.imports.lists import imported
from tests.services.workflows.stage import act, ada, contact, flow, live, on_time, ours, run, runs, sms, step
from webapp.db import db
from webapp.models.workflow_date import WorkflowDate
from webapp.rules.workflow.document import Again, WhoAndWhen
from webapp.services.contacts.segments import store as segments
from webapp.services.workflows import by_hand, listening

LIST = f"Phone,Name,Visit\n{CAROL},Carol,2099-01-05\n+12025550122,Dave,2099-01-06\n"


def test_none_starts_that_listens_to_what_is_imported(app: Flask) -> None:
    segment = segments.create("Spring", ada())
    box = WhoAndWhen(number_id=ours().id, again=Again.EVERY)
    live(flow("contact", sms(1), box=box), "New")
    live(flow("label", sms(1), box=box, label="Keen"), "Labeled")
    live(flow("attribute", sms(1), box=box, attribute="Visit"), "Changed")
    live(flow("segment", sms(1), box=box, segment=str(segment.id)), "Joined")
    assert listening.to_facts() == 4
    imported(LIST, ada(), label="Keen", segment=str(segment.id))
    act()
    assert runs() == []


def test_a_run_that_ends_by_a_label_ends_by_an_imported_one(app: Flask) -> None:
    box = WhoAndWhen(number_id=ours().id, stop_label="Booked")
    wait = step(2, "wait", amount="1", unit="days")
    by_hand.start(live(flow("hand", sms(1), wait, box=box)).id, [contact().id], ada(), "key")
    act()
    imported(LIST, ada(), label="Booked")
    act()
    assert (run().state, run().reason) == ("stopped", "They got the label “Booked”.")


def test_one_around_a_date_follows_the_date_that_is_imported(app: Flask) -> None:
    ours()
    imported(LIST.replace("2099", "2098"), ada())
    settings = {"attribute": "visit", "days": "2", "side": "before", "at": "10:00"}
    workflow = live(flow("date", step(1, "end"), **settings), "Reminder")
    on_time(workflow)
    assert listening.by_the_clock(["VISIT"]) == ["Reminder"] and listening.by_the_clock(["City"]) == []
    imported(LIST, ada(), known="overwrite")
    act()
    on_time(workflow)
    db.session.expire_all()
    due = [one.due_at for one in db.session.scalars(select(WorkflowDate).order_by(WorkflowDate.contact_id))]
    assert [(one.year, one.day) for one in due if one] == [(2099, 3), (2099, 4)]
    assert runs() == []
