"""Migration 0038: tables of calls; each number has a service for them, also one that came after 0028."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text

from tests.models.upgrading import application
from webapp.db import db
from webapp.models.number_service import NumberService

pytestmark = pytest.mark.long  # this update is finished: test_migrations goes through it

BEFORE = "0037"
NUMBER = text(
    "INSERT INTO number (id, e164, label, country, carrier, created_at) "
    "VALUES (:id, :e164, '', 'US', 'vonage', :at)"
)
SERVICE = text(
    "INSERT INTO number_service (number_id, channel, active, pace, at_once) "
    "VALUES (:id, :channel, :active, :pace, :at_once)"
)


@pytest.fixture
def old(url: str, tmp_path: Path) -> Iterator[Flask]:
    app = application(tmp_path, url)
    with app.app_context():
        upgrade(revision=BEFORE)
        for number_id in (1, 2):
            at = datetime(2026, 11, 1)
            db.session.execute(NUMBER, {"id": number_id, "e164": f"+1202555010{number_id}", "at": at})
            sms = {"id": number_id, "channel": "sms", "active": True, "pace": 2.0, "at_once": None}
            db.session.execute(SERVICE, sms)
        own = {"id": 1, "channel": "call", "active": True, "pace": None, "at_once": 1}
        db.session.execute(SERVICE, own)
        db.session.commit()
        yield app
        db.session.rollback()
        db.engine.dispose()


def services() -> dict[tuple[int, str], tuple[object, ...]]:
    rows = db.session.scalars(select(NumberService)).all()
    return {(one.number_id, str(one.channel)): (one.active, one.pace, one.at_once) for one in rows}


def test_each_number_has_a_service_of_calls(old: Flask) -> None:
    upgrade()
    assert services() == {
        (1, "sms"): (True, 2.0, None),
        (1, "call"): (True, 1.0, 1),
        (2, "sms"): (True, 2.0, None),
        (2, "call"): (False, 1.0, 5),
    }


def test_and_back(old: Flask) -> None:
    upgrade()
    db.session.rollback()
    downgrade(revision=BEFORE)
    assert {"call", "call_turn", "call_leg"}.isdisjoint(inspect(db.engine).get_table_names())
