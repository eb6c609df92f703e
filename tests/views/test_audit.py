"""The page of the audit: who sees it, its lines, its filter, its download; and what is noted on the way."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import select

from tests import factories
from tests.conversations import they_write
from tests.views.client import Browser, Page, take
from tests.views.conftest import PASSWORD
from webapp.db import db
from webapp.models.event import Event
from webapp.models.user import User
from webapp.services import events
from webapp.services.privacy import audit


def said(page: Page) -> str:
    return "\n".join(line.words() for line in page.root.all("li"))


def noted(kind: str) -> list[Event]:
    db.session.rollback()
    return list(db.session.scalars(select(Event).where(Event.kind == kind)))


def test_only_admins_see_it(staff: Browser) -> None:
    assert staff.get("/audit").status == 403
    assert take(staff, "/audit.csv").status == 403
    assert "Audit" not in staff.get("/").words


def test_before_anything_happened(admin: Browser) -> None:
    page = admin.get("/audit")
    assert "Nothing has happened yet" in page.words
    assert any(link.words() == "Audit" for link in page.root.all("a"))


def test_a_line_says_who_did_what_to_what(admin: Browser, ada: User) -> None:
    batch = factories.batch([], created_by=ada.id)
    events.note("batch.paused", user_id=ada.id, batch_id=batch.id)
    events.note("batch.finished", batch_id=batch.id)
    events.note("settings.changed", user_id=ada.id, key="cap_days", before=7, after=30)
    page = admin.get("/audit")
    for line in (
        "Ada Lovelace paused Autumn letter",
        "Autumn letter finished",
        "Ada Lovelace changed the days of that limit from “7” to “30”",
    ):
        assert line in said(page)
    assert f"/batches/{batch.id}" in [link.attrs["href"] for link in page.root.all("a")]


def test_a_line_says_to_whom_and_until_when_on_the_clock_of_who_reads_it(
    admin: Browser, ada: User, grace: User
) -> None:
    factories.number()
    message = they_write("Hello")
    ada.timezone = "Asia/Tokyo"
    for user in (grace, ada):
        events.note("thread.assigned", user_id=ada.id, thread_id=message.thread_id, user=user.id)
    until = "2026-12-01T16:30:00+00:00"
    events.note("thread.snoozed", user_id=ada.id, thread_id=message.thread_id, until=until)
    db.session.commit()
    lines = said(admin.get("/audit"))
    assert f"to {grace.name}" in lines and "to themselves" in lines
    assert "until 2 Dec 2026, 01:30 JST" in lines


def test_it_leads_to_the_conversation(admin: Browser) -> None:
    factories.number()
    message = they_write("Stop")
    page = admin.get("/audit")
    assert "+1 202-555-0111 opted out: “Stop”" in said(page)
    assert f"/inbox/{message.thread_id}?view=all" in [link.attrs["href"] for link in page.root.all("a")]


def test_the_filter_narrows_and_stays_as_it_was(admin: Browser, ada: User, grace: User) -> None:
    events.note("number.added", user_id=ada.id, number="+12025550100")
    events.note("number.added", user_id=grace.id, number="+12025550101")
    events.note("user.logged_in", user_id=grace.id, address="192.0.2.7")
    db.session.commit()
    query = f"/audit?who={grace.id}&what=numbers&q=555-0101&from=2020-01-01&to=2099-01-01"
    page = admin.get(query)
    assert "Grace Hopper added the number +1 202-555-0101" in said(page)
    assert "0100" not in said(page)
    assert "signed in" not in said(page)
    assert (page.value("who"), page.value("what"), page.value("q")) == (str(grace.id), "numbers", "555-0101")
    assert "Nothing found" in admin.get("/audit?q=nowhere").words
    assert "192.0.2.7" in said(admin.get("/audit?q=192.0.2.7"))


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("from=yesterday", "Choose a date, for example 2026-11-24."),
        ("to=9999-12-31", "Choose a date, for example 2026-11-24."),
        ("q=ab", "Search for at least 3 characters."),
    ],
)
def test_what_makes_no_sense_is_said(admin: Browser, query: str, problem: str) -> None:
    page = admin.get(f"/audit?{query}")
    assert (page.status, page.problems) == (422, [problem])


def test_nonsense_in_the_address_is_no_filter(admin: Browser) -> None:
    assert admin.get("/audit?who=x&what=y&before=z&q=%00").status == 200
    assert admin.get("/audit?before=99999999999999999999999999").status == 200


def test_older_pages(admin: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(audit.PAGE + 1):
        events.note("number.added", number=f"+1202555{number:04}")
    page = admin.get("/audit?what=numbers")
    (older,) = [link.attrs["href"] for link in page.root.all("a") if link.words() == "Older"]
    assert "what=numbers" in older
    page = admin.get(older)
    assert said(page).count("was added on the command line") == 1
    assert [link.words() for link in page.root.all("nav")[-1].all("a")] == ["Newest"]


def test_the_download_is_what_the_filter_shows_and_is_noted(admin: Browser, ada: User) -> None:
    evil = factories.batch([], name="=cmd()", created_by=ada.id)
    events.note("batch.paused", user_id=ada.id, batch_id=evil.id)
    events.note("user.logged_in", user_id=ada.id, address="=1+1")
    answer = take(admin, "/audit.csv", what="sending").response
    assert 'filename="audit.csv"' in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert rows[0][:4] == ["at (UTC)", "who", "e-mail", "what"]
    assert [row[1:5] for row in rows[1:]] == [
        ["Ada Lovelace", "ada@example.org", "paused =cmd()", "batch.paused"]
    ]
    (note,) = noted("audit.exported")
    assert note.data["kinds"][0] == "batch.scheduled"
    assert "Ada Lovelace downloaded a part of the audit" in said(admin.get("/audit"))


def test_a_cell_that_begins_like_a_formula_is_none(admin: Browser) -> None:
    events.note("batch.finished", batch_id=factories.batch([], name="=cmd()").id)
    assert "'=cmd() finished" in take(admin, "/audit.csv").response.get_data(as_text=True)


def test_other_downloads_are_noted_too(admin: Browser, ada: User) -> None:
    batch = factories.batch([], created_by=ada.id)
    for path in (
        "/opt-outs/opt-outs.csv",
        f"/batches/{batch.id}/report.csv",
        f"/batches/{batch.id}/faulty.csv",
    ):
        assert admin.get(path).status == 405
        assert take(admin, path).status == 200
    for kind in ("opt_outs.exported", "batch.exported", "batch.faulty_exported"):
        assert [note.user_id for note in noted(kind)] == [ada.id]


def test_signing_in_and_out_is_noted_without_the_password(browser: Browser, ada: User) -> None:
    page = browser.get("/login")
    page = browser.submit(page, "/login", email="Ada@example.org", password="not the password")
    browser.submit(page, "/login", email="ada@example.org", password=PASSWORD)
    browser.submit(browser.get("/"), "/logout")
    (failed,) = noted("user.log_in_failed")
    assert (failed.user_id, failed.data) == (None, {"email": "ada@example.org", "address": "127.0.0.1"})
    (entered,) = noted("user.logged_in")
    assert (entered.user_id, entered.data) == (ada.id, {"address": "127.0.0.1"})
    assert [note.user_id for note in noted("user.logged_out")] == [ada.id]


def test_a_new_name_is_noted(admin: Browser, ada: User) -> None:
    admin.submit(admin.get("/profile"), "/profile", name="Augusta Ada King")
    admin.submit(admin.get("/profile"), "/profile")
    (note,) = noted("user.renamed")
    assert note.data == {"before": "Ada Lovelace", "after": "Augusta Ada King"}
