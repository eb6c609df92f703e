"""Behind a web server, the address is that of whoever it answers; nobody else can make one up."""

from __future__ import annotations

import dataclasses
from ipaddress import ip_network

import pytest
from flask import Flask
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


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("::1", "2001:db8::9", "2001:db8::9"),
        ("127.0.0.1", "10.9.8.7, 203.0.113.9", "203.0.113.9"),
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),
        ("198.51.100.7", "", "198.51.100.7"),
    ],
)
def test_only_a_web_server_on_this_machine_is_believed(
    browser: Browser, peer: str, forwarded: str, address: str
) -> None:
    assert try_password(browser, "nobody@example.org", "wrong wrong wrong", peer, forwarded) == 422
    assert db.session.scalars(select(Event)).one().data["address"] == address


def test_a_load_balancer_is_believed_where_it_is_named(app: Flask) -> None:
    settings = dataclasses.replace(app.config["SETTINGS"], proxies=(ip_network("10.1.0.0/16"),))
    browser = Browser(create_app(settings))
    try_password(browser, "nobody@example.org", "wrong wrong wrong", "10.1.2.3", "203.0.113.9")
    assert db.session.scalars(select(Event)).one().data["address"] == "203.0.113.9"


def test_whoever_guesses_passwords_shuts_out_nobody_else(browser: Browser, ada: User) -> None:
    guesses = [try_password(browser, ada.email, "wrong wrong", "127.0.0.1", "203.0.113.9") for _ in range(6)]
    assert guesses == [422] * 5 + [429]
    assert try_password(browser, ada.email, PASSWORD, "127.0.0.1", "198.51.100.7") == 303


@pytest.mark.parametrize("given", ["nonsense", "10.0.0.0/99", "10.0.0.1/8"])
def test_what_is_no_network_is_said_by_name(app: Flask, given: str) -> None:
    with pytest.raises(config.ConfigError, match="OUTBOUND_PROXIES"):
        config._networks({"OUTBOUND_PROXIES": given}, "OUTBOUND_PROXIES")
