"""A task that was agreed on is carried out once, with what is kept of its fields first."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask
from sqlalchemy import func, select

from jobs import actions
from tests import desks
from tests.conversations import fresh, they_write, thread_of
from webapp.agents.base import Decision
from webapp.agents.definition import Field, TaskAction
from webapp.db import db
from webapp.models.task_record import TaskRecord
from webapp.services.actions.registry import Planned
from webapp.services.agents import tasks
from webapp.services.contacts import attributes, labels

FIELDS = (Field("name", "Name", keep_as="full name"), Field("why", "Why", required=False, keep_as="reason"))
KEPT = replace(desks.VISIT, fields=FIELDS, actions=(TaskAction("add_label", {"label": "Visit"}),))
AGREED = Decision(task="visit", fields={"name": "Carol Ray", "why": ""}, runs=True)


def test_a_field_that_was_left_out_is_not_kept() -> None:
    name = Planned("set_attribute", {"name": "full name", "value": "{{name}}"})
    label = Planned("add_label", {"label": "Visit"})
    assert tasks.planned(KEPT, ["name"]) == [name, label]


def test_it_is_done_at_once_without_actions(app: Flask) -> None:
    desks.at_work()
    for text in ("I need an appointment", "Carol Ray"):
        thread = thread_of(they_write(text))
        desks.answer()
    record = db.session.scalars(select(TaskRecord)).one()
    turn = desks.turns()[-1]
    assert (record.state, record.fields, record.agent_id) == ("done", {"name": "Carol Ray"}, turn.agent_id)
    assert (turn.record_id, record.key, record.agent_version) == (record.id, f"turn:{turn.id}", 1)
    assert [one.record_id for one in desks.turns()[:-1]] == [None]
    assert record.thread_id == thread.id


def test_a_turn_starts_one_task(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    desks.answer()
    turn, agent = desks.turns()[0], replace(desks.DESK, tasks=(KEPT,)).agent("Desk")
    thread = fresh(thread)
    first, second = (tasks.carry_out(thread, turn, agent, AGREED) for _ in range(2))
    assert first is not None
    assert first is second
    assert tasks.carry_out(thread, turn, agent, replace(AGREED, runs=False)) is None
    assert tasks.carry_out(thread, turn, agent, replace(AGREED, task="gone")) is None


def test_attributes_and_labels_are_set_by_the_agent(app: Flask) -> None:
    _, _, desk = desks.at_work(tasks=(KEPT,))
    name = desk.name
    for text in ("I need an appointment", "Carol Ray", "no"):
        thread = thread_of(they_write(text))
        desks.answer()
    record = db.session.scalars(select(TaskRecord)).one()
    actions.carry_out(record.id)
    contact = fresh(thread).contact
    assert [(row.name, row.value, row.source_name) for row in attributes.of(contact.id)] == [
        ("full name", "Carol Ray", name)
    ]
    assert [label.name for label in labels.of(contact.id)] == ["Visit"]
    assert db.session.scalar(select(func.count()).select_from(TaskRecord)) == 1
