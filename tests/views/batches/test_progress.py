"""A batch under way: its tiles, its people, and what a person can do about it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import desks, factories
from tests.conversations import CAROL, they_write
from tests.views.client import Browser, Page, take
from webapp.db import db, now
from webapp.models import statuses
from webapp.models.batch import Batch, BatchState
from webapp.models.number import Number
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services.batches import lifecycle
from webapp.services.recipients import moving

S = RecipientStatus


def ids(batch: Batch) -> list[int]:
    query = select(Recipient.id).where(Recipient.batch_id == batch.id).order_by(Recipient.row_no)
    return list(db.session.scalars(query))


def settle(batch: Batch, *statuses: RecipientStatus) -> None:
    """Let the first recipients stand in these statuses."""
    for recipient_id, status in zip(ids(batch), statuses, strict=False):
        moving.move([recipient_id], S.QUEUED, S.SENDING)
        if status != S.SENDING:
            moving.move([recipient_id], S.SENDING, status, reason=f"Why it is {status}.")
    db.session.commit()
    db.session.refresh(batch)


def rows(browser: Browser, path: str) -> list[str]:
    """The rows of the recipients' table."""
    tables = [e for e in browser.get(path).root.all("table") if e.attrs.get("id") == "people-table"]
    return [row.words() for table in tables for row in table.all("tr")[1:]]


def tiles(browser: Browser, batch: Batch) -> dict[str, str]:
    page = browser.get(f"/batches/{batch.id}")
    found = [e.words().split(maxsplit=1) for e in page.root.all("a") if "tile" in e.attrs.get("class", "")]
    return {name: count for count, name in found}


def test_tiles_count_and_filter(admin: Browser) -> None:
    batch = factories.batch(factories.phones(6))
    settle(batch, S.DELIVERED, S.FAILED, S.REJECTED, S.UNDELIVERED, S.UNKNOWN)
    shown = tiles(admin, batch)
    assert shown["All"] == "6"
    assert (shown["Delivered"], shown["Failed"], shown["Unknown"], shown["Queued"]) == ("1", "3", "1", "1")
    failed = rows(admin, f"/batches/{batch.id}?status=failed")
    assert [row.split()[0] for row in failed] == ["3", "4", "5"]
    assert "Why it is rejected." in failed[1]
    assert len(rows(admin, f"/batches/{batch.id}?status=nonsense")) == 6


@pytest.fixture
def replied(admin: Browser) -> Batch:
    """Four wrote back: two yes, one question, one STOP."""
    phones = factories.phones(5)
    batch = factories.batch(phones, "Hi, shall we call you?")
    for phone, text in zip(phones, ("yes", "yes please", "What does it cost?", "STOP"), strict=False):
        factories.sent(batch, phone)
        db.session.flush()
        they_write(text, phone)
    db.session.commit()
    return batch


def test_replies_are_told_apart_in_tiles_that_filter(admin: Browser, replied: Batch) -> None:
    shown = tiles(admin, replied)
    assert (shown["Yes"], shown["Question"], shown["Stop"]) == ("2", "1", "1")
    assert "No" not in shown
    found = rows(admin, f"/batches/{replied.id}?reply=yes")
    assert [row.split()[0] for row in found] == ["2", "3"]
    assert len(rows(admin, f"/batches/{replied.id}?reply=nonsense")) == 5


def test_a_batch_without_replies_shows_no_kinds(admin: Browser) -> None:
    batch = factories.batch(factories.phones(2))
    db.session.commit()
    assert "What they replied" not in admin.get(f"/batches/{batch.id}").words


def test_one_reply_is_corrected_on_its_row_and_all_of_a_kind_at_once(admin: Browser, replied: Batch) -> None:
    here = f"/batches/{replied.id}"
    page = admin.submit(admin.get(f"{here}/rows/2"), f"{here}/rows/2/reply", kind="question")
    assert "The reply is noted as “Question”." in page.words
    assert tiles(admin, replied)["Question"] == "2"
    page = admin.submit(admin.get(f"{here}?reply=question"), f"{here}/replies", kind="other")
    assert "2 replies are noted as “Other”." in page.words
    assert tiles(admin, replied)["Other"] == "2"


def test_who_opted_out_has_nothing_to_correct(admin: Browser, replied: Batch) -> None:
    words = admin.get(f"/batches/{replied.id}/rows/5").words
    assert "They have opted out." in words
    listed = [
        one.words() for one in admin.get("/batches").root.all("td") if one.attrs.get("data-label") == "People"
    ]
    assert listed == [tiles(admin, replied)["All"]], "who replied or opted out is one of them, no further one"
    assert "It is really" not in words


