"""Migration 0028: what a number is used for is a row, what a batch says its content; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from tests.models.upgrading import application
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.content import SmsContent
from webapp.models.entry import Entry
from webapp.models.number_service import NumberService

pytestmark = pytest.mark.long  # this update is finished: test_migrations goes through it

BEFORE = "0027"
AT = datetime(2026, 11, 1, 9, 30)
NUMBER = text(
    "INSERT INTO number (id, e164, label, sms, calls, pace, country, carrier, slowed_until, slow_reason, "
    "created_at) VALUES (:id, :e164, '', :sms, :calls, :pace, 'US', 'vonage', :at, :why, :at)"
)
BATCH = text(
    "INSERT INTO batch (id, name, channel, state, country, message, max_segments, columns, phone_candidates, "
    "notes, consent_note, over_cap, unknown_zone, whereabouts, reading, reading_fault, rows_read, checking, "
    "checking_fault, rows_checked, segments_total, run, attempts, timezone, local_at, pause_reason, "
    "failures_in_row, revision, created_by, created_at) VALUES (1, 'Spring', 'sms', 'draft', 'US', :message, "
    "3, '[]', '[]', '[]', '', :no, '', '[]', 'none', '', 0, 'none', '', 0, 7, 0, 0, 'UTC', '', '', 0, 0, 1, "
    ":at)"
)
USER = text(
    'INSERT INTO "user" (id, email, name, role, password_hash, session_nonce, timezone, created_at) '
    "VALUES (1, 'ada@example.org', 'Ada', 'admin', '-', 'n', 'UTC', :at)"
)
CONTACT = text(
    "INSERT INTO contact (id, phone, name, attributes, timezone, created_at) "
    "VALUES (1, '+12025550111', '', '{}', '', :at)"
)
THREAD = text(
    "INSERT INTO thread (id, contact_id, number_id, created_at, last_at, last_text, last_direction, "
    "needs_reply, unread, revision) VALUES (1, 1, 1, :at, :at, '', 'out', :no, 0, 0)"
)
ENTRY = text(
    "INSERT INTO entry (id, thread_id, number_id, phone, direction, kind, state, origin, units, text, code, "
    "reason, created_at) VALUES (:id, 1, 1, '+12025550111', 'out', 'sms', :state, :origin, 1, 'Hi', '', '', "
    ":at)"
)
ENTRIES = (("queued", "staff"), ("queued", "confirmation"), ("queued", "api"), ("sent", "staff"))
MESSAGE = "Hi {{first_name|there}}, “José” says: 100 %"


@pytest.fixture
def old(url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application with a database of the revision before, in which there is something."""
    app = application(tmp_path, url)
    with app.app_context():
        upgrade(revision=BEFORE)
        _fill()
        yield app
        db.session.rollback()
        db.engine.dispose()


def _fill() -> None:
    said = db.session.execute
    said(USER, {"at": AT})
    said(NUMBER, {"id": 1, "e164": "+12025550101", "sms": True, "calls": False, "pace": 2.5, "at": AT,
                  "why": "Busy."})  # fmt: skip
    said(NUMBER, {"id": 2, "e164": "+12025550102", "sms": False, "calls": True, "pace": None, "at": AT,
                  "why": ""})  # fmt: skip
    said(CONTACT, {"at": AT})
    said(THREAD, {"at": AT, "no": False})
    said(BATCH, {"message": MESSAGE, "no": False, "at": AT})
    for entry_id, (state, origin) in enumerate(ENTRIES, start=1):
        said(ENTRY, {"id": entry_id, "state": state, "origin": origin, "at": AT})
    db.session.commit()


def test_each_number_has_its_services(old: Flask) -> None:
    upgrade()
    rows = {(one.number_id, one.channel): one for one in db.session.scalars(select(NumberService))}
    assert {key: one.active for key, one in rows.items()} == {
        (1, "sms"): True, (1, "call"): False, (2, "sms"): False, (2, "call"): True,
    }  # fmt: skip
    first = rows[1, "sms"]
    assert (first.pace, first.slow_reason, first.used, first.monthly_limit) == (2.5, "Busy.", 0, None)
    assert rows[2, "sms"].pace is None


def test_each_batch_says_what_it_said(old: Flask) -> None:
    upgrade()
    batch = db.session.scalars(select(Batch)).one()
    assert (batch.content, batch.units_total) == (SmsContent(MESSAGE, 3), 7)


def test_what_waits_has_its_place(old: Flask) -> None:
    upgrade()
    places = {row.id: row.priority for row in db.session.execute(select(Entry.id, Entry.priority))}
    assert places == {1: 1, 2: 0, 3: 3, 4: 4}


def test_and_back(old: Flask) -> None:
    tables = {name: f"SELECT * FROM {name} ORDER BY id" for name in ("number", "batch", "entry")}  # noqa: S608

    def everything() -> dict[str, list[dict[str, object]]]:
        found = {
            name: [dict(sorted(row.items())) for row in db.session.execute(text(query)).mappings()]
            for name, query in tables.items()
        }
        db.session.rollback()
        return found

    before = everything()
    upgrade(revision="0028")
    downgrade(revision=BEFORE)
    assert everything() == before
