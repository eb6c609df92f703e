"""Who has not typed their password lately types it before keys, roles, invitations and exports."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from tests.views.client import Browser, Page, take
from tests.views.conftest import PASSWORD
from tests.views.signing_in.test_auth import Meanwhile
from webapp.db import db, now
from webapp.models.api_key import ApiKey
from webapp.models.event import Event
from webapp.models.user import User
from webapp.models.user_session import UserSession
from webapp.services.team import passwords
from webapp.views.signing_in.confirming import FIELD


@pytest.fixture
def later(admin: Browser) -> Browser:
    """A browser whose admin has typed the password an hour ago."""
    for session in db.session.scalars(select(UserSession)):
        session.proved_at = now() - timedelta(hours=1)
    db.session.commit()
    return admin


def make_key(browser: Browser) -> Page:
    return browser.submit(browser.get("/api-keys"), "/api-keys", name="Website")


def test_what_was_typed_is_done_with_the_password(later: Browser) -> None:
    asked = make_key(later)
    assert (asked.status, asked.title) == (403, "Type your password")
    assert db.session.scalars(select(ApiKey)).all() == []
    page = later.submit(asked, "/api-keys", **{FIELD: PASSWORD})
    assert page.status == 200 and "The key is ready" in page.words
    assert db.session.scalars(select(ApiKey)).one().name == "Website"
    again = later.submit(page, "/api-keys", name="Shop")
    assert "The key is ready" in again.words, "it is not asked for twice"


def test_a_wrong_password_does_nothing_and_is_kept(later: Browser) -> None:
    page = later.submit(make_key(later), "/api-keys", **{FIELD: "wrong wrong wrong"})
    assert (page.status, page.problems) == (422, ["This is not your password."])
    assert page.value("name") == "Website"
    assert db.session.scalars(select(ApiKey)).all() == []
    kinds = db.session.scalars(select(Event.kind)).all()
    assert "user.password_failed" in kinds


def test_a_session_that_ends_while_the_password_is_looked_at_does_nothing_more(
    later: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = make_key(later)
    db.session.commit()
    monkeypatch.setattr(passwords, "_hasher", Meanwhile(delete(UserSession)))
    page = later.submit(asked, "/api-keys", **{FIELD: PASSWORD})
    assert (page.status, page.title) == (401, "You were signed out")
    assert db.session.scalars(select(ApiKey)).all() == []


def test_the_sixth_in_a_minute_is_not_tried(later: Browser) -> None:
    page = make_key(later)
    for _ in range(5):
        page = later.submit(page, "/api-keys", **{FIELD: "wrong wrong wrong"})
    page = later.submit(page, "/api-keys", **{FIELD: PASSWORD})
    assert page.status == 429
    assert page.problems[0].startswith("Too many passwords. Wait ")
    kinds = db.session.scalars(select(Event.kind)).all()
    assert kinds.count("user.throttled") == 1


@pytest.mark.parametrize(
    "path",
    ["/people/invite", "/people/1/role", "/people/1/password-link", "/people/1/second-factor/reset",
     "/account/second-factor/start", "/account/second-factor/off", "/settings/models/add",
     "/settings/models/1", "/settings/models/1/remove", "/secrets", "/secrets/remove", "/settings/notices",
     "/settings/approval/confirm", "/settings/vonage", "/settings/vonage/numbers"],
)  # fmt: skip
def test_it_is_asked_for_before_what_matters(later: Browser, path: str) -> None:
    page = later.post(path, {"csrf_token": later.token(), "role": "staff"})
    assert (page.status, page.title) == (403, "Type your password")


def test_of_the_settings_it_is_asked_for_before_those_that_matter(
    later: Browser,
) -> None:
    page = later.submit(later.get("/settings"), "/settings", team_name="Ours")
    assert page.notices == ["The settings are saved."]
    asked = later.submit(page, "/settings", require_second_factor="yes", team_name="Theirs")
    assert (asked.status, asked.title) == (403, "Type your password")
    page = later.submit(asked, "/settings", **{FIELD: PASSWORD})
    assert page.title == "Second factor", "which is asked of them now, too"


def test_it_is_asked_for_before_a_file_is_taken_away(later: Browser) -> None:
    for path in ("/opt-outs/opt-outs.csv", "/audit.csv", "/contacts/phone/+12025550123/export.json"):
        asked = take(later, path)
        assert (asked.status, asked.title) == (403, "Type your password"), path
    page = take(later, "/opt-outs/opt-outs.csv", **{FIELD: PASSWORD})
    assert page.response.mimetype == "text/csv"


def test_htmx_is_told_in_a_sentence(later: Browser, ada: User) -> None:
    answer = later.post("/people/invite", {"csrf_token": later.token(), "role": "staff"}, htmx=True)
    assert (answer.status, answer.response.mimetype) == (403, "text/plain")
