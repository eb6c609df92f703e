"""A notice for an account belongs to someone who exists."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from tests import factories
from webapp.db import db
from webapp.models.account_notice import AccountNotice


def test_it_is_for_someone(app: Flask) -> None:
    with pytest.raises(IntegrityError), db.session.begin_nested():
        factories.add(AccountNotice(user_id=4711, text="Your password was changed."))
