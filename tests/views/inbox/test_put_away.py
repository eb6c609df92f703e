"""Closing, snoozing and reopening on the page of a conversation, beside a colleague."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.conversations import fresh, they_write
from tests.views.client import Browser, Page
from webapp.db import db, now
from webapp.models.thread import Thread, ThreadStatus
from webapp.models.user import User


def tagged(page: Page) -> str:
    """What the bar says of a conversation that is put away."""
    found = [p.words() for p in page.root.all("p") if p.attrs.get("class") == "put-away"]
    return found[0] if found else ""


def tab(page: Page) -> str:
    """The title of the browser's tab."""
    return page.root.all("title")[0].words()


def is_marked_as_read(page: Page) -> bool:
    return any(e.attrs.get("id", "").startswith("read-") for e in page.root.all("div"))


def test_it_is_closed_and_opened_again(staff: Browser, grace: User, thread: Thread) -> None:
    page = staff.submit(staff.get(f"/inbox/{thread.id}"), f"/inbox/{thread.id}/close")
    assert page.notices == ["The conversation is closed. It opens again when they write or call."]
    assert tagged(page) == "Closed until they write or call"
    assert f"{grace.name} closed the conversation." in page.words
    assert tab(page).startswith("+1 202-555-0111 · Inbox")
    assert "Closed" in staff.get("/inbox?view=all").words
    page = staff.submit(page, f"/inbox/{thread.id}/reopen")
    assert f"{grace.name} opened the conversation again." in page.words
    assert tagged(page) == "" and tab(page).startswith("(1) ")


def test_a_text_opens_it_and_the_page_says_so(staff: Browser, thread: Thread) -> None:
    staff.submit(staff.get(f"/inbox/{thread.id}"), f"/inbox/{thread.id}/close")
    they_write("One more thing.")
    assert "Open again: they wrote." in staff.get(f"/inbox/{thread.id}").words


def test_what_came_in_since_the_page_was_read_keeps_it_open(staff: Browser, thread: Thread) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    they_write("Wait, is Sunday possible?")
    for done in (
        staff.submit(page, f"/inbox/{thread.id}/close"),
        staff.submit(page, f"/inbox/{thread.id}/snooze", at=in_days(1)),
        staff.submit(page, f"/inbox/{thread.id}/answered"),
    ):
        assert done.notices == ["Something has happened here since you looked. Read that first."]
    assert (fresh(thread).status, fresh(thread).needs_reply) == (ThreadStatus.OPEN, True)


def in_days(days: int) -> str:
    return f"{now() + timedelta(days=days):%Y-%m-%dT%H:%M}"


def test_a_colleague_was_faster(staff: Browser, admin: Browser, thread: Thread) -> None:
    ours, theirs = staff.get(f"/inbox/{thread.id}"), admin.get(f"/inbox/{thread.id}")
    staff.submit(ours, f"/inbox/{thread.id}/close")
    done = admin.submit(theirs, f"/inbox/{thread.id}/close")
    assert done.notices == ["A colleague was faster: it is so already."]


def test_it_is_snoozed_until_a_time_that_is_chosen(staff: Browser, thread: Thread) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    done = staff.submit(page, f"/inbox/{thread.id}/snooze", at=in_days(2))
    assert tagged(done).startswith("Snoozed until ")
    assert fresh(thread).status == ThreadStatus.SNOOZED
    assert "No one waits for a reply." in staff.get("/inbox").words
    assert "in 2 days" in staff.get("/inbox?view=snoozed").words


@pytest.mark.parametrize(
    ("at", "said"), [("", "Choose until when."), ("2020-01-01T09:00", "Choose a time within the next year")]
)
def test_no_time_that_is_none(staff: Browser, thread: Thread, at: str, said: str) -> None:
    done = staff.submit(staff.get(f"/inbox/{thread.id}"), f"/inbox/{thread.id}/snooze", at=at)
    assert said in done.notices[0]
    assert fresh(thread).status == ThreadStatus.OPEN


def test_unread_stays_so_while_a_colleague_has_it_open(
    staff: Browser, admin: Browser, thread: Thread
) -> None:
    db.session.execute(update(Thread).values(unread=0))
    db.session.commit()
    page = staff.get(f"/inbox/{thread.id}")
    done = staff.submit(page, f"/inbox/{thread.id}/unread")
    assert (done.path, done.notices) == ("/inbox", ["The conversation is marked as unread."])
    assert fresh(thread).unread == 1
    [poll] = [e.attrs["hx-get"] for e in page.root.all("div") if e.attrs.get("id") == "messages"]
    assert not is_marked_as_read(admin.get(poll, htmx=True))
    they_write("Hello?")
    assert is_marked_as_read(admin.get(poll, htmx=True))
    assert is_marked_as_read(admin.get(f"/inbox/{thread.id}"))
