"""A test made of a conversation: what was said, and nothing that says who that was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from tests import desks, factories
from tests.conversations import CAROL, they_write, thread_of, we_write
from webapp.agents.definition import PlaybookEntry
from webapp.agents.eval_text import parse
from webapp.db import db
from webapp.models.agent import Agent
from webapp.models.entry import Origin
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.recipient import Recipient
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.agents.evals import eval_of_thread, evals

VISIT = PlaybookEntry("when", "When", ("when is my visit", "what day is my visit"), "{{name}}: on {{day}}.")


@pytest.fixture
def desk(app: Flask) -> tuple[User, Agent]:
    ada, _, agent = desks.at_work(playbook=(*desks.PLAYBOOK, VISIT))
    return ada, agent


def wrote(*texts: str, name: str = "") -> Thread:
    """Carol's conversation, with the agent's answer to each text."""
    for text in texts:
        thread = thread_of(they_write(text))
        thread.contact.name = name
        db.session.commit()
        desks.answer()
    return db.session.get_one(Thread, thread.id)


def test_each_answer_is_expected_and_the_test_passes(desk: tuple[User, Agent]) -> None:
    made = eval_of_thread.text(desk[1], wrote("when are you open", "where can I park"))
    [case] = parse(made).cases
    assert parse(made).mistakes == ()
    assert [step.texts for step in case.steps] == [("when are you open",), ("where can I park",)]
    assert case.now is not None
    assert evals.run(desk[1], text=made).sentence == "1 of 1 test passes."


def test_neither_name_nor_phone_leaks_and_the_test_passes_all_the_same(desk: tuple[User, Agent]) -> None:
    ada, agent = desk
    number = db.session.scalars(select(Number.id)).one()
    columns = ["Phone", "day", "First name", "Secret"]
    batch = factories.batch([CAROL], columns=columns, created_by=ada.id, number_id=number)
    row = db.session.scalars(select(Recipient).where(Recipient.batch_id == batch.id)).one()
    row.cells = [CAROL, "Monday", "Karoline", "xyzzy"]
    sent = factories.sent(batch, CAROL)
    sent.text = "Dear Carol, it is Karoline's day! Call 202 555 0188."
    db.session.commit()
    thread = wrote("It is Carol Kaye here, when is my visit", name="Carol Kaye")
    thread = wrote("when is my visit", "call me: (202) 555-0111, carol@kaye.example", name="Carol Kaye")
    made = eval_of_thread.text(agent, thread)
    for secret in ("carol", "kaye", "0111", "0188", "xyzzy", "karoline"):
        assert secret not in made.lower(), made
    [case] = parse(made).cases
    assert parse(made).mistakes == ()
    assert case.row == {"name": "Anna Weber", "first_name": "Anna", "day": "Monday"}
    assert case.message.startswith("Dear Anna, it is Anna's day!")
    assert "contains: Anna Weber: on Monday." in made
    assert evals.run(agent, text=made).ok, evals.run(agent, text=made).cases[0].failed


def test_it_ends_where_the_agent_handed_off(desk: tuple[User, Agent]) -> None:
    thread = wrote("when are you open", "can I talk to a person please")
    they_write("where can I park")
    made = eval_of_thread.text(desk[1], thread)
    assert made.endswith("handoff: asked\n")
    assert "park" not in made
    assert evals.run(desk[1], text=made).ok


def test_staff_are_a_note_and_keywords_are_left_out(desk: tuple[User, Agent]) -> None:
    ada, agent = desk
    thread = thread_of(they_write("Are dogs allowed upstairs?"))
    we_write(thread, "Yes, they are.", ada.id)
    they_write("HELP")
    made = eval_of_thread.text(agent, thread)
    assert "# staff wrote: Yes, they are." in made
    assert eval_of_thread.EXPECT in made
    assert "HELP" not in made
    assert [mistake.sentence for mistake in parse(made).mistakes] == [
        f"The test “{parse(made).cases[0].name}” expects nothing, so it cannot fail."
    ]


def test_two_of_one_day_have_names_of_their_own(desk: tuple[User, Agent]) -> None:
    ada, agent = desk
    thread = wrote("when are you open")
    first = eval_of_thread.text(agent, thread)
    assert evals.save(agent.id, first, ada)
    second = eval_of_thread.text(agent, thread)
    assert second.splitlines()[0] == f"{first.splitlines()[0]} (2)"
    assert evals.save(agent.id, f"{first}\n{second}", ada)


def test_a_thread_without_texts_is_no_reason_to_break(desk: tuple[User, Agent]) -> None:
    thread = thread_of(they_write("STOP"))
    [case] = parse(eval_of_thread.text(desk[1], thread)).cases
    assert case == replace(case, name="A conversation", steps=())
    assert db.session.scalars(select(Message).where(Message.origin == Origin.AGENT)).all() == []
