"""Of each person one link works at most."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from tests import factories
from webapp.db import db, now
from webapp.models.password_link import PasswordLink


def test_a_person_has_one(app: Flask) -> None:
    ada = factories.user("Ada")
    factories.add(PasswordLink(user_id=ada.id, token_hash="a", expires_at=now()))
    db.session.expunge_all()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        factories.add(PasswordLink(user_id=ada.id, token_hash="b", expires_at=now()))
