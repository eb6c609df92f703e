"""Behind a web server that is named, the address is that of its client; no client can make one up."""

from __future__ import annotations

import dataclasses

import pytest
from flask import Flask, request
from sqlalchemy import select

from tests.views.client import Browser
from tests.views.conftest import PASSWORD
from webapp import config
from webapp.app import create_app
from webapp.db import db
from webapp.models.event import Event
from webapp.models.user import User


def try_password(browser: Browser, email: str, password: str, peer: str, forwarded: str) -> int:
    """From a peer, with what X-Forwarded-For says; without it when empty."""
    page = browser.get("/login")
    form = {"email": email, "password": password, "csrf_token": page.value("csrf_token")}
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return browser.post(
        "/login", form, headers=headers, environ_base={"REMOTE_ADDR": peer}, follow=False
    ).status


@pytest.fixture
def behind(app: Flask) -> Browser:
    """A browser of the application that has a web server on this machine, and a load balancer."""
    proxies = config._networks({"OUTBOUND_PROXIES": "127.0.0.1, ::1,10.1.0.0/16"}, "OUTBOUND_PROXIES")
    return Browser(create_app(dataclasses.replace(app.config["SETTINGS"], proxies=proxies)))


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("::1", "2001:db8::9", "2001:db8::9"),
        ("::ffff:10.1.2.3", "203.0.113.9", "203.0.113.9"),
        ("", "203.0.113.9", "203.0.113.9"),
        ("10.1.2.3", "10.9.8.7, 203.0.113.9", "203.0.113.9"),
        ("10.2.0.1", "203.0.113.9", "10.2.0.1"),
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),
    ],
)
def test_only_a_web_server_that_is_named_is_believed(
    behind: Browser, peer: str, forwarded: str, address: str
) -> None:
    assert try_password(behind, "nobody@example.org", "wrong wrong wrong", peer, forwarded) == 422
    assert db.session.scalars(select(Event)).one().data["address"] == address


def test_nobody_is_believed_unless_named(browser: Browser) -> None:
    try_password(browser, "nobody@example.org", "wrong wrong wrong", "127.0.0.1", "203.0.113.9")
    assert db.session.scalars(select(Event)).one().data["address"] == "127.0.0.1"


def test_whoever_guesses_passwords_shuts_out_nobody_else(behind: Browser, ada: User) -> None:
    guesses = [try_password(behind, ada.email, "wrong wrong", "127.0.0.1", "203.0.113.9") for _ in range(6)]
    assert guesses == [422] * 5 + [429]
    assert try_password(behind, ada.email, PASSWORD, "127.0.0.1", "198.51.100.7") == 303


@pytest.mark.parametrize("given", ["nonsense", "10.0.0.0/99", "10.0.0.1/8"])
def test_what_is_no_network_is_said_by_name(given: str) -> None:
    with pytest.raises(config.ConfigError, match="OUTBOUND_PROXIES"):
        config._networks({"OUTBOUND_PROXIES": given}, "OUTBOUND_PROXIES")


@pytest.mark.parametrize(
    ("peer", "said", "scheme"),
    [
        ("127.0.0.1", "https", "https"),
        ("::1", "https", "https"),
        ("::ffff:127.0.0.1", "https", "https"),
        ("", "https", "https"),
        ("127.0.0.1", "", "http"),
        ("10.1.2.3", "https", "https"),
        ("198.51.100.7", "https", "http"),
        ("made up", "https", "http"),
    ],
)
def test_how_a_browser_came_is_believed_of_web_servers_here_and_of_those_that_are_named(
    behind: Browser, peer: str, said: str, scheme: str
) -> None:
    assert scheme_of(behind, peer, said) == scheme


def test_a_web_server_on_this_machine_need_not_be_named(browser: Browser) -> None:
    assert scheme_of(browser, "127.0.0.1", "https") == "https"
    assert scheme_of(browser, "10.1.2.3", "https") == "http"


def scheme_of(browser: Browser, peer: str, said: str) -> str:
    """How the application believes that it was asked: http or https."""
    seen: list[str] = []
    browser.app.before_request_funcs.setdefault(None, []).insert(0, lambda: seen.append(request.scheme))
    headers = {"X-Forwarded-Proto": said} if said else {}
    browser.get("/login", headers=headers, environ_base={"REMOTE_ADDR": peer})
    return seen[-1]
