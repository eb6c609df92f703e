"""Carol, her thread, and tasks that are carried out in it."""

from __future__ import annotations

import itertools
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from jobs import actions as jobs
from tests.conversations import they_write, thread_of
from webapp.db import db, now
from webapp.models.contact import Contact
from webapp.models.source import Source, SourceKind
from webapp.models.task_record import ActionRun, TaskRecord
from webapp.models.thread import Thread
from webapp.services.actions import starting
from webapp.services.actions.registry import Planned
from webapp.services.actions.starting import TaskRun

DESK = Source(SourceKind.AGENT, "Reminder desk", 7)
ADA = Source(SourceKind.PERSON, "Ada", 1)
LIST = Source(SourceKind.LIST, "autumn.csv", 3)
_serial = itertools.count(1)


def carols_thread(app: Flask) -> Thread:
    """She has written to the front desk."""
    thread = thread_of(they_write("I would like to come on Monday"))
    thread.contact.name = "Carol Diaz"
    db.session.commit()
    return thread


def carol() -> Contact:
    return db.session.scalars(select(Contact)).one()


def begun(thread: Thread, *actions: tuple[str, dict[str, str]], **fields: str) -> int:
    """The id of a record of a task that has these actions, committed and not yet carried out."""
    planned = [Planned(kind, settings) for kind, settings in actions]
    task = TaskRun("book", "Book a visit", fields, planned, agent_id=7, agent_version=2)
    record = starting.start(thread, task, DESK, f"turn:{next(_serial)}")
    db.session.commit()
    return record.id


def carried_out(thread: Thread, *actions: tuple[str, dict[str, str]], **fields: str) -> TaskRecord:
    """As far as one job takes it."""
    record_id = begun(thread, *actions, **fields)
    jobs.carry_out(record_id)
    return again(record_id)


def again(record_id: int) -> TaskRecord:
    """As the database has it now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(TaskRecord, record_id)


def states(record: TaskRecord) -> list[str]:
    return [run.state for run in record.actions]


def make_due() -> None:
    """What is to be tried again later, or is leased, is due now."""
    waiting = update(ActionRun).where(ActionRun.next_try_at.is_not(None))
    db.session.execute(waiting.values(next_try_at=now()))
    db.session.commit()


def ask(url: str, **settings: Any) -> tuple[str, dict[str, str]]:
    """An action that asks another system."""
    return "http_request", {"url": url, **settings}
