"""What tasks have done, a page at a time, and as a table without formulas."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import select

from tests import desks, factories
from tests.conversations import CAROL, DAVE
from webapp.agents.base import Ran
from webapp.agents.definition import Field
from webapp.db import db
from webapp.errors import NotFound
from webapp.models.agent import Agent
from webapp.models.source import Source, SourceKind
from webapp.models.task_record import RecordState, TaskRecord
from webapp.models.thread import Thread
from webapp.services.actions import starting
from webapp.services.actions.starting import TaskRun
from webapp.services.agents import records


def record(thread: Thread, agent: Agent, n: int, **fields: str) -> int:
    run = TaskRun("visit", "Appointment", fields, agent_id=agent.id, agent_version=1)
    return starting.start(thread, run, Source(SourceKind.AGENT, agent.name, agent.id), f"turn:{n}").id


@pytest.fixture
def desk(app: Flask) -> Agent:
    """Two threads, five records."""
    ada, number = factories.user(), factories.number()
    fields = (Field("name", "Name"), Field("day", "Day", required=False))
    made = desks.agent(ada, tasks=(desks.replace(desks.VISIT, fields=fields),))
    for n, phone in enumerate([CAROL, DAVE, CAROL, CAROL, DAVE]):
        record(factories.thread(phone, number.id), made, n, name=f"=SUM({n})", day="", gone="x" if n else "")
    db.session.commit()
    return made


def test_pages_of_an_agent_by_key(desk: Agent) -> None:
    first = records.of_agent(desk.id, size=2)
    assert [one.fields["name"] for one in first.rows] == ["=SUM(4)", "=SUM(3)"]
    second = records.of_agent(desk.id, first.next, size=2)
    last = records.of_agent(desk.id, second.next, size=2)
    assert ([one.id for one in last.rows], last.next) == ([1], None)
    assert records.of_agent(99).rows == []


def test_a_table_has_every_record_and_no_formula(desk: Agent) -> None:
    rows = list(csv.DictReader(io.StringIO("".join(records.csv(desk.id)))))
    assert [row["record"] for row in rows] == ["5", "4", "3", "2", "1"]
    assert rows[0]["Name"] == "'=SUM(4)"
    assert (rows[0]["Day"], rows[0]["other fields"], rows[4]["other fields"]) == ("", "gone: x", "")
    assert (rows[0]["task"], rows[0]["state"], rows[0]["phone"]) == ("Appointment", "done", DAVE)
    assert rows[0]["ended"] >= rows[0]["started"] > "2026"


def test_of_an_agent_that_does_not_exist(app: Flask) -> None:
    with pytest.raises(NotFound):
        next(records.csv(99))


def test_what_ran_in_a_thread_without_what_failed(desk: Agent) -> None:
    thread, other = db.session.scalars(select(Thread).order_by(Thread.id)).all()
    failed = db.session.get_one(TaskRecord, 4)
    failed.state = RecordState.FAILED
    assert records.ran_in([thread.id, other.id]) == {
        thread.id: [Ran("Appointment", ("=SUM(0)",)), Ran("Appointment", ("=SUM(2)", "x"))],
        other.id: [Ran("Appointment", ("=SUM(1)", "x")), Ran("Appointment", ("=SUM(4)", "x"))],
    }