def test_the_table_is_paged_by_row(admin: Browser) -> None:
    batch = factories.batch(factories.phones(60))
    db.session.commit()
    page = admin.get(f"/batches/{batch.id}")
    more = next(e.attrs["href"] for e in page.root.all("a") if e.words() == "More")
    assert [row.split()[0] for row in rows(admin, more)] == [str(row) for row in range(52, 62)]


def test_a_poll_answers_only_when_something_changed(admin: Browser) -> None:
    batch = factories.batch(factories.phones(3))
    settle(batch, S.SENT)
    root = next(
        e for e in admin.get(f"/batches/{batch.id}").root.all("div") if e.attrs.get("id") == "progress"
    )
    assert root.attrs["data-poll"] == "2"
    version = root.attrs["hx-vals"].split('"')[3]
    path = f"/batches/{batch.id}?v={version}"
    assert admin.get(path, htmx=True).status == 204
    moving.move([ids(batch)[0]], S.SENT, S.DELIVERED)
    assert "1 Delivered" in admin.get(path, htmx=True).words


def test_pace_and_time_left_are_said(admin: Browser) -> None:
    number = factories.number(pace=1.0)
    batch = factories.batch(factories.phones(150), number_id=number.id, units_total=300)
    db.session.commit()
    page = admin.get(f"/batches/{batch.id}")
    assert "0 of 150 sent. About 5 minutes left, at 1 segment a second. You can close this page" in page.words


def test_a_slowed_number_says_why(admin: Browser) -> None:
    later = now() + timedelta(minutes=3)
    number: Number = factories.number(slowed_until=later, slow_reason="Vonage asks for fewer messages.")
    batch = factories.batch(factories.phones(2), number_id=number.id)
    db.session.commit()
    assert "Slowed down. Vonage asks for fewer messages." in admin.get(f"/batches/{batch.id}").words


def test_pause_resume_and_cancel_from_the_page(staff: Browser) -> None:
    batch = factories.batch(factories.phones(3))
    db.session.commit()
    page = staff.submit(staff.get(f"/batches/{batch.id}"), "/pause")
    assert "Grace Hopper paused it." in page.words
    [notice, _] = [e for e in page.root.all("div") if "notice" in e.attrs.get("class", "").split()]
    assert "passing" in notice.attrs["class"].split(), "it goes once the page has news: see js/say.js"
    page = staff.submit(page, "/resume")
    assert "Running" in page.words
    page = staff.submit(page, "/cancel")
    db.session.refresh(batch)
    assert batch.state == BatchState.CANCELED
    assert "Grace Hopper canceled it" in page.words


def test_what_no_longer_fits_is_refused_in_words(admin: Browser) -> None:
    batch = factories.batch(factories.phones(1), state=BatchState.CANCELED)
    db.session.commit()
    for act in ("resume", "pause"):
        page = admin.post(f"/batches/{batch.id}/{act}", {"csrf_token": admin.token()})
        assert page.status == 409
        assert "This batch is canceled by now" in page.words


def test_failed_ones_are_retried_after_a_question(admin: Browser) -> None:
    batch = factories.batch(factories.phones(3))
    settle(batch, S.FAILED, S.REJECTED, S.DELIVERED)
    lifecycle.finish_if_done(batch.id)
    page = admin.get(f"/batches/{batch.id}")
    assert "Send to them again?" in page.words and "Failed: 1 person" in page.words
    assert "2 wait to be sent again." in admin.submit(page, "/retry").words
    assert tiles(admin, batch)["Queued"] == "2"


@pytest.mark.parametrize(("resolution", "status"), [("sent", S.SENT), ("again", S.QUEUED)])
def test_an_unknown_one_is_settled_by_hand(admin: Browser, resolution: str, status: RecipientStatus) -> None:
    batch = factories.batch(factories.phones(2))
    settle(batch, S.UNKNOWN)
    page = admin.get(f"/batches/{batch.id}?status=unknown")
    assert "If it did, this person gets it twice." in page.words
    recipient_id = ids(batch)[0]
    form = {"csrf_token": admin.token(), "resolution": resolution}
    path = f"/batches/{batch.id}/recipients/{recipient_id}/resolve"
    assert admin.post(path, form).status == 200
    assert db.session.get_one(Recipient, recipient_id).status == status
    assert "settled meanwhile" in admin.post(path, form).words
    assert admin.post(path, {**form, "resolution": "nonsense"}).status == 422


def test_a_batch_that_was_missed_waits_and_says_so(admin: Browser) -> None:
    batch = factories.batch(
        factories.phones(2), state=BatchState.SCHEDULED, scheduled_at=now() - timedelta(hours=2)
    )
    lifecycle.start_due(batch)
    page = admin.get(f"/batches/{batch.id}")
    assert "Outbound was not running when this batch was due" in page.words
    assert "Running" in admin.submit(page, "/resume").words


