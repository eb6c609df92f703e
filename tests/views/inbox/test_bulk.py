"""Many conversations at once, on the list of the inbox."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.conversations import DAVE, fresh, they_write, thread_of
from tests.views.client import Browser, Page
from tests.views.inbox.test_list import listed
from webapp.db import db, now
from webapp.models.label import ContactLabel
from webapp.models.thread import Thread, ThreadStatus
from webapp.models.user import User


@pytest.fixture
def dave(thread: Thread) -> Thread:
    """He has asked something after Carol."""
    return thread_of(they_write("And on Monday?", DAVE))


def boxes(page: Page) -> list[str]:
    """What the ticks of the list say, in its order."""
    return [e.attrs["value"] for e in page.root.all("input") if e.attrs.get("name") == "thread"]


def act(browser: Browser, page: Page, name: str, **typed: Any) -> Page:
    """Press one of the buttons. A tick belongs to the form, and stands in the list."""
    form = next(e for e in page.root.all("form") if e.attrs.get("id") == "bulk")
    hidden = {e.attrs["name"]: e.attrs["value"] for e in form.all("input") if e.attrs["type"] == "hidden"}
    return browser.post("/inbox", {**hidden, "act": name, **typed})


def choosing(browser: Browser, view: str = "") -> Page:
    return browser.get("/inbox", query_string={"select": "1"} | ({"view": view} if view else {}))


def test_only_who_chooses_sees_the_boxes(staff: Browser, thread: Thread) -> None:
    assert boxes(staff.get("/inbox")) == []
    page = choosing(staff)
    assert len(boxes(page)) == 1 and "All 1 in “Needs reply”" in page.words


def test_those_that_are_ticked_are_closed(staff: Browser, thread: Thread, dave: Thread) -> None:
    page = choosing(staff)
    done = act(staff, page, "close", thread=boxes(page)[:1])
    assert (done.path, done.notices) == ("/inbox", ["1 conversation is closed."])
    assert [fresh(one).status for one in (thread, dave)] == [ThreadStatus.OPEN, ThreadStatus.CLOSED]
    assert len(listed(done)) == 1


def test_all_of_a_view_but_for_what_came_in_meanwhile(staff: Browser, thread: Thread, dave: Thread) -> None:
    late = now() - timedelta(minutes=1)
    db.session.execute(update(Thread).values(last_inbound_at=late, created_at=late))
    page = choosing(staff)
    they_write("Hello?", DAVE)
    done = act(staff, page, "answered", everything="1")
    assert done.notices == [
        "1 conversation is marked as needing no reply. "
        "1 was left alone, because something has happened there meanwhile."
    ]
    assert [fresh(one).needs_reply for one in (thread, dave)] == [False, True]


@pytest.mark.parametrize(("name", "typed"), [("assign", {"assignee": ""}), ("label", {"label": "Regular"})])
def test_what_came_in_meanwhile_is_neither_assigned_nor_labeled(
    staff: Browser, grace: User, thread: Thread, dave: Thread, name: str, typed: dict[str, str]
) -> None:
    """Ten minutes later, “All 2 in Needs reply” are still those two."""
    late = now() - timedelta(minutes=1)
    db.session.execute(update(Thread).values(last_inbound_at=late, created_at=late, assignee_id=grace.id))
    page = choosing(staff)
    eve = thread_of(they_write("Hello, I am new here", "+12025550199"))
    db.session.execute(update(Thread).where(Thread.id == eve.id).values(assignee_id=grace.id))
    done = act(staff, page, name, everything="1", **typed)
    assert done.notices[0].endswith("1 was left alone, because something has happened there meanwhile.")
    labeled = select(Thread.id).join(ContactLabel, ContactLabel.contact_id == Thread.contact_id)
    changed = select(Thread.id).where(Thread.assignee_id.is_(None)) if name == "assign" else labeled
    assert set(db.session.scalars(changed)) == {thread.id, dave.id}


def test_each_act(staff: Browser, grace: User, thread: Thread, dave: Thread) -> None:
    tomorrow = f"{now() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    for name, typed, said in (
        ("read", {}, "2 conversations are marked as read."),
        ("assign", {"assignee": str(grace.id)}, f"2 conversations are assigned to {grace.name}."),
        ("assign", {"assignee": ""}, "2 conversations are assigned to no one."),
        ("label", {"label": "Regular"}, "2 contacts are labeled."),
        ("snooze", {"offer": tomorrow, "at": ""}, "2 conversations are snoozed until"),
        ("reopen", {}, "2 conversations are open again."),
    ):
        page = choosing(staff, "all")
        assert act(staff, page, name, thread=boxes(page), **typed).notices[0].startswith(said)
    assert db.session.scalars(select(ContactLabel.name)).all() == ["Regular", "Regular"]
    assert {one.unread for one in db.session.scalars(select(Thread))} == {0}


@pytest.mark.parametrize(
    ("name", "ticks", "typed", "said"),
    [
        ("close", False, {}, "Choose conversations first."),
        ("", True, {}, "Choose what to do with them."),
        ("label", True, {"label": " "}, "Write the label."),
        ("snooze", True, {"at": "2020-01-01T09:00"}, "Choose a time within the next year"),
        ("assign", True, {"assignee": "999"}, "This person does not exist."),
    ],
)
def test_what_cannot_be_done_leaves_the_choice(
    staff: Browser, thread: Thread, name: str, ticks: bool, typed: dict[str, str], said: str
) -> None:
    page = choosing(staff)
    done = act(staff, page, name, thread=boxes(page) if ticks else [], **typed)
    if done.status == 404:
        assert name == "assign"
        return
    assert done.status == 422 and done.problems[0].startswith(said)
    kept = [e for e in done.root.all("input") if e.attrs.get("name") == "thread" and "checked" in e.attrs]
    assert len(kept) == ticks


@pytest.mark.parametrize("tick", ["9" * 5000, "²", "٣", ""])
def test_a_tick_that_is_no_conversation_is_left_out(staff: Browser, thread: Thread, tick: str) -> None:
    """Python refuses to read a whole number of more than 4,300 digits."""
    done = act(staff, choosing(staff), "", thread=[tick])
    assert (done.status, done.problems[0]) == (422, "Choose what to do with them.")


@pytest.mark.parametrize("act_name", ["close", "assign", "label", "read"])
def test_a_conversation_with_an_id_beyond_any_is_left_alone(
    staff: Browser, grace: User, thread: Thread, act_name: str
) -> None:
    typed = {"label": "Regular", "assignee": str(grace.id)}
    done = act(staff, choosing(staff), act_name, thread=["9" * 17 + "-1"], **typed)
    assert done.notices[0].startswith("0 conversations are ") or done.notices[0].startswith("0 contacts are ")
