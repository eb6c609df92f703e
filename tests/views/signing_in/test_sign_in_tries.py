"""Who guesses passwords waits, whatever else they are; the owner of the account gets in."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import event

from tests.views.client import Browser, Page
from tests.views.conftest import PASSWORD
from webapp.db import db
from webapp.models.user import User
from webapp.server.channel import ANSWER_LATER
from webapp.views.signing_in import sign_in_tries

WRONG = "wrong wrong wrong"


def guess(browser: Browser, email: str, password: str = WRONG, address: str = "192.0.2.1") -> Page:
    form = {"email": email, "password": password, "csrf_token": browser.token()}
    return browser.post("/login", form, environ_base={"REMOTE_ADDR": address})


def signed_out(app: Flask, user: User) -> Browser:
    """A browser in which they were signed in."""
    known = Browser(app)
    assert guess(known, user.email, PASSWORD).path == "/"
    known.submit(known.get("/"), "/logout")
    return known


def from_everywhere(app: Flask, email: str) -> list[int]:
    """100 guesses from twenty addresses, and one more."""
    browser = Browser(app)
    return [guess(browser, email, address=f"198.51.100.{number // 5}").status for number in range(101)]


def test_who_was_told_to_wait_is_told_again_before_anything_is_asked(browser: Browser, ada: User) -> None:
    for _ in range(6):
        guess(browser, ada.email)
    email, statements, late = ada.email, list[str](), list[float]()
    event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    base = {"REMOTE_ADDR": "192.0.2.1", ANSWER_LATER: late.append}
    token = browser.token()
    for way in ("/people", "/numbers"):  # what is the same on all of these pages is made once
        page = browser.post(f"/login?next={way}", {"email": email}, environ_base=base)
    assert (page.status, page.title, statements) == (429, "Too many attempts", [])
    assert "Set-Cookie" not in page.headers and token not in page.response.text
    assert "Too many attempts to sign in. Wait " in page.words
    assert 0 < int(page.headers["Retry-After"]) <= 60
    assert late == [sign_in_tries.LATER_SECONDS] * 2
    assert "/login?next=/numbers" in [link.attrs["href"] for link in page.root.all("a")]
    assert guess(browser, "bea@example.org").status == 422, "another account is tried"
    assert browser.get("/login").status == 200


@pytest.mark.long
def test_guesses_from_everywhere_are_bounded_and_do_not_lock_the_owner_out(app: Flask, ada: User) -> None:
    known = signed_out(app, ada)
    assert from_everywhere(app, ada.email) == [422] * 100 + [429]
    elsewhere = guess(Browser(app), ada.email, PASSWORD, "203.0.113.9")
    assert elsewhere.status == 429
    assert "Where you have signed in before, with this browser, you still can." in elsewhere.words
    assert guess(known, ada.email, PASSWORD, "203.0.113.9").path == "/"
    assert guess(Browser(app), "bea@example.org", address="203.0.113.9").status == 422


def test_a_known_browser_has_no_more_tries_than_others(app: Flask, ada: User) -> None:
    known = signed_out(app, ada)
    tried = [guess(known, ada.email, address=f"198.51.100.{number}").status for number in range(6)]
    assert tried == [422] * 5 + [429]
    assert guess(Browser(app), ada.email, PASSWORD).path == "/"


@pytest.mark.parametrize("path", ["/login", "/numbers"])
def test_other_requests_are_not_looked_at(browser: Browser, ada: User, path: str) -> None:
    for _ in range(6):
        guess(browser, ada.email)
    page = browser.get(path, environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert (page.status, page.title) == (200, "Sign in")
