"""What holds for every answer: who may ask, forged forms, headers, cookies, failures in plain words."""

from __future__ import annotations

import dataclasses
import json

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.views.client import Browser, Page
from tests.views.conftest import PASSWORD
from webapp.app import create_app
from webapp.db import db
from webapp.models.event import Event
from webapp.models.user import User


def test_every_answer_carries_the_headers(browser: Browser) -> None:
    for path in ("/login", "/static/css/tokens.css", "/nothing", "/healthz"):
        headers = browser.client.get(path, buffered=True).headers
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(browser: Browser) -> None:
    cookie = browser.get("/login").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_behind_https_cookies_are_secure_and_browsers_are_told_to_stay(app: Flask) -> None:
    settings = dataclasses.replace(app.config["SETTINGS"], public_url="https://outbound.example.org")
    answer = create_app(settings).test_client().get("/login", base_url="https://localhost")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_a_form_without_its_token_does_nothing(admin: Browser) -> None:
    page = admin.post("/numbers/add", {"phone": "+44 7700 900123", "sms_active": "yes", "sms_pace": "1"})
    assert page.status == 400
    assert "This form was too old" in page.words
    assert "+44" not in admin.get("/numbers").words


def test_htmx_sends_the_token_in_a_header(admin: Browser) -> None:
    form = {"phone": "+44 7700 900123", "sms_active": "yes", "sms_pace": "1"}
    token = admin.get("/").value("csrf_token")
    answer = admin.post("/numbers/add", form, htmx=True, headers={"X-CSRFToken": token})
    assert (answer.status, answer.headers["HX-Redirect"]) == (200, "/numbers")


def test_htmx_of_somebody_signed_out_gets_401_and_a_sentence(browser: Browser) -> None:
    answer = browser.get("/numbers", htmx=True)
    assert (answer.status, answer.response.text) == (401, "You have been signed out.")


def test_a_form_sent_after_the_session_ended_says_so(browser: Browser, ada: User) -> None:
    page = browser.post("/numbers/add", {"csrf_token": browser.token()})
    assert (page.status, page.title) == (401, "You were signed out")
    assert "nothing was saved" in page.words


@pytest.mark.parametrize("path", ["/batches/7/message", "/inbox/7"])
def test_what_was_written_comes_back_after_the_session_ended(browser: Browser, path: str) -> None:
    """The token has gone with the session."""
    name = "message" if "batches" in path else "text"
    where = {"Referer": f"http://localhost{path}"}
    page = browser.post(path, {name: "Hi <b>all</b>,\nwe open at ten.", "csrf_token": "gone"}, headers=where)
    assert (page.status, page.title) == (401, "You were signed out")
    assert [field.words() for field in page.root.all("textarea")] == ["Hi <b>all</b>, we open at ten."]
    [way_in] = [link.attrs["href"] for link in page.root.all("a") if link.words() == "Sign in"]
    assert way_in == f"/login?next={path}"
    assert refilled(page) == (path, {name: ["Hi <b>all</b>,\nwe open at ten."]})


def refilled(page: Page) -> tuple[str, dict[str, list[str]]]:
    """Where a form was sent to, and what js/refill.js fills in there."""
    [found] = [one.attrs for one in page.root.all("div") if one.attrs.get("id") == "refill"]
    return found["data-action"], json.loads(found["data-typed"])


def test_a_form_of_an_earlier_session_is_filled_in_again_but_for_what_is_secret(admin: Browser) -> None:
    where = {"Referer": "http://localhost/batches/7/schedule"}
    form = {"name": "Spring", "tag": ["a", "b"], "password": "violet", "csrf_token": "gone"}
    page = admin.post("/saved-replies/new", form, headers=where)
    assert page.status == 400
    assert refilled(page) == ("/saved-replies/new", {"name": ["Spring"], "tag": ["a", "b"]})
    assert "Go back" in [one.words() for one in page.root.all("a") if one.attrs["href"] == "/batches/7"], (
        "to a page: a form with faults stands where it was sent to"
    )


