"""A link for a new password works once, for a day, and its owner is told who made it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests import factories
from webapp.db import db, now
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.password_link import PasswordLink
from webapp.models.user import User
from webapp.services.team import account_notices, credentials, password_links, passwords, sessions

NEW = "another four unrelated words"


def people() -> tuple[User, User]:
    ada, bea = factories.user("Ada Lovelace"), factories.user("Bea")
    bea.password_hash = passwords.hashed("three unrelated words")
    db.session.commit()
    return ada, bea


def test_it_works_once_ends_sessions_and_is_told(app: Flask) -> None:
    ada, bea = people()
    session = sessions.begin(bea.id, "", "")
    token = password_links.make(bea, ada)
    db.session.commit()
    assert password_links.find(token) is bea
    with pytest.raises(Fault, match="at least 10 characters"):
        password_links.use(token, "short")
    password_links.use(token, NEW)
    db.session.commit()
    assert credentials.is_own(bea.id, NEW)
    assert sessions.find(session) is None
    [notice] = account_notices.of(bea.id)
    assert notice.text == "Your password was changed with a link that Ada Lovelace has made."
    with pytest.raises(NotFound):
        password_links.use(token, NEW)


def test_the_newest_works_until_it_expires(app: Flask) -> None:
    _, bea = people()
    old, new = password_links.make(bea, None), password_links.make(bea, None)
    db.session.commit()
    for token in (old, "", "x" * 500):
        with pytest.raises(NotFound):
            password_links.find(token)
    credentials.change(bea.id, "three unrelated words", NEW)
    with pytest.raises(NotFound):
        password_links.find(new)
    new = password_links.make(bea, None)
    db.session.flush()
    assert password_links.find(new) is bea
    db.session.get_one(PasswordLink, bea.id).expires_at = now() - timedelta(seconds=1)
    db.session.flush()
    with pytest.raises(NotFound):
        password_links.find(new)


def test_someone_deactivated_gets_none(app: Flask) -> None:
    ada, bea = people()
    token = password_links.make(bea, ada)
    bea.deactivated_at = now()
    db.session.flush()
    with pytest.raises(NotFound):
        password_links.find(token)
    with pytest.raises(Conflict):
        password_links.make(bea, ada)
