"""Replies are told apart: yes, no, a number, something else. How a run is woken: see test_replies."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from tests.services.workflows.stage import (
    act,
    ada,
    contact,
    due,
    flow,
    later,
    leave,
    live,
    run,
    sms,
    step,
    steps,
)
from webapp.db import db, now
from webapp.models.message import Message
from webapp.rules.workflow.document import Branch
from webapp.services.workflows import by_hand
from webapp.services.workflows.steps import wait_reply


@pytest.mark.parametrize(
    ("text", "branch", "kind", "number"),
    [
        ("Yes", "yes", "yes", ""),
        ("ja gerne", "yes", "yes", ""),
        ("No, sorry", "no", "no", ""),
        ("Yes, if it is before 5", "other", "question", "5"),
        ("5", "other", "other", "5"),
        ("I would say 4 of 5", "other", "other", "4"),
        ("Which day was it?", "other", "question", ""),
        ("", "other", "other", ""),
    ],
)
def test_what_they_wrote(text: str, branch: str, kind: str, number: str) -> None:
    read = wait_reply.read(text)
    assert (read.branch, read.output) == (branch, {"reply": text, "kind": kind, "number": number})


def test_until_the_evening_before_their_day(app: Flask) -> None:
    visit = (now() + timedelta(days=3)).date()
    evening = {"date": "{{contact.visit}}", "days": "1", "side": "before", "at": "18:00"}
    asks = step(1, "wait_reply", Branch("timeout", steps=(step(2, "end"),)), **evening)
    workflow = live(flow("hand", asks))
    by_hand.start(workflow.id, [contact(visit=visit.isoformat()).id], ada(), "key")
    act()
    moment = due()
    assert moment is not None
    assert (run().awaits, (moment - now()).days) in (("reply", 1), ("reply", 2))


def test_when_that_is_over_it_has_timed_out(app: Flask) -> None:
    asks = step(1, "wait_reply", Branch("timeout", steps=(step(2, "add_label", label="Late"),)),
                date="{{contact.visit}}", at="18:00")  # fmt: skip
    workflow = live(flow("hand", asks))
    by_hand.start(workflow.id, [contact(visit="2020-01-01").id], ada(), "key")
    act()
    assert steps() == [("s1", "done"), ("s2", "done")]


def test_it_counts_from_when_their_text_left(app: Flask) -> None:
    asks = step(2, "wait_reply", Branch("timeout", steps=(step(3, "end"),)), amount="2", unit="hours")
    workflow = live(flow("hand", sms(1), asks))
    by_hand.start(workflow.id, [contact().id], ada(), "key")
    act()
    later(hours=3)
    assert steps()[-1] == ("s2", "waiting")  # it has not left, so no one can have read it
    leave()
    left_at(now() + timedelta(hours=1))
    later(hours=3)
    assert steps()[-1] == ("s2", "waiting")
    assert round((due_at() - now()) / timedelta(minutes=1)) == 180
    left_at(now() - timedelta(hours=2))
    later(hours=3)
    assert steps()[-2:] == [("s2", "done"), ("s3", "done")]


def left_at(moment: datetime) -> None:
    db.session.execute(update(Message).values(sent_at=moment))
    db.session.commit()


def due_at() -> datetime:
    moment = due()
    assert moment is not None
    return moment
