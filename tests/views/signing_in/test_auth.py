"""Signing in and out, and the links that make an account."""

from __future__ import annotations

import dataclasses
import re
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Delete, Update, select, update

from tests.views.client import Browser
from tests.views.conftest import PASSWORD, signed_in
from webapp.app import create_app
from webapp.db import db, now
from webapp.models.invitation import Invitation
from webapp.models.user import User
from webapp.models.user_session import UserSession
from webapp.services.team import invitations, passwords, people
from webapp.views.signing_in import auth


def try_password(browser: Browser, email: str, password: str):
    return browser.submit(browser.get("/login"), "/login", email=email, password=password)


def test_whoever_is_not_signed_in_is_asked_to_and_then_gets_where_they_wanted(app: Flask, ada: User) -> None:
    browser = Browser(app)
    asked = browser.get("/numbers/add?label=x")
    assert asked.title == "Sign in"
    arrived = browser.submit(asked, "numbers/add?label%3Dx", email="ADA@example.org ", password=PASSWORD)
    assert (arrived.status, arrived.path) == (200, "/numbers/add")


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org", "", "x" * 5000])
def test_a_wrong_password_and_an_unknown_person_read_the_same(
    browser: Browser, ada: User, email: str
) -> None:
    page = try_password(browser, email, "wrong wrong wrong")
    assert (page.status, page.problems) == (422, ["The e-mail address or the password is wrong."])
    assert page.value("email") == email
    assert page.value("password") == ""
    assert browser.get("/").title == "Sign in"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "numbers",
        "http:evil.example",
        " //evil.example",
    ],
)
def test_signing_in_never_leads_to_another_site(browser: Browser, ada: User, target: str) -> None:
    form = {"email": ada.email, "password": PASSWORD, "csrf_token": browser.token()}
    answer = browser.post("/login", form, follow=False, query_string={"next": target})
    assert (answer.status, answer.headers["Location"]) == (303, "/")


def test_six_wrong_passwords_in_a_minute_are_one_too_many(browser: Browser, ada: User) -> None:
    for _ in range(5):
        assert try_password(browser, ada.email, "wrong wrong wrong").status == 422
    page = try_password(browser, ada.email, PASSWORD)
    assert page.status == 429
    assert re.fullmatch(r"Too many attempts to sign in\. Wait \d+ seconds and try again\.", page.problems[0])
    assert 0 < int(page.headers["Retry-After"]) <= 60
    assert browser.get("/").title == "Sign in"


def test_the_throttle_holds_one_account_not_the_whole_office(
    browser: Browser, ada: User, grace: User
) -> None:
    for _ in range(6):
        try_password(browser, ada.email, "wrong wrong wrong")
    assert try_password(browser, grace.email, PASSWORD).path == "/"


def test_right_passwords_are_not_counted(app: Flask, ada: User) -> None:
    for _ in range(8):
        signed_in(app, ada)


def test_the_throttle_holds_without_redis(app: Flask, ada: User) -> None:
    settings = dataclasses.replace(app.config["SETTINGS"], redis_url="unix:///nowhere/valkey.sock")
    browser = Browser(create_app(settings))
    statuses = [try_password(browser, ada.email, "wrong wrong wrong").status for _ in range(6)]
    assert statuses == [422] * 5 + [429]


class Meanwhile(PasswordHasher):
    """Another process does something, by a statement, while a password is looked at."""

    def __init__(self, statement: Update | Delete) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self._statement, self._engine = statement, db.engine

    def verify(self, *args: str | bytes) -> bool:
        with self._engine.begin() as connection:
            connection.execute(self._statement)
        return super().verify(*args)


@pytest.mark.parametrize("change", [{"password_hash": "another one"}, {"deactivated_at": now()}])
def test_no_one_gets_in_by_a_password_that_ends_while_it_is_looked_at(
    browser: Browser, ada: User, monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
) -> None:
    page = browser.get("/login")
    db.session.commit()
    monkeypatch.setattr(passwords, "_hasher", Meanwhile(update(User).values(**change)))
    page = browser.submit(page, "/login", email=ada.email, password=PASSWORD)
    assert (page.title, page.notices) == ("Sign in", [auth.CHANGED])
    assert browser.get("/numbers").title == "Sign in"
    assert db.session.scalars(select(UserSession)).all() == []


def test_signing_in_once_more_ends_the_session_before(admin: Browser, ada: User, grace: User) -> None:
    for email, name in ((ada.email, "Ada Lovelace"), (grace.email, "Grace Hopper")):
        form = {"csrf_token": admin.token(), "email": email, "password": PASSWORD}
        assert admin.post("/login", form).path == "/"
        kept = db.session.scalars(select(User.name).join(UserSession, UserSession.user_id == User.id)).all()
        assert kept == [name]


def test_signing_out_ends_the_session(admin: Browser) -> None:
    page = admin.submit(admin.get("/"), "/logout")
    assert (page.title, page.notices) == ("Sign in", ["You are signed out."])
    assert admin.get("/numbers").title == "Sign in"


def test_somebody_deactivated_cannot_sign_in(browser: Browser, ada: User, grace: User) -> None:
    people.deactivate(grace, ada)
    page = try_password(browser, grace.email, PASSWORD)
    assert page.problems == ["The e-mail address or the password is wrong."]


