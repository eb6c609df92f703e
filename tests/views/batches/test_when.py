"""Step 4: now or later, with the count and the time on the button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.closing import MORNING, close, keep_hours
from tests.services.batches.test_timing import next_change
from tests.views.client import Browser, Page
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.user import User

Checked = Callable[..., Batch]


def when(browser: Browser, batch: Batch) -> Page:
    """The last step, after the decision to leave two rows out."""
    page = browser.get(f"/batches/{batch.id}/check")
    return browser.submit(page, "/check", choice="2")


def tomorrow() -> str:
    return f"{now() + timedelta(days=1):%Y-%m-%d}"


def state(batch: Batch) -> BatchState:
    db.session.refresh(batch)
    return batch.state


def test_the_buttons_carry_the_count(admin: Browser, checked: Checked) -> None:
    page = when(admin, checked())
    assert "Send to 2 people now" in page.words
    assert "Schedule for 2 people" in page.words
    assert "3 rows are left out." in page.words


def test_the_last_page_shows_the_message_and_who_is_left_out(admin: Browser, checked: Checked) -> None:
    page = when(admin, checked())
    assert "To Ada · +1 202-555-1111 Hi Ada!" in page.words
    assert "Left out To fix 2 Duplicate in the file 1" in page.words


def test_sending_now_starts_it(admin: Browser, checked: Checked) -> None:
    batch = checked()
    page = admin.submit(when(admin, batch), "/start")
    assert page.path == f"/batches/{batch.id}"
    assert state(batch) == BatchState.RUNNING
    assert "You can close this page" in page.words


def test_while_everyone_waits_for_their_hours_the_button_does_not_say_now(
    admin: Browser, ada: User, checked: Checked
) -> None:
    close(ada)
    page = when(admin, checked())
    assert "Send to 2 people once their hours begin" in page.words
    assert "people now" not in page.words


def test_a_time_on_their_own_clocks(admin: Browser, checked: Checked) -> None:
    batch = checked()
    batch.whereabouts = [[["America/New_York"], ["everywhere"], 1], [["Europe/Berlin"], ["everywhere"], 1]]
    db.session.commit()
    page = when(admin, batch)
    for day, sentence in (
        ("2000-01-01", "That moment has passed"),
        ("9999-12-31", "is too far away"),
        ("", "Choose"),
    ):
        refused = admin.submit(page, "/schedule-locally", local_date=day, local_time="23:59")
        assert refused.status == 422
        assert sentence in refused.words
    done = admin.submit(page, "/schedule-locally", local_date=tomorrow(), local_time="10:00")
    assert state(batch) == BatchState.SCHEDULED
    assert "10:00 on" in done.words and "where they are" in done.words
    berlin = datetime.fromisoformat(f"{tomorrow()}T10:00").replace(tzinfo=ZoneInfo("Europe/Berlin"))
    assert batch.scheduled_at == berlin


def test_sending_twice_shows_how_it_goes(admin: Browser, checked: Checked) -> None:
    batch = checked()
    page = when(admin, batch)
    admin.submit(page, "/start")
    again = admin.submit(page, "/start")
    assert (again.status, again.path) == (200, f"/batches/{batch.id}")
    assert again.notices[0].startswith("Nothing was changed: this batch is ")


def test_what_changed_meanwhile_is_not_sent(admin: Browser, checked: Checked) -> None:
    batch = checked()
    page = when(admin, batch)
    admin.submit(admin.get(f"/batches/{batch.id}/message"), f"/{batch.id}/message", message="Else {{city}}")
    refused = admin.submit(page, "/start")
    assert refused.status == 409
    assert "has changed since you looked at it" in refused.words
    assert state(batch) == BatchState.DRAFT


def test_the_zone_of_the_person_is_chosen_and_a_schedule_is_kept(
    admin: Browser, ada: User, checked: Checked
) -> None:
    ada.timezone = "Asia/Tokyo"
    batch = checked()
    page = when(admin, batch)
    assert page.value("zone") == "Asia/Tokyo"
    assert page.value("time") == "10:00"
    done = admin.submit(page, "/schedule", date=tomorrow(), time="15:30")
    assert state(batch) == BatchState.SCHEDULED
    assert "15:30 in Tokyo" in done.words
    assert batch.scheduled_at is not None
    assert f"{batch.scheduled_at:%H:%M}" == "06:30"


@pytest.mark.parametrize(("time", "waits"), [("06:00", True), ("08:30", False)])
@pytest.mark.parametrize("locally", [False, True])
def test_a_schedule_says_who_will_wait_for_their_hours(
    admin: Browser, ada: User, checked: Checked, time: str, waits: bool, locally: bool
) -> None:
    keep_hours(ada, MORNING)
    page = when(admin, checked())
    if locally:
        done = admin.submit(page, "/schedule-locally", local_date=tomorrow(), local_time=time)
    else:
        done = admin.submit(page, "/schedule", date=tomorrow(), time=time, zone="New York")
    assert "It starts" in done.words
    assert ("2 people wait for their hours then , the first until 8:00" in done.words) == waits


def test_a_moment_that_has_passed_comes_back_with_what_was_typed(admin: Browser, checked: Checked) -> None:
    batch = checked()
    page = admin.submit(when(admin, batch), "/schedule", date="2020-01-01", time="09:15")
    assert page.status == 422
    assert page.problems[0].startswith("That moment has passed: it is")
    assert (page.value("date"), page.value("time")) == ("2020-01-01", "09:15")
    assert state(batch) == BatchState.DRAFT


def test_an_hour_that_comes_twice_is_a_question(admin: Browser, checked: Checked) -> None:
    batch = checked()
    day = f"{next_change(winter_to_summer=False):%Y-%m-%d}"
    asked = admin.submit(when(admin, batch), "/schedule", date=day, time="02:30", zone="Europe/Berlin")
    assert "comes twice" in asked.problems[0]
    picks = [e.attrs["value"] for e in asked.root.all("input") if e.attrs.get("name") == "pick"]
    assert "02:30 CEST (00:30 UTC)" in asked.words
    assert "02:30 CET (01:30 UTC)" in asked.words
    admin.submit(asked, "/schedule", pick=picks[1])
    assert state(batch) == BatchState.SCHEDULED
    assert batch.scheduled_at is not None
    assert batch.scheduled_at.isoformat() == picks[1]


def test_a_schedule_is_changed_or_canceled(admin: Browser, checked: Checked) -> None:
    batch = checked()
    shown = admin.submit(when(admin, batch), "/schedule", date=tomorrow(), time="10:00")
    again = admin.get(f"/batches/{batch.id}/when")
    assert again.value("date") == tomorrow()
    admin.submit(again, "/schedule", time="11:45")
    db.session.refresh(batch)
    assert batch.scheduled_at is not None
    assert f"{batch.scheduled_at:%H:%M}" == "11:45"
    admin.submit(shown, "/unschedule")
    assert state(batch) == BatchState.DRAFT
    assert admin.get(f"/batches/{batch.id}").path == f"/batches/{batch.id}/check"


def test_a_scheduled_batch_can_be_started_at_once(admin: Browser, checked: Checked) -> None:
    batch = checked()
    admin.submit(when(admin, batch), "/schedule", date=tomorrow(), time="10:00")
    admin.submit(admin.get(f"/batches/{batch.id}/when"), "/start")
    assert state(batch) == BatchState.RUNNING


def test_a_batch_under_way_has_no_steps_any_more(admin: Browser, checked: Checked) -> None:
    batch = checked()
    admin.submit(when(admin, batch), "/start")
    for step in ("recipients", "message", "check", "when"):
        assert admin.get(f"/batches/{batch.id}/{step}").path == f"/batches/{batch.id}"
