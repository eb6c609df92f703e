"""A browser, and people to drive it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from tests import factories
from tests.views.client import Browser
from tests.views.program import Program
from webapp.db import db
from webapp.dialects import sqlite_engine
from webapp.models.user import Role, User
from webapp.services.team import api_keys, passwords, sessions
from webapp.views.signing_in.browser_session import TOKEN

PASSWORD = "three unrelated words"


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser in which no one is signed in."""
    return Browser(app)


@pytest.fixture
def ada(app: Flask) -> User:
    """Ada, an admin."""
    return make_user("Ada Lovelace", Role.ADMIN)


@pytest.fixture
def grace(app: Flask) -> User:
    """Grace, staff."""
    return make_user("Grace Hopper", Role.STAFF)


@pytest.fixture
def admin(app: Flask, ada: User) -> Browser:
    """A browser in which Ada is signed in."""
    return signed_in(app, ada)


@pytest.fixture
def staff(app: Flask, grace: User) -> Browser:
    """A browser in which Grace is signed in."""
    return signed_in(app, grace)


@pytest.fixture
def with_simulator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when `./outbound up` runs without Vonage credentials."""
    settings = replace(app.config["SETTINGS"], simulator_url="http://127.0.0.1:9/")
    monkeypatch.setitem(app.config, "SETTINGS", settings)


def make_user(name: str, role: Role) -> User:
    """`Ada Lovelace` -> ada@example.org, who signs in with PASSWORD."""
    email = f"{name.split()[0].lower()}@example.org"
    user = User(email=email, name=name, role=role, password_hash=_hash())
    db.session.add(user)
    db.session.commit()
    return user


@cache
def _hash() -> str:
    return passwords.hashed(PASSWORD)


def signed_in(app: Flask, user: User) -> Browser:
    """A browser with the session that signing in leaves behind; test_auth signs in by the form."""
    browser = Browser(app)
    token = sessions.begin(user.id, "127.0.0.1", "")
    db.session.commit()
    with browser.client.session_transaction() as session:
        session[TOKEN] = token
        session["_fresh"] = True
        session.permanent = True
    return browser


@pytest.fixture
def impatient(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A request waits for a lock for a fifth of a second only."""
    if db.engine.dialect.name == "sqlite":
        monkeypatch.setattr(sqlite_engine, "PATIENCE_SECONDS", 0.2)
        yield
        return

    def hurry(connection: Any, *_: object) -> None:
        connection.cursor().execute("SET lock_timeout = 200")
        connection.commit()

    event.listen(db.engine, "checkout", hurry)
    yield
    event.remove(db.engine, "checkout", hurry)
    db.session.remove()
    db.engine.dispose()


@pytest.fixture
def website(app: Flask, ada: User) -> Program:
    """The website, whose key Ada has made; our number is a US one."""
    factories.number()
    _, secret = api_keys.make("Website", ada)
    db.session.commit()
    return Program(app, secret)
