"""What is used of a limit is counted once for a person, a kind and a day."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from tests import factories
from webapp.db import db
from webapp.models.quota_use import QuotaUse


def test_a_day_is_there_once(app: Flask) -> None:
    ada = factories.user("Ada")
    factories.add(QuotaUse(user_id=ada.id, kind="uploads_per_day", day="2026-11-29", count=1))
    db.session.expunge_all()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        factories.add(QuotaUse(user_id=ada.id, kind="uploads_per_day", day="2026-11-29", count=2))
