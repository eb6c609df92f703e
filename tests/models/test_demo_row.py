"""Which rows are made up."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from webapp.db import db, now
from webapp.models.demo_row import DemoRow


def test_a_row_is_made_up_once(app: Flask) -> None:
    db.session.add(DemoRow(table_name="contact", row_id=1, made_at=now()))
    db.session.add(DemoRow(table_name="batch", row_id=1, made_at=now()))
    db.session.commit()
    db.session.expunge_all()
    db.session.add(DemoRow(table_name="contact", row_id=1, made_at=now()))
    with pytest.raises(IntegrityError):
        db.session.flush()
