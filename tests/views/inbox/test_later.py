"""Sending later from the composer, and what can be done with a text that waits."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from tests import closing, factories
from tests.conversations import CAROL, they_write
from tests.later_texts import its_time_comes, later
from tests.views.client import Browser, Page
from tests.views.inbox.test_composer import composer, sent
from tests.views.inbox.test_thread import live
from webapp.db import db, now
from webapp.models.contact import Contact
from webapp.models.scheduled_text import ScheduledText
from webapp.models.thread import Thread
from webapp.models.user import User

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture(autouse=True)
def in_tokyo(thread: Thread, ada: User) -> None:
    """Carol is, and can be reached at any hour."""
    closing.keep_hours(ada)
    db.session.execute(update(Contact).values(timezone="Asia/Tokyo"))
    db.session.commit()


def choosing(browser: Browser, thread: Thread, text: str = "See you.", htmx: bool = False) -> Page:
    page = browser.get(f"/inbox/{thread.id}")
    fields = {"text": text, "key": page.value("key") or "", "csrf_token": page.value("csrf_token") or ""}
    return browser.post(f"/inbox/{thread.id}/later/when", fields, htmx=htmx)


def kept() -> ScheduledText:
    db.session.rollback()
    return db.session.scalars(select(ScheduledText)).one()


def card(page: Page) -> str:
    """What stands in the conversation about texts for later."""
    return next(
        (e.words() for e in page.root.all("section") if e.attrs.get("aria-labelledby") == "to-come"), ""
    )


@pytest.mark.parametrize("htmx", [False, True])
def test_a_text_is_put_off_to_their_morning(staff: Browser, grace: User, thread: Thread, htmx: bool) -> None:
    page = choosing(staff, thread, htmx=htmx)
    assert (
        "Times are theirs, in Tokyo." in composer(page) and (page.value("text") or "").strip() == "See you."
    )
    morning = next(e for e in page.root.all("label") if e.words().startswith("Tomorrow morning"))
    answer = staff.submit(
        page, f"/inbox/{thread.id}/later", later_when=morning.all("input")[0].attrs["value"], htmx=htmx
    )
    assert answer.status == 200 and (answer.value("text") or "").strip() == ""
    local = kept().send_at.astimezone(TOKYO)
    assert (local.hour, local.minute) == (9, 0) and local.date() > now().astimezone(TOKYO).date()
    assert (kept().text, kept().user_id, kept().cancel_on_reply, sent()) == ("See you.", grace.id, True, [])
    said = card(staff.get(f"/inbox/{thread.id}"))
    assert "See you." in said and ", by you" in said and "09:00 for them" in said
    assert "Canceled if they write first." in said


def test_a_time_is_typed_on_their_clock(staff: Browser, thread: Thread) -> None:
    page = choosing(staff, thread)
    at = f"{now() + timedelta(days=3):%Y-%m-%d}T07:45"
    page = staff.submit(page, f"/inbox/{thread.id}/later", cancel_on_reply=[], later_when="own", later_at=at)
    assert page.notices[0].startswith("It is to be sent on ") and "7:45 their time" in page.notices[0]
    assert f"{kept().send_at.astimezone(TOKYO):%Y-%m-%dT%H:%M}" == at and not kept().cancel_on_reply
    assert "Sent even if they write first." in card(page)
    they_write("Hello?")
    assert "They have written since." in card(staff.get(f"/inbox/{thread.id}"))


@pytest.mark.parametrize("htmx", [False, True])
def test_a_fault_is_said_and_all_that_was_typed_stays(staff: Browser, thread: Thread, htmx: bool) -> None:
    page = choosing(staff, thread)
    refused = staff.submit(
        page, f"/inbox/{thread.id}/later", later_when="own", later_at="2020-01-01T10:00", htmx=htmx
    )
    assert refused.status == 422
    assert "Choose a time within the next year that is not over yet." in composer(refused)
    assert ((refused.value("text") or "").strip(), refused.value("later_at")) == (
        "See you.",
        "2020-01-01T10:00",
    )
    they_write("STOP")
    refused = staff.submit(refused, f"/inbox/{thread.id}/later", later_when="own", htmx=htmx)
    assert "See you." in composer(refused) and db.session.scalars(select(ScheduledText)).all() == []


def test_one_may_think_better_of_it(staff: Browser, thread: Thread) -> None:
    page = choosing(staff, thread)
    fields = {"text": "Now.", "back": "1", "csrf_token": page.value("csrf_token") or ""}
    back = staff.post(f"/inbox/{thread.id}/later/when", fields, htmx=True)
    assert "Schedule" not in composer(back) and (back.value("text") or "").strip() == "Now."


def test_it_is_changed_and_a_colleague_s_change_is_not_overwritten_unseen(
    staff: Browser, admin: Browser, thread: Thread, grace: User
) -> None:
    row = later(thread, grace.id)
    path = f"/inbox/{thread.id}/later/{row.id}"
    page, other = staff.get(path), admin.get(path)
    at = f"{now() + timedelta(days=2):%Y-%m-%d}T10:30"
    done = staff.submit(page, path, text="At half past ten.", later_at=at)
    assert done.notices[0].startswith("Changed.") and "At half past ten." in card(done)
    refused = admin.submit(other, path, text="At eleven.")
    assert (refused.status, refused.value("text")) == (422, "\nAt eleven.") or refused.status == 422
    assert "Someone has changed it meanwhile." in refused.problems[0] and "At half past ten." in refused.words
    assert admin.submit(refused, path).status == 200
    assert kept().text == "At eleven."


def test_it_is_canceled_or_sent_now_once(staff: Browser, thread: Thread, grace: User) -> None:
    first, second = later(thread, grace.id), later(thread, grace.id, "And your card.")
    page = staff.get(f"/inbox/{thread.id}")
    done = staff.submit(page, f"/later/{first.id}/cancel")
    assert done.notices == ["It is canceled, and will not be sent."]
    assert "Grace Hopper canceled Grace Hopper’s text for later." in done.words
    assert staff.submit(page, f"/later/{second.id}/now").notices == ["It is being sent."]
    assert sent() == ["And your card."]
    for act in ("now", "cancel"):
        again = staff.submit(page, f"/later/{second.id}/{act}")
        assert again.notices == ["It does not wait any more: it has been sent or canceled."]
    assert staff.get(f"/inbox/{thread.id}/later/{second.id}").status == 409
    assert sent() == ["And your card."]


def test_no_one_sends_or_cancels_what_they_have_not_read(
    staff: Browser, admin: Browser, thread: Thread, grace: User
) -> None:
    row = later(thread, grace.id)
    page = staff.get(f"/inbox/{thread.id}")
    path = f"/inbox/{thread.id}/later/{row.id}"
    admin.submit(admin.get(path), path, text="We close for good.")
    for act in ("now", "cancel"):
        refused = staff.submit(page, f"/later/{row.id}/{act}")
        assert refused.notices == ["Someone has changed it meanwhile. Read it again first."]
        assert "We close for good." in card(refused)
    assert sent() == [] and kept().state == "waiting"
    staff.submit(staff.get(f"/inbox/{thread.id}"), f"/later/{row.id}/now")
    assert sent() == ["We close for good."]


def test_choosing_a_time_is_not_reading_what_a_colleague_wrote(
    staff: Browser, admin: Browser, thread: Thread
) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    admin.submit(admin.get(f"/inbox/{thread.id}"), f"/inbox/{thread.id}", text="We are closed.")
    fields = {name: page.value(name) or "" for name in ("key", "seen", "csrf_token")} | {"text": "Come in."}
    page = staff.post(f"/inbox/{thread.id}/later/when", fields, htmx=True)
    asked = {"later_when": page.value("later_when") or "", "htmx": True}
    refused = staff.submit(page, f"/inbox/{thread.id}/later", **asked)
    assert "has answered meanwhile" in refused.words
    assert staff.submit(refused, f"/inbox/{thread.id}/later", **asked).status == 200
    assert kept().text == "Come in."


def test_pages_that_are_open_hear_of_it(staff: Browser, thread: Thread, grace: User) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    assert staff.get(live(page), htmx=True).status == 204
    later(thread, grace.id)
    page = staff.get(live(page), htmx=True)
    assert "To be sent on" in card(page)
    they_write("STOP")
    page = staff.get(live(page), htmx=True)
    assert card(page) == "" and "They wrote first." in page.words


def test_its_author_is_told_what_stood_in_the_way(staff: Browser, thread: Thread, grace: User) -> None:
    later(thread, grace.id, cancel_on_reply=False)
    factories.sms_of(thread.number).active = False
    page = staff.get(f"/inbox/{thread.id}")
    assert "As things are it will not be sent. SMS is switched off for Front desk." in card(page)
    its_time_comes()
    assert "was not sent: SMS is switched off for Front desk." in staff.get("/notices").words
    assert sent() == [] and CAROL
