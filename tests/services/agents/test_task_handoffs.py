"""A task that failed is seen: its conversation is handed off with its sentence."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import actions
from tests import desks
from tests.conversations import fresh, they_write, thread_of
from webapp.agents.definition import TaskAction
from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.handoff import Handoff
from webapp.models.note import Note
from webapp.models.source import Source, SourceKind
from webapp.models.task_record import TaskRecord
from webapp.models.thread import Thread
from webapp.services.actions import starting
from webapp.services.actions.registry import Planned
from webapp.services.actions.starting import TaskRun
from webapp.services.agents import task_handoffs
from webapp.services.agents.turns import switch

BROKEN = TaskAction("set_attribute", {"name": "city", "value": "{{city}}"})
SENTENCE = "The task “Appointment” failed. There is no value for “{{city}}”."


def agreed() -> Thread:
    """The agent's task waits to be carried out, and will fail: she has no city."""
    _, _, desk = desks.at_work()
    task = desks.replace(desks.VISIT, actions=(BROKEN,))
    desk.version += 1  # as a version from before such actions were refused
    kept = desks.replace(desks.DESK, tasks=(task,))
    desks.store._keep(desk, kept, db.session.get_one(desks.User, desk.created_by))
    db.session.commit()
    for text in ("I need an appointment", "Carol Ray"):
        thread = thread_of(they_write(text))
        desks.answer()
    return thread


def carry_out() -> None:
    for record_id in db.session.scalars(select(TaskRecord.id)).all():
        db.session.rollback()
        actions.carry_out(record_id)
    desks.hear()


def test_an_agents_conversation_is_handed_off_once(app: Flask) -> None:
    thread = agreed()
    carry_out()
    carry_out()
    handoff = db.session.scalars(select(Handoff)).one()
    assert (handoff.code, handoff.reason) == ("task", SENTENCE)
    assert (fresh(thread).agent_state, fresh(thread).needs_reply) == (AgentState.HANDED_OFF, True)
    assert desks.turns()[-1].handoff == "task"


@pytest.mark.parametrize("act", [switch.take_over, switch.turn_off], ids=lambda act: act.__name__)
def test_a_person_who_has_the_word_keeps_it_and_gets_a_note(app: Flask, act: desks.Any) -> None:
    thread = agreed()
    state = act(thread.id, db.session.scalars(select(desks.User)).one()).agent_state
    db.session.commit()
    carry_out()
    assert (fresh(thread).agent_state, fresh(thread).needs_reply) == (state, True)
    assert [note.text for note in db.session.scalars(select(Note))] == [SENTENCE]
    assert db.session.scalars(select(Handoff)).all() == []


def test_a_task_of_a_person_flags_its_conversation(app: Flask) -> None:
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("thank you"))
    desks.answer()
    by = Source(SourceKind.PERSON, "Ada", ada.id)
    run = TaskRun("a", "A", {}, [Planned(BROKEN.kind, BROKEN.settings)])
    starting.start(fresh(thread), run, by, "by hand")
    db.session.commit()
    assert not fresh(thread).needs_reply
    carry_out()
    assert (fresh(thread).needs_reply, fresh(thread).agent_state) == (True, AgentState.ON)


def test_what_is_gone_needs_no_one(app: Flask) -> None:
    task_handoffs.see_to_failed({"record": 99})
    task_handoffs.ask_staff({"thread": 99, "reason": "x", "action": "x"})
    assert db.session.scalars(select(Handoff)).all() == []