FAR = [(3, r" for you\), in 3 days ?\. 2 people"), (21, r" for you\) ?\. 2 people")]


@pytest.mark.parametrize(("days", "said"), FAR)
def test_a_start_that_is_far_away_is_told_with_one_date(admin: Browser, days: int, said: str) -> None:
    batch = factories.batch(
        factories.phones(2),
        state=BatchState.SCHEDULED,
        timezone="America/New_York",
        scheduled_at=now() + timedelta(days=days, minutes=-1),
    )
    words = admin.get(f"/batches/{batch.id}").words
    assert re.search(said, words), words[words.index("It starts") :][:150]


def test_the_report_has_the_columns_of_the_list_and_no_formulas(admin: Browser) -> None:
    batch = factories.batch(factories.phones(1))
    recipient = db.session.get_one(Recipient, ids(batch)[0])
    recipient.cells = [recipient.cells[0], "=HYPERLINK(1)"]
    settle(batch, S.DELIVERED)
    page = take(admin, f"/batches/{batch.id}/report.csv")
    header, row = page.response.get_data(as_text=True).splitlines()
    assert header.startswith("\ufeffrow,phone_number,first_name,status,reason")
    assert ",'=HYPERLINK(1),delivered," in row
    assert "Ada Lovelace downloaded the report" in admin.get(f"/batches/{batch.id}").words


def test_the_list_of_batches_sums_up_and_pages(admin: Browser) -> None:
    batch = factories.batch(factories.phones(4), started_at=now())
    settle(batch, S.DELIVERED, S.DELIVERED, S.FAILED)
    for number in range(50):
        factories.batch([], name=f"Later {number}", number_id=batch.number_id, created_by=batch.created_by)
    first = admin.get("/batches")
    assert "Autumn letter" not in first.words
    older = next(e.attrs["href"] for e in first.root.all("a") if e.words() == "Older")
    page = admin.get(older)
    assert "Autumn letter SMS, +1 202-555-0100 Running 4 2 0 1" in page.words
    heads = [cell.words() for cell in page.root.all("th")]
    assert {"Reached", statuses.about("replied").word, statuses.about("failed").word} <= set(heads)


def test_a_draft_is_deleted_and_a_running_batch_is_not(admin: Browser) -> None:
    draft = factories.batch(factories.phones(2), state=BatchState.DRAFT)
    running = factories.batch([], number_id=draft.number_id, created_by=draft.created_by)
    path = f"/batches/{draft.id}"
    page = admin.submit(admin.get(f"{path}/check"), "/remove")
    assert page.path == "/batches"
    assert admin.get(path).status == 404
    refused = admin.post(f"/batches/{running.id}/remove", {"csrf_token": admin.token()})
    assert refused.status == 409


@pytest.mark.parametrize("nonsense", ["9" * 30, "-1", "x", "1e9"])
def test_nonsense_in_addresses_is_no_fault_of_ours(admin: Browser, nonsense: str) -> None:
    batch = factories.batch(factories.phones(1))
    db.session.commit()
    assert admin.get(f"/batches/{nonsense}").status == 404
    assert admin.get(f"/batches/{batch.id}/rows/{nonsense}").status == 404
    assert admin.get(f"/batches/{batch.id}?after={nonsense}").status == 200
    assert admin.get(f"/batches?before={nonsense}").status == 200
    form = {"csrf_token": admin.token(), "resolution": "sent"}
    assert admin.post(f"/batches/{batch.id}/recipients/{nonsense}/resolve", form).status == 404


def test_what_its_agent_did_is_kept_in_step(admin: Browser) -> None:
    """The page that is open hears of the first answer, too."""
    _, number, desk = desks.at_work()
    batch = factories.batch(
        [CAROL], number_id=number.id, created_by=desk.created_by, state=BatchState.FINISHED
    )
    factories.sent(batch, CAROL)
    db.session.commit()
    page = admin.get(f"/batches/{batch.id}")
    assert "No one whom it reached has talked with the agent yet." in page.words
    live = poll(page)
    assert admin.get(live, htmx=True).status == 204
    they_write("Where can I park?")
    desks.answer()
    news = admin.get(live, htmx=True)
    assert next(iter(news.root.all("div"))).attrs["id"] == "batch-figures"
    assert "1 Conversations" in news.words and "1 Answered by it" in news.words
    assert admin.get(poll(news), htmx=True).status == 204
    assert admin.get(f"/batches/{batch.id}/agent-figures").path == f"/batches/{batch.id}"


def poll(page: Page) -> str:
    """What the figures on a page ask for again."""
    root = next(one for one in page.root.all("div") if one.attrs.get("id") == "batch-figures")
    known = root.attrs["hx-vals"].split('"')[3]
    return f"{root.attrs['hx-get']}?v={known}"