def test_an_address_that_only_forms_go_to_leads_back_to_its_page(admin: Browser) -> None:
    page = admin.get(f"/batches/{factories.batch([]).id}/start")
    assert (page.status, page.title) == (405, "That does not work here")
    assert "Go back" in [link.words() for link in page.root.all("a") if link.attrs["href"] == "/batches/1"]


ADMIN_ONLY = [
    ("GET", "/numbers/add"),
    ("POST", "/numbers/add"),
    ("POST", "/numbers/simulated"),
    ("GET", "/numbers/1"),
    ("POST", "/numbers/1"),
    ("POST", "/numbers/1/remove"),
    ("GET", "/people/invite"),
    ("POST", "/people/invite"),
    ("POST", "/people/invitations/1/revoke"),
    ("POST", "/people/1/role"),
    ("POST", "/people/1/deactivate"),
    ("POST", "/people/1/reactivate"),
]


@pytest.mark.parametrize(("method", "path"), ADMIN_ONLY)
def test_staff_are_told_to_ask_an_admin(staff: Browser, method: str, path: str) -> None:
    page = staff.get(path) if method == "GET" else staff.post(path, {"csrf_token": staff.token()})
    assert page.status == 403
    assert "Ask an admin of your team." in page.words


def test_what_is_refused_is_kept_in_the_audit(staff: Browser, grace: User) -> None:
    for path in ("/settings", "/people/invite"):
        assert staff.get(path).status == 403
    query = select(Event).where(Event.kind == "access.refused").order_by(Event.id)
    lines = db.session.scalars(query).all()
    assert [(one.user_id, one.data["path"]) for one in lines] == [
        (grace.id, "/settings"), (grace.id, "/people/invite"),
    ]  # fmt: skip


def test_staff_see_numbers_and_people_but_no_buttons(staff: Browser) -> None:
    for path in ("/numbers", "/people", "/", "/profile"):
        page = staff.get(path)
        actions = {form.attrs["action"] for form in page.root.all("form")}
        assert page.status == 200
        assert actions <= {"/logout", "/profile", "/profile/duty", "/profile/notices", "/profile/password"}


def test_failures_are_pages_in_the_same_frame(admin: Browser) -> None:
    page = admin.get("/numbers/4711")
    assert (page.status, page.title) == (404, "Page not found")
    assert "This number does not exist." in page.words
    assert page.root.all("nav")


def test_a_method_that_is_not_allowed_says_which_are(admin: Browser) -> None:
    answer = admin.client.delete("/numbers", headers={"X-CSRFToken": str(admin.get("/").value("csrf_token"))})
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_crash_is_a_plain_page_without_details(app: Flask, ada: User) -> None:
    fresh = create_app(app.config["SETTINGS"])

    @fresh.get("/crash")
    def crash() -> str:
        raise RuntimeError("the secret detail")

    browser = Browser(fresh)
    browser.submit(browser.get("/login"), "/login", email=ada.email, password=PASSWORD)
    page = browser.get("/crash")
    assert (page.status, page.title) == (500, "Something went wrong")
    assert "secret" not in page.words
    assert browser.get("/crash", htmx=True).response.mimetype == "text/plain"


def test_assets_are_kept_by_their_hash_and_pages_are_not(admin: Browser) -> None:
    page = admin.get("/")
    sheet = next(e.attrs["href"] for e in page.root.all("link") if "tokens" in e.attrs["href"])
    assert "immutable" in admin.client.get(sheet, buffered=True).headers["Cache-Control"]
    assert page.headers["Cache-Control"] == "no-store"
    nothing = admin.client.get("/static/css/nothing.css")
    assert b"Ada" in nothing.data  # a page of hers, whatever a proxy makes of the address
    assert nothing.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in page.headers["Vary"]
