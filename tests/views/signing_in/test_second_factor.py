"""A second factor from its set-up to signing in with it, and without the phone."""

from __future__ import annotations

import re

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select, update

from tests.services.team.test_second_factors import code_of
from tests.views.client import Browser, Page
from tests.views.conftest import PASSWORD
from webapp.db import db, now
from webapp.models.event import Event
from webapp.models.second_factor import SecondFactor
from webapp.models.user import User
from webapp.services import settings
from webapp.services.team import credentials, passwords, second_factors, sessions

CODE = re.compile(r"\b[A-Z2-7]{6}(?:-[A-Z2-7]{6}){3}\b")


def set_up(browser: Browser, user: User) -> list[str]:
    """By the pages; returns the recovery codes."""
    page = browser.submit(browser.get("/account"), "/second-factor/start")
    db.session.commit()
    page = browser.submit(page, "/account/second-factor", code=code_of(user))
    return CODE.findall(page.words)


def sign_in(browser: Browser, user: User, path: str = "/login") -> Page:
    return browser.submit(browser.get(path), path, email=user.email, password=PASSWORD)


def test_it_is_set_up_and_then_asked_for(app: Flask, admin: Browser, ada: User) -> None:
    page = admin.submit(admin.get("/account"), "/second-factor/start")
    assert (page.title, len(page.root.all("svg")) > 0) == ("Second factor", True)
    secret = second_factors.secret_of(second_factors.of(ada.id))  # type: ignore[arg-type]
    assert secret in page.words.replace(" ", "")
    page = admin.submit(page, "/account/second-factor", code="000 000x")
    assert (page.status, page.problems) == (422, [second_factors.WRONG])
    page = admin.submit(page, "/account/second-factor", code=code_of(ada))
    assert page.title == "Recovery codes" and len(CODE.findall(page.words)) == 8
    assert secret not in admin.get("/account/second-factor").words.replace(" ", ""), "it is not shown again"

    other = Browser(app)
    asked = other.get("/numbers")
    asked = other.submit(asked, "numbers", email=ada.email, password=PASSWORD)
    assert asked.title == "Second factor"
    assert other.get("/numbers").title == "Sign in", "the password alone is not enough"
    arrived = other.submit(asked, "numbers", code=code_of(ada, 1))
    assert (arrived.title, arrived.path) == ("Numbers", "/numbers")


def test_a_recovery_code_stands_in_for_the_phone_once(app: Flask, admin: Browser, ada: User) -> None:
    codes = set_up(admin, ada)
    other = Browser(app)
    page = other.submit(sign_in(other, ada), "/login/code", code=codes[0])
    assert page.path == "/" and "You have 7 left." in page.words
    third = Browser(app)
    page = third.submit(sign_in(third, ada), "/login/code", code=codes[0])
    assert (page.status, page.problems) == (422, [second_factors.WRONG])
    form = {"csrf_token": other.token(), "email": ada.email, "password": PASSWORD}
    assert other.post("/login", form).title == "Second factor"
    assert len(sessions.of(ada.id)) == 1, "who signs in once more has left the session before"


def test_codes_are_throttled_and_kept(app: Flask, admin: Browser, ada: User) -> None:
    set_up(admin, ada)
    other = Browser(app)
    page = sign_in(other, ada)
    for _ in range(5):
        page = other.submit(page, "/login/code", code="no code")
        assert page.status == 422
    page = other.submit(page, "/login/code", code=code_of(ada, 1))
    assert page.status == 429 and int(page.headers["Retry-After"]) <= 60
    kinds = db.session.scalars(select(Event.kind)).all()
    assert (kinds.count("user.code_failed"), kinds.count("user.throttled")) == (5, 1)


def test_no_code_is_asked_of_someone_whose_password_was_not_right(browser: Browser) -> None:
    assert browser.get("/login/code").title == "Sign in"
    page = browser.post("/login/code", {"code": "123456", "csrf_token": browser.token()})
    assert page.title == "Sign in"


def test_who_has_none_sets_one_up_first_where_the_team_asks_for_it(
    app: Flask, admin: Browser, staff: Browser, grace: User
) -> None:
    settings.put("require_second_factor", True)
    for path in ("/", "/inbox", "/account", "/profile"):
        page = staff.get(path)
        assert (page.title, page.path) == ("Second factor", "/account/second-factor")
    assert staff.get("/inbox?v=1", htmx=True).headers["HX-Redirect"] == "/account/second-factor"
    page = staff.submit(page, "/second-factor/start")
    db.session.commit()
    page = staff.submit(page, "/account/second-factor", code=code_of(grace))
    assert page.title == "Recovery codes"
    assert staff.get("/inbox").path == "/inbox"
    page = staff.submit(staff.get("/account"), "/second-factor/off")
    assert (page.status, "Your team asks everyone" in page.words) == (409, True)


def test_it_is_switched_off_and_codes_are_made_anew(app: Flask, admin: Browser, ada: User) -> None:
    codes = set_up(admin, ada)
    page = admin.submit(admin.get("/account"), "/second-factor/codes")
    assert not set(CODE.findall(page.words)) & set(codes)
    page = admin.submit(admin.get("/account"), "/second-factor/off")
    assert page.notices == ["Your second factor is switched off."]
    assert sign_in(Browser(app), ada).path == "/"


@pytest.mark.parametrize("path", ["/account/second-factor/codes", "/account/second-factor"])
def test_without_one_there_is_nothing_to_confirm(admin: Browser, path: str) -> None:
    assert admin.post(path, {"csrf_token": admin.token(), "code": "123456"}).status == 409


@pytest.mark.parametrize("change", ["password", "deactivated"])
def test_what_changes_the_account_ends_the_wait_for_a_code(
    app: Flask, admin: Browser, ada: User, change: str
) -> None:
    codes = set_up(admin, ada)
    thief = Browser(app)
    page = sign_in(thief, ada)
    assert page.title == "Second factor"
    if change == "password":
        credentials.change(ada.id, PASSWORD, "another four unrelated words")
    else:
        ada.deactivated_at = now()
    db.session.commit()
    assert thief.submit(page, "/login/code", code=codes[0]).title == "Sign in"
    assert thief.get("/login/code").title == "Sign in"
    assert second_factors.codes_left(ada.id) == second_factors.CODES


def test_a_weak_hash_is_renewed_with_a_second_factor_too(app: Flask, admin: Browser, ada: User) -> None:
    set_up(admin, ada)
    ada.password_hash = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    db.session.commit()
    other = Browser(app)
    page = other.submit(sign_in(other, ada), "/login/code", code="no code")
    assert page.problems == [second_factors.WRONG], "the renewed hash does not end the wait"
    db.session.expire_all()
    assert not passwords.outdated(ada.password_hash)


def test_a_recovery_code_works_when_the_secret_cannot_be_read(app: Flask, admin: Browser, ada: User) -> None:
    codes = set_up(admin, ada)
    db.session.execute(update(SecondFactor).values(sealed=b"of another installation"))
    db.session.commit()
    other = Browser(app)
    page = other.submit(sign_in(other, ada), "/login/code", code="123456")
    assert (page.status, page.problems) == (422, [second_factors.UNREADABLE])
    assert other.submit(page, "/login/code", code=codes[0]).path == "/"
