"""What tasks did, in the conversation in which they ran."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import actions
from tests import desks, factories
from tests.conversations import fresh, they_write, thread_of
from tests.services.actions.people import begun
from tests.views.client import Browser, Page
from tests.views.inbox.test_thread import live
from webapp.db import db
from webapp.models.task_record import RecordState, TaskRecord
from webapp.models.thread import Thread

VALUES = {"new_date": "2026-12-01", "time": "15:30"}
TO_NOBODY = ("assign", {"member": "nobody@example.org"})


@pytest.fixture
def thread(app: Flask) -> Thread:
    factories.number()
    return thread_of(they_write("I need an appointment"))


def lines(page: Page) -> list[str]:
    """What stands of tasks in the conversation."""
    found = [one for one in page.root.all("li") if "event-task" in one.attrs.get("class", "").split()]
    return [one.all("span")[0].words() for one in found]


def test_a_task_is_a_line_with_its_values_and_how_it_went(staff: Browser, thread: Thread) -> None:
    record_id = begun(thread, TO_NOBODY, **VALUES)
    page = staff.get(f"/inbox/{thread.id}")
    assert lines(page) == ["Book a visit: Tuesday, 1 December 2026 · 15:30 — under way"]
    assert staff.get(live(page), htmx=True).status == 204
    actions.carry_out(record_id)
    failed = staff.get(live(page), htmx=True)
    assert lines(failed) == [
        "Book a visit: Tuesday, 1 December 2026 · 15:30 — failed: "
        "No one of your team has the e-mail address “nobody@example.org”."
    ]


def test_staff_have_a_failed_task_go_on(staff: Browser, thread: Thread) -> None:
    record_id = begun(thread, TO_NOBODY)
    actions.carry_out(record_id)
    nobody = factories.user("Nobody", email="nobody@example.org")
    page = staff.submit(staff.get(f"/inbox/{thread.id}"), f"/tasks/{record_id}/again")
    assert "“Book a visit” goes on." in page.notices
    actions.carry_out(record_id)
    page = staff.get(f"/inbox/{thread.id}")
    assert lines(page) == ["Book a visit — done"]
    assert fresh(thread).assignee_id == nobody.id
    assert not [one for one in page.root.all("form") if one.attrs["action"].endswith("/again")]
    page = staff.post(f"/inbox/{thread.id}/tasks/{record_id}/again", {"csrf_token": staff.token()})
    assert "This task goes on already, or is done." in page.notices


def test_older_records_stand_with_the_older_messages(staff: Browser, thread: Thread) -> None:
    actions.carry_out(begun(thread, ("note", {"text": "first"})))
    for n in range(60):
        they_write(f"And {n}")
    actions.carry_out(begun(thread, ("note", {"text": "second"}), day="2026-12-02"))
    page = staff.get(f"/inbox/{thread.id}")
    assert lines(page) == ["Book a visit: Wednesday, 2 December 2026 — done"]
    [earlier] = [one.attrs["href"] for one in page.root.all("a") if "before=" in one.attrs.get("href", "")]
    assert lines(staff.get(earlier, htmx=True)) == ["Book a visit — done"]


def test_a_task_that_an_agent_ran(staff: Browser, app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("I need an appointment"))
    desks.answer()
    they_write("Carol Ray")
    desks.answer()
    assert db.session.scalars(select(TaskRecord.state)).all() == [RecordState.DONE]
    assert lines(staff.get(f"/inbox/{thread.id}")) == ["Appointment: Carol Ray — done"]
