"""A conversation played again with a version of its agent: what differs, with nothing sent or kept."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from jobs import actions
from tests import desks
from tests.conversations import they_write, thread_of, we_write
from webapp.agents.base import Who
from webapp.agents.definition import PlaybookEntry, TaskAction
from webapp.db import db
from webapp.errors import Fault, NotFound
from webapp.models.agent import Agent, EngineName
from webapp.models.agent_turn import AgentTurn
from webapp.models.answering import Answering
from webapp.models.message import Message
from webapp.models.task_record import TaskRecord
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.agents import store
from webapp.services.agents.evals import replay
from webapp.services.agents.store import AgentForm

LATE = PlaybookEntry("hours", "Opening hours", ("when are you open",), "We are open from ten to five.")


@pytest.fixture
def desk(app: Flask) -> tuple[User, Agent]:
    ada, _, agent = desks.at_work()
    return ada, agent


def talk(*texts: str) -> Thread:
    """Each text, and the agent's answer to it."""
    for text in texts:
        thread_id = they_write(text).thread_id
        desks.answer()
    return db.session.get_one(Thread, thread_id)


def test_the_same_version_says_the_same(desk: tuple[User, Agent]) -> None:
    thread = talk("when are you open", "book an appointment", "Hedy")
    played = replay.play(desk[1], thread)
    assert [one.again.text for one in played.exchanges] == desks.said()
    assert (played.different, played.cut, len(played.exchanges)) == (0, False, 3)
    assert {one.then.who for one in played.exchanges} == {Who.AGENT}


def test_another_version_is_told_apart_word_by_word(desk: tuple[User, Agent]) -> None:
    ada, agent = desk
    thread = talk("when are you open", "where can I park")
    desks.change(agent, ada, playbook=(LATE, *desks.PLAYBOOK[1:]))
    played = replay.play(agent, thread)
    hours, parking = played.exchanges
    assert (played.different, hours.same, parking.same) == (1, False, True)
    assert [piece.text.strip() for piece in hours.before if piece.differs] == ["nine"]
    assert [piece.text.strip() for piece in hours.after if piece.differs] == ["ten"]
    assert replay.play(agent, thread, 1).different == 0
    with pytest.raises(NotFound):
        replay.play(agent, thread, 3)


def test_a_handoff_that_would_not_be_is_a_difference(desk: tuple[User, Agent]) -> None:
    ada, agent = desk
    thread = talk("gift cards for my uncle", "gift cards for my aunt")
    assert desks.outcomes()[-1] == "handed_off"
    gifts = PlaybookEntry("gifts", "Gifts", ("gift cards for my uncle", "gift cards for my aunt"), "We do.")
    desks.change(agent, ada, playbook=(*desks.PLAYBOOK, gifts))
    first, second = replay.play(agent, thread).exchanges
    assert (first.again.text, second.again.handoff) == ("We do.", "")
    assert second.then.handoff
    assert not second.same


def test_a_handoff_by_an_action_of_its_task_is_no_part_of_it(app: Flask) -> None:
    hands_off = TaskAction("hand_off", {"reason": "Call {{name}}."})
    _, _, desk = desks.at_work(tasks=(desks.replace(desks.VISIT, actions=(hands_off,)),))
    thread = talk("book an appointment", "Hedy")
    for record_id in db.session.scalars(select(TaskRecord.id)).all():
        actions.carry_out(record_id)
    desks.hear()
    assert desks.turns()[-1].handoff == "rule"
    played = replay.play(desk, thread)
    assert (played.different, played.exchanges[-1].then.handoff) == (0, "")


def test_what_staff_wrote_stands_beside_what_it_would_have_said(desk: tuple[User, Agent]) -> None:
    ada, agent = desk
    thread = thread_of(they_write("when are you open"))
    we_write(thread, "At nine, Carol.", ada.id)
    [one] = replay.play(agent, thread).exchanges
    assert (one.then.who, one.then.text, one.again.text) == (Who.STAFF, "At nine, Carol.", desks.HOURS)
    assert not one.same


def test_several_texts_before_an_answer_are_one_exchange(desk: tuple[User, Agent]) -> None:
    they_write("hello there")
    thread = talk("when are you open")
    [one] = replay.play(desk[1], thread).exchanges
    assert one.texts == ("hello there", "when are you open")
    assert one.same


def test_keywords_reach_no_agent(desk: tuple[User, Agent]) -> None:
    thread = talk("when are you open", "HELP")
    last = replay.play(desk[1], thread).exchanges[-1]
    assert (last.again.asked, last.same, last.again.text) == (False, True, "")
    assert "No agent is asked" in last.again.reason


def test_an_agent_that_does_not_answer_by_itself_is_not_replayed(desk: tuple[User, Agent]) -> None:
    ada, agent = desk
    thread = talk("when are you open")
    form = AgentForm(agent.name, EngineName.STAFF, store.current(agent).definition)
    store.save(agent.id, agent.version, form, ada)
    with pytest.raises(Fault, match="answers nothing by itself"):
        replay.play(agent, thread)


def test_nothing_is_sent_or_kept(desk: tuple[User, Agent]) -> None:
    thread = talk("when are you open", "book an appointment", "Hedy")

    def counted() -> list[object]:
        tables = (Message, AgentTurn, TaskRecord)
        counts = [db.session.scalar(select(func.count()).select_from(table)) for table in tables]
        return [*counts, db.session.get_one(Answering, thread.id).memory]

    before = counted()
    replay.play(desk[1], thread)
    assert not db.session.dirty
    assert not db.session.new
    assert counted() == before
