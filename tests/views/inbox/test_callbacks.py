"""Callbacks in a conversation, in the list of the inbox, and on the home page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests import factories
from tests.conversations import they_write, thread_of
from tests.views.client import Browser, Page
from tests.views.inbox.test_list import tabs
from tests.views.inbox.test_thread import live
from webapp.db import db, now
from webapp.models.callback import Callback
from webapp.models.source import Source, SourceKind
from webapp.models.thread import Thread
from webapp.services.threads import callbacks

DESK = Source(SourceKind.AGENT, "Desk", 7)


@pytest.fixture
def thread(app: Flask) -> Thread:
    factories.number()
    return thread_of(they_write("Please call me"))


def promised(thread: Thread, hours: int, text: str = "The roof") -> Callback:
    made = callbacks.add(thread, now() + timedelta(hours=hours), text, DESK)
    db.session.commit()
    return made


def to_do(page: Page) -> list[str]:
    return [e.words() for e in page.root.all("li") if "to-do" in e.attrs.get("class", "").split()]


def test_one_that_is_due_is_done_with_one_click(staff: Browser, thread: Thread) -> None:
    made = promised(thread, -2)
    page = staff.get(f"/inbox/{thread.id}?view=call_back")
    [shown] = to_do(page)
    assert shown.startswith("Overdue Call back") and "for them" in shown and "promised by Desk" in shown
    assert "Call back 1" in tabs(page) and "Call overdue" in page.words
    assert "1 callback is due" in staff.get("/").words
    page = staff.submit(page, f"/callbacks/{made.id}/done?view=call_back")
    assert (page.notices, to_do(page)) == (["The callback is done."], [])
    assert "Grace Hopper called back: The roof." in page.words
    assert "is due" not in staff.get("/").words
    again = staff.post(f"/inbox/{thread.id}/callbacks/{made.id}/done", {"csrf_token": staff.token()})
    assert again.status == 409


def test_one_is_moved_and_canceled(staff: Browser, thread: Thread) -> None:
    made = promised(thread, 1)
    page = staff.get(f"/inbox/{thread.id}")
    later = f"{now() + timedelta(days=3):%Y-%m-%dT%H:%M}"
    page = staff.submit(page, f"/callbacks/{made.id}/move", at=later)
    assert page.notices == ["The callback is moved."]
    db.session.refresh(made)
    assert f"{made.due_at:%Y-%m-%dT%H:%M}" == later
    refused = staff.submit(page, f"/callbacks/{made.id}/move", at="2020-01-01T10:00")
    assert refused.status == 422 and len(to_do(refused)) == 1
    page = staff.submit(page, f"/callbacks/{made.id}/cancel")
    assert "Grace Hopper canceled the callback: The roof." in page.words


def test_staff_note_one_by_hand(staff: Browser, thread: Thread) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    page = staff.submit(page, "/callbacks", about="The price")
    assert page.notices == ["It is noted that someone calls back."]
    assert "The price · promised by Grace Hopper" in to_do(page)[0]
    refused = staff.submit(page, "/callbacks", at="soon", about="Their roof")
    assert (refused.status, refused.value("about")) == (422, "Their roof")
    assert refused.problems == ["Choose the day and the time of the call."]


def test_pages_that_are_open_hear_of_it(staff: Browser, thread: Thread) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    assert staff.get(live(page), htmx=True).status == 204
    promised(thread, 1)
    changed = staff.get(live(page), htmx=True)
    desk = staff.get(f"/inbox/{thread.id}/desk", htmx=True)
    revisions = {
        e.attrs["data-revision"]
        for page in (changed, desk)
        for e in (*page.root.all("div"), *page.root.all("section"))
        if "data-revision" in e.attrs
    }
    assert len(to_do(desk)) == 1 and len(revisions) == 1
    assert staff.get(f"/inbox/{thread.id}/desk").path == f"/inbox/{thread.id}"


def test_the_list_says_what_it_is_for_while_it_is_empty(staff: Browser, thread: Thread) -> None:
    assert "No one is to be called back." in staff.get("/inbox?view=call_back").words
