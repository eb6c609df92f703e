"""A large batch on its pages: asking for approval, and the second person's decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.closing import close
from tests.views.batches.test_when import state, tomorrow, when
from tests.views.client import Browser, Page
from tests.views.conftest import make_user, signed_in
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.user import Role, User
from webapp.services import settings

Checked = Callable[..., Batch]


@pytest.fixture(autouse=True)
def rule(app: Flask) -> None:
    """More than one person takes a second admin; the list has two."""
    settings.put("approval_over", 1)
    db.session.commit()


@pytest.fixture
def noor(app: Flask) -> User:
    """Another admin."""
    return make_user("Noor Inayat", Role.ADMIN)


@pytest.fixture
def second(app: Flask, noor: User) -> Browser:
    """A browser in which Noor is signed in."""
    return signed_in(app, noor)


@pytest.fixture
def asked(admin: Browser, checked: Checked) -> Batch:
    """Ada asks to send it at once."""
    batch = checked()
    admin.submit(when(admin, batch), "/start")
    return batch


def actions(page: Page) -> list[str]:
    return [form.attrs["action"].rpartition("/")[2] for form in page.root.all("form")]


def post(browser: Browser, batch: Batch, verb: str, **data: object) -> Page:
    token = browser.get("/batches").value("csrf_token")
    return browser.post(f"/batches/{batch.id}/{verb}", {"csrf_token": token, **data})


def test_the_last_step_asks_for_approval(admin: Browser, checked: Checked, noor: User) -> None:
    batch = checked()
    page = when(admin, batch)
    assert "More than 1 person: another admin must approve it." in page.words
    assert "Ask for approval to send now" in page.words
    assert "Send to 2 people now" not in page.words
    shown = admin.submit(page, "/start")
    assert state(batch) == BatchState.PENDING
    assert "Waiting for approval" in shown.title
    assert "Nothing is sent until Noor Inayat approves it." in shown.words
    assert {"approve", "send-back"}.isdisjoint(actions(shown))
    assert "Waiting for approval" in admin.get("/batches").words
    assert "Waiting for approval" in admin.get("/").words


def test_a_small_batch_asks_nobody(admin: Browser, checked: Checked) -> None:
    settings.put("approval_over", 2)
    batch = checked()
    page = when(admin, batch)
    assert "Send to 2 people now" in page.words
    admin.submit(page, "/start")
    assert state(batch) == BatchState.RUNNING


def test_another_admin_sees_all_of_it_and_approves(admin: Browser, second: Browser, asked: Batch) -> None:
    assert "1 batch waits for your approval" in second.get("/").words
    assert "waits for your approval" not in admin.get("/").words
    assert "1 waiting for your approval" in second.get("/inbox").words
    assert "waiting for your approval" not in admin.get("/inbox").words
    page = second.get(f"/batches/{asked.id}")
    for shown in (
        "Ada Lovelace asks to send this to 2 people", "Hi Ada!", "They are our customers",
        "At once, when it is approved", "Left out: rows to fix 2", "Skipped: duplicate in the file 1",
    ):  # fmt: skip
        assert shown in page.words
    done = second.submit(page, "/approve")
    assert done.notices[0] == "Approved. It goes out exactly as you saw it."
    assert state(asked) == BatchState.RUNNING
    assert "Noor Inayat approved it" in done.words
    assert "Ada Lovelace asked for approval of it: 2 people" in done.words


def test_the_chosen_moment_is_kept(admin: Browser, second: Browser, checked: Checked) -> None:
    batch = checked()
    admin.submit(when(admin, batch), "/schedule", date=tomorrow(), time="15:30", zone="Asia/Tokyo")
    page = second.get(f"/batches/{batch.id}")
    assert "15:30 in Tokyo" in page.words
    done = second.submit(page, "/approve")
    assert state(batch) == BatchState.SCHEDULED
    assert "15:30 in Tokyo" in done.words
    again = admin.get(f"/batches/{batch.id}/when")
    assert again.value("time") == "15:30"
    assert "Ask for approval" in again.words
    admin.submit(again, "/schedule", time="16:00")
    assert state(batch) == BatchState.PENDING


@pytest.mark.parametrize("first", [None, timedelta(hours=3)])
def test_a_time_on_everybodys_own_clock_is_shown(
    second: Browser, asked: Batch, first: timedelta | None
) -> None:
    """The first of them may have it already: then the batch starts at once."""
    asked.local_at, asked.unknown_zone = "2030-11-26T10:00", "America/New_York"
    asked.scheduled_at = now() + first if first else None
    db.session.commit()
    page = second.get(f"/batches/{asked.id}")
    assert "When at 10:00 on Tue 26 Nov 2030 where they are" in page.words
    assert "Time zone, where a phone tells none New York" in page.words
    assert "At once" not in page.words and "people now" not in page.words


def test_who_approves_outside_their_hours_is_told_that_they_wait(
    second: Browser, asked: Batch, noor: User
) -> None:
    close(noor)
    page = second.get(f"/batches/{asked.id}")
    assert "2 people wait for their hours , the first until" in page.words
    assert "Approve, and send to 2 people once their hours begin" in page.words
    assert "within seconds" not in page.words


def test_sent_back_with_a_reason(admin: Browser, second: Browser, asked: Batch) -> None:
    page = second.get(f"/batches/{asked.id}")
    faulty = second.submit(page, "/send-back", reason=" ")
    assert (faulty.status, faulty.problems) == (422, ["Say what should be changed."])
    second.submit(faulty, "/send-back", reason="Say who we are")
    assert state(asked) == BatchState.DRAFT
    draft = admin.get(f"/batches/{asked.id}")
    assert draft.path.endswith("/check")
    assert "Noor Inayat sent it back just now : Say who we are" in draft.words
    for path, word in (("/", "1 batch was sent back to you"), ("/batches", "Sent back")):
        assert word in admin.get(path).words, "whose batch it is"
    assert "sent back to you" not in second.get("/").words
    admin.submit(when(admin, asked), "/start")
    assert state(asked) == BatchState.PENDING
    assert "sent back to you" not in admin.get("/").words and "Sent back" not in admin.get("/batches").words


def test_the_maker_does_not_approve_by_a_direct_post(admin: Browser, asked: Batch, noor: User) -> None:
    for verb in ("approve", "send-back"):
        refused = post(admin, asked, verb, revision=asked.revision, left_out=2, reason="x")
        assert refused.status == 403
        assert "Someone else must approve this: you made this batch" in refused.words
    assert state(asked) == BatchState.PENDING


def test_staff_do_not_approve_by_a_direct_post(staff: Browser, asked: Batch) -> None:
    assert {"approve", "send-back"}.isdisjoint(actions(staff.get(f"/batches/{asked.id}")))
    for verb in ("approve", "send-back"):
        refused = post(staff, asked, verb, revision=asked.revision, left_out=2, reason="x")
        assert refused.status == 403
        assert "Only admins can do this" in refused.words
    assert state(asked) == BatchState.PENDING


def test_no_other_way_starts_it(admin: Browser, asked: Batch) -> None:
    data = {"revision": asked.revision, "left_out": 2, "date": tomorrow(), "time": "10:00", "zone": "UTC"}
    for verb in ("start", "schedule", "resume", "retry", "message", "unschedule"):
        post(admin, asked, verb, message="Else", max_segments=1, name="x", **data)
        assert state(asked) == BatchState.PENDING
    assert asked.content.message == "Hi {{first_name}}!"


def test_what_was_not_seen_is_not_approved(admin: Browser, second: Browser, asked: Batch) -> None:
    page = second.get(f"/batches/{asked.id}")
    admin.submit(admin.get("/opt-outs/add"), "/opt-outs/add", phone="+1 202 555 1111", reason="by phone")
    refused = second.submit(page, "/approve")
    assert refused.status == 409
    assert "has changed since you looked at it" in refused.words
    assert state(asked) == BatchState.PENDING


def test_a_moment_that_passed_is_chosen_again(admin: Browser, second: Browser, asked: Batch) -> None:
    asked.scheduled_at = now() - timedelta(minutes=1)
    db.session.commit()
    page = second.get(f"/batches/{asked.id}")
    assert "The moment that was chosen has passed" in page.words
    assert "approve" not in actions(page)
    refused = post(second, asked, "approve", revision=asked.revision, left_out=2)
    assert (refused.status, "has passed" in refused.words) == (409, True)
    again = admin.submit(admin.get(f"/batches/{asked.id}"), "/take-back")
    assert again.path == f"/batches/{asked.id}/when"
    admin.submit(again, "/schedule", date=tomorrow())
    assert state(asked) == BatchState.PENDING


def test_it_says_when_nobody_can_approve(admin: Browser, asked: Batch) -> None:
    words = admin.get(f"/batches/{asked.id}").words
    assert "No one can approve it." in words and "Or take it back" not in words


def test_who_may_not_approve_because_they_asked_may_let_its_author_ask(
    second: Browser, asked: Batch, admin: Browser, noor: User
) -> None:
    post(admin, asked, "take-back")
    second.submit(when(second, asked), "/start")
    said = "Or take it back, and let Ada Lovelace, who made it, ask: Noor Inayat can approve it then."
    assert said in admin.get(f"/batches/{asked.id}").words


def test_with_one_admin_it_is_not_switched_on(admin: Browser, app: Flask) -> None:
    settings.put("approval_over", None)
    page = admin.get("/settings")
    assert "no one could approve" in page.words
    refused = admin.submit(page, "/settings", approval_over="100")
    assert refused.status == 422
    assert "There is only one admin in your team" in refused.problems[0]
    make_user("Noor Inayat", Role.ADMIN)
    assert admin.submit(refused, "/settings", approval_over="100").notices == ["The settings are saved."]
    assert settings.get("approval_over") == 100
    assert "no one could approve" not in admin.get("/settings").words
