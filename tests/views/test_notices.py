"""The bell counts, the page lists, and what is read is read."""

from __future__ import annotations

from tests import factories
from tests.views.client import Browser
from webapp.db import db
from webapp.models.notice import NoticeDelivery, Way
from webapp.models.source import Source, SourceKind
from webapp.models.user import User
from webapp.services.actions.notices import store

DRIP = Source(SourceKind.WORKFLOW, "Drip", 3)


def bell(browser: Browser) -> str:
    page = browser.get("/")
    return next(one.words() for one in page.root.all("a") if one.attrs.get("class") == "bell")


def test_it_is_counted_listed_and_read(staff: Browser, grace: User) -> None:
    assert "No notices" in staff.get("/notices").words
    thread = factories.thread("+12025550111")
    first = store.add("Carol waits", DRIP, thread_id=thread.id, run_id=7)
    store.add("For you", DRIP, grace.id)
    failed = NoticeDelivery(notice_id=first.id, way=Way.CHAT, state="failed", reason="No address of a chat.")
    db.session.add(failed)
    db.session.commit()
    assert "2" in bell(staff)
    page = staff.get("/notices")
    assert "Carol waits" in page.words
    assert "Chat: No address of a chat." in page.words
    links = [one.attrs["href"] for one in page.root.all("a")]
    assert f"/inbox/{thread.id}?view=all" in links
    assert "/workflows/3/runs/7" in links
    page = staff.submit(page, f"/notices/{first.id}/read")
    assert page.words.count("Mark as read") == 1
    assert "1" in bell(staff)
    page = staff.submit(page, "/notices/read")
    assert "All are marked as read." in page.words
    assert "unread" not in bell(staff)


def test_each_member_chooses_mail(staff: Browser, grace: User) -> None:
    page = staff.submit(staff.get("/profile"), "/profile/notices", by_mail="yes")
    assert "Saved." in page.words
    db.session.expire_all()
    assert grace.notices_by_mail
