"""Handoffs and notes stand between the messages of their window, and an agent's messages have its name."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests import desks, factories
from tests.conversations import they_write, thread_of
from webapp.db import db
from webapp.models.message import Message
from webapp.services.inbox import team_entries, timeline
from webapp.services.threads import notes


def test_each_window_has_its_own(app: Flask) -> None:
    ada, _ = factories.user(), factories.number()
    for number in range(1, 61):
        thread = thread_of(they_write(f"text {number}"))
        if number in (3, 58):
            notes.add(thread, f"note {number}", ada.id)
            db.session.commit()
    latest = timeline.latest(thread, None)
    assert [line.text for line in latest.lines] == ["Ada noted: note 58"]
    older = timeline.older(thread, latest.first)
    assert [line.text for line in older.lines] == ["Ada noted: note 3"]


def test_an_answer_has_the_name_of_its_agent(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    desks.answer()
    answer = db.session.scalars(select(Message.id).where(Message.origin == "agent")).one()
    assert team_entries.agents_of([answer, 99]) == {answer: "Desk"}
    assert team_entries.agents_of([]) == {}
    assert timeline.latest(thread, None).agents == {answer: "Desk"}
