"""What tasks did: on pages, as a file, and failed ones that are tried again."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, update

from jobs import actions
from tests import desks, factories
from tests.conversations import CAROL, they_write
from tests.views.client import Browser, take
from webapp.agents.definition import Field, FieldKind, TaskAction
from webapp.db import db
from webapp.models.agent import Agent
from webapp.models.event import Event
from webapp.models.source import Source, SourceKind
from webapp.models.task_record import ActionRun, RecordState, TaskRecord
from webapp.models.thread import Thread
from webapp.services.actions import starting
from webapp.services.actions.registry import Planned
from webapp.services.actions.starting import TaskRun

FIELDS = (Field("new_date", "New date", FieldKind.DATE), Field("time", "Time", FieldKind.TIME))
VISIT = desks.replace(desks.VISIT, fields=FIELDS, actions=(TaskAction("note", {"text": "Visit"}),))
VALUES = {"new_date": "2026-12-01", "time": "15:30"}
NOBODY = ("assign", {"member": "nobody@example.org"})


@pytest.fixture
def desk(app: Flask) -> Agent:
    return desks.at_work(tasks=(VISIT,))[2]


@pytest.fixture
def thread(desk: Agent) -> Thread:
    they_write("I need an appointment", CAROL)
    return db.session.scalars(select(Thread)).one()


def run(thread: Thread, desk: Agent, n: int = 1, action: tuple[str, dict[str, str]] = NOBODY) -> TaskRecord:
    """As far as one job takes it."""
    task = TaskRun("visit", "New appointment", VALUES, [Planned(*action)], agent_id=desk.id, agent_version=1)
    record = starting.start(thread, task, Source(SourceKind.AGENT, "Desk", desk.id), f"turn:{n}")
    db.session.commit()
    actions.carry_out(record.id)
    db.session.rollback()
    return db.session.get_one(TaskRecord, record.id, populate_existing=True)


def test_no_task_has_run(staff: Browser, desk: Agent) -> None:
    assert "No task has run yet" in staff.get(f"/agents/{desk.id}/records").words
    assert "What its tasks did" not in staff.get(f"/agents/{desk.id}").words


@pytest.mark.parametrize("at", ["", "/records"])
def test_a_record_says_whose_it_is_what_was_agreed_and_how_it_went(
    staff: Browser, desk: Agent, thread: Thread, at: str
) -> None:
    run(thread, desk, action=("note", {"text": "Visit"}))
    run(thread, desk, 2)
    page = staff.get(f"/agents/{desk.id}{at}")
    assert "New date: Tuesday, 1 December 2026 Time: 15:30" in page.words
    assert "failed No one of your team has the e-mail address “nobody@example.org”." in page.words
    assert f"/inbox/{thread.id}" in [one.attrs["href"] for one in page.root.all("a")]
    assert [one.attrs["action"] for one in page.root.all("form") if "/again" in one.attrs["action"]] == [
        f"/agents/{desk.id}/records/2/again"
    ]


def test_a_failed_task_is_tried_again(staff: Browser, desk: Agent, thread: Thread) -> None:
    record = run(thread, desk)
    member = factories.user("Nobody", email="nobody@example.org")
    page = staff.submit(staff.get(f"/agents/{desk.id}/records"), f"/records/{record.id}/again")
    assert page.notices[0] == "“New appointment” goes on."
    assert "running" in page.words
    actions.carry_out(record.id)
    db.session.rollback()
    assert (record.state, thread.assignee_id) == (RecordState.DONE, member.id)
    page = staff.post(f"/agents/{desk.id}/records/{record.id}/again", {"csrf_token": staff.token()})
    assert page.notices[0] == "This task goes on already, or is done."


def test_pages_by_key(staff: Browser, desk: Agent, thread: Thread) -> None:
    run(thread, desk)
    for n in range(2, 28):
        run(thread, desk, n, ("note", {"text": "x"}))
    page = staff.get(f"/agents/{desk.id}/records")
    [on] = [one for one in page.root.all("a") if one.words() == "Older"]
    assert on.attrs["href"].endswith("?before=3")
    older = staff.get(on.attrs["href"])
    assert len(older.root.all("tbody")[0].all("tr")) == 2
    assert "nobody@example.org" in older.words
    assert len(staff.get(f"/agents/{desk.id}").root.all("tbody")[0].all("tr")) == 5


def test_the_file_is_noted(staff: Browser, desk: Agent, thread: Thread) -> None:
    run(thread, desk)
    page = take(staff, f"/agents/{desk.id}/records.csv")
    assert page.headers["Content-Disposition"] == f'attachment; filename="agent-{desk.id}-tasks.csv"'
    assert b"2026-12-01,15:30" in page.response.data
    [event] = db.session.scalars(select(Event).where(Event.kind == "agent.tasks_exported"))
    assert event.data["name"] == "Desk"


def test_what_does_not_exist_is_not_found(staff: Browser, desk: Agent) -> None:
    assert staff.get("/agents/99/records").status == 404
    token = {"csrf_token": staff.token()}
    assert staff.post("/agents/99/records.csv", token).status == 404
    page = staff.post(f"/agents/{desk.id}/records/99/again", token)
    assert page.notices == ["This task is not there any more."]


def test_a_task_of_another_agent_is_not_tried_again(staff: Browser, desk: Agent, thread: Thread) -> None:
    record = run(thread, desk)
    page = staff.post(f"/agents/{desk.id + 1}/records/{record.id}/again", {"csrf_token": staff.token()})
    assert page.notices == ["This task is not there any more."]


def test_what_is_tried_again_by_itself_says_why(staff: Browser, desk: Agent, thread: Thread) -> None:
    record = run(thread, desk)
    starting.try_again(record.id, 1)
    db.session.execute(update(ActionRun).values(error="The server did not answer."))
    page = staff.get(f"/agents/{desk.id}/records")
    assert "running The server did not answer." in page.words