def test_a_hash_from_weaker_times_is_renewed_when_its_owner_signs_in(
    browser: Browser, ada: User, real_passwords: None
) -> None:
    ada.password_hash = weak = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    assert try_password(browser, ada.email, PASSWORD).path == "/"
    assert ada.password_hash != weak
    assert try_password(Browser(browser.app), ada.email, PASSWORD).path == "/"


class TestSetUp:
    def test_the_link_makes_the_first_admin_and_signs_them_in(self, browser: Browser) -> None:
        token = invitations.setup_token()
        page = browser.submit(
            browser.get(f"/setup/{token}"),
            "",
            name=" Ada  Lovelace ",
            email="Ada@Example.org",
            password=PASSWORD,
            timezone="Europe/London",
        )
        assert (page.path, page.title) == ("/", "Hello, Ada")
        user = people.everyone()[0]
        assert (user.name, user.email, user.is_admin) == ("Ada Lovelace", "ada@example.org", True)
        assert user.timezone == "Europe/London"

    def test_it_works_once(self, browser: Browser, app: Flask) -> None:
        token = invitations.setup_token()
        page = browser.get(f"/setup/{token}")
        browser.submit(page, "", name="Ada", email="ada@example.org", password=PASSWORD)
        other = Browser(app)
        late = other.get(f"/setup/{token}")
        assert (late.status, late.title) == (404, "This link does not work")

    def test_two_people_at_once_make_one_admin(self, app: Flask) -> None:
        token = invitations.setup_token()
        first, second = Browser(app), Browser(app)
        pages = first.get(f"/setup/{token}"), second.get(f"/setup/{token}")
        first.submit(pages[0], "", name="Ada", email="ada@example.org", password=PASSWORD)
        late = second.submit(pages[1], "", name="Mallory", email="m@example.org", password=PASSWORD)
        assert late.status == 404
        assert [user.name for user in people.everyone()] == ["Ada"]

    def test_a_new_link_ends_the_one_before(self, browser: Browser) -> None:
        old = invitations.setup_token()
        new = invitations.setup_token()
        assert browser.get(f"/setup/{old}").status == 404
        assert browser.get(f"/setup/{new}").status == 200

    def test_there_is_none_once_somebody_has_an_account(self, ada: User) -> None:
        assert invitations.setup_token() is None

    def test_it_is_stored_hashed(self, app: Flask) -> None:
        token = invitations.setup_token()
        assert token is not None
        assert token not in db.session.query(Invitation).one().token_hash

    @pytest.mark.parametrize("token", ["x", "x" * 3000, "%00", "..%2F.."])
    def test_a_made_up_link_does_not_work(self, browser: Browser, token: str) -> None:
        assert browser.get(f"/setup/{token}").status == 404


class TestJoining:
    def test_every_fault_is_said_at_once_and_what_was_typed_stays(self, browser: Browser, ada: User) -> None:
        _, token = invitations.invite(ada, "staff")
        page = browser.submit(
            browser.get(f"/join/{token}"), "", name="", email="ada@example.org", password="short"
        )
        assert page.status == 422
        assert page.problems == [
            "Enter a name.",
            "Someone with this e-mail address has an account already.",
            "The password needs at least 10 characters; this one has 5.",
        ]
        assert page.value("email") == "ada@example.org"
        assert page.value("password") == ""
        assert browser.get(f"/join/{token}").status == 200, "the link is not used up by a fault"

    @pytest.mark.parametrize(
        ("password", "sentence"),
        [
            ("", "The password needs at least 10 characters; this one has 0."),
            ("Password123", "This password is one of the first that anyone would guess. Choose another."),
            ("aaaaabbbbbcc", "This password is one of the first that anyone would guess. Choose another."),
            ("my-margaret-77", "The password contains your e-mail address. Choose another."),
            ("x1y2z3" * 50, "The password can have up to 200 characters."),
        ],
    )
    def test_a_poor_password_is_refused(
        self, browser: Browser, ada: User, password: str, sentence: str
    ) -> None:
        _, token = invitations.invite(ada, "staff")
        page = browser.get(f"/join/{token}")
        answer = browser.submit(page, "", name="M", email="margaret@example.org", password=password)
        assert answer.problems == [sentence]

    def test_an_invitation_works_for_seven_days(self, browser: Browser, ada: User) -> None:
        _, token = invitations.invite(ada, "staff")
        assert browser.get(f"/join/{token}").status == 200
        db.session.execute(update(Invitation).values(expires_at=now() - timedelta(seconds=1)))
        assert browser.get(f"/join/{token}").status == 404

    def test_a_set_up_link_is_no_invitation_and_the_other_way_round(self, browser: Browser) -> None:
        token = invitations.setup_token()
        assert browser.get(f"/join/{token}").status == 404

    def test_an_invitation_withdrawn_while_its_form_was_open_is_not_accepted(
        self, browser: Browser, ada: User
    ) -> None:
        invitation, token = invitations.invite(ada, "staff")
        page = browser.get(f"/join/{token}")
        invitations.revoke(invitation.id, ada)
        late = browser.submit(page, "", name="Mallory", email="m@example.org", password=PASSWORD)
        assert late.status == 404
        assert [user.name for user in people.everyone()] == ["Ada Lovelace"]
