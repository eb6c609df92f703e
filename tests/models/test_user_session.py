"""A session is found by one token, and begins used and proved."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from tests import factories
from webapp.db import db
from webapp.models.user_session import UserSession


def test_a_token_opens_one(app: Flask) -> None:
    ada = factories.user("Ada")
    session = factories.add(UserSession(user_id=ada.id, token_hash="a" * 64))
    assert (session.proved_at - session.created_at).total_seconds() < 1
    with pytest.raises(IntegrityError), db.session.begin_nested():
        factories.add(UserSession(user_id=ada.id, token_hash="a" * 64))
