"""A browser's session: its cookie, that it is in use, and what is told when someone signs in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from tests.views.client import Browser
from tests.views.conftest import PASSWORD
from webapp.app import create_app
from webapp.db import db, now
from webapp.models.user import User
from webapp.models.user_session import UserSession
from webapp.services.team import account_notices
from webapp.views.signing_in.auth import NOT_ENDED

LONG_AGO = timedelta(hours=3)


def seen_at() -> datetime:
    db.session.rollback()
    return db.session.scalars(select(UserSession.seen_at)).one()


@pytest.fixture
def unused(admin: Browser) -> Browser:
    """A browser whose session was not used for hours."""
    db.session.scalars(select(UserSession)).one().seen_at = now() - LONG_AGO
    db.session.commit()
    return admin


def test_looking_and_sending_are_uses_and_polls_are_none(unused: Browser) -> None:
    before = seen_at()
    unused.get("/inbox?v=1", htmx=True)
    assert seen_at() == before, "the page asked by itself"
    unused.get("/inbox")
    after = seen_at()
    assert after > before + LONG_AGO - timedelta(minutes=1)
    unused.get("/inbox")
    assert seen_at() == after, "it was noted a moment ago"


def test_a_form_is_a_use(unused: Browser) -> None:
    before = seen_at()
    unused.post("/profile", {"name": "Ada", "timezone": "UTC", "csrf_token": unused.token()}, follow=False)
    assert seen_at() > before


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app: Flask, admin: Browser) -> None:
    copy = Browser(app)
    with admin.client.session_transaction() as kept:
        copied = dict(kept)
    with copy.client.session_transaction() as session:
        session.update(copied)
    assert copy.get("/numbers").title == "Numbers"
    admin.submit(admin.get("/"), "/logout")
    assert copy.get("/numbers").title == "Sign in"


@pytest.fixture
def unwritable(app: Flask) -> Iterator[None]:
    """A database that takes nothing any more, as on a disk that is full."""
    readonly = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET default_transaction_read_only = on"}

    def refuse(connection: Any, *_: object) -> None:
        connection.execute(readonly[db.engine.dialect.name])
        connection.commit()

    db.session.remove()
    event.listen(db.engine, "checkout", refuse)
    yield
    event.remove(db.engine, "checkout", refuse)
    db.session.remove()
    db.engine.dispose()


def test_a_full_disk_keeps_no_one_signed_in(app: Flask, admin: Browser, unwritable: None) -> None:
    page = admin.submit(admin.get("/"), "/logout")
    assert (page.title, page.notices) == ("Sign in", [NOT_ENDED])
    assert admin.get("/numbers").title == "Sign in"


def test_a_full_disk_keeps_no_one_from_looking(unused: Browser, unwritable: None) -> None:
    assert unused.get("/inbox").status == 200


def test_who_signs_in_is_told_what_happened_to_their_account(browser: Browser, ada: User) -> None:
    account_notices.tell(ada.id, "Your password was changed.")
    page = browser.submit(browser.get("/login"), "/login", email=ada.email, password=PASSWORD)
    assert page.notices == ["Your password was changed."]
    assert account_notices.of(ada.id) == []


def test_by_https_the_cookie_is_bound_to_the_host(app: Flask) -> None:
    settings = dataclasses.replace(app.config["SETTINGS"], public_url="https://outbound.example.org")
    answer = create_app(settings).test_client().get("/login", base_url="https://outbound.example.org")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-outbound=")
    assert "Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie
    assert app.config["SESSION_COOKIE_NAME"] == "outbound"
