"""Migration 0026: messages are entries, each row of them, and all that refers to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import MetaData, inspect, text
from sqlalchemy.exc import IntegrityError

from tests.models.upgrading import application, killed_at
from webapp.db import db
from webapp.processes import prepare

pytestmark = pytest.mark.long  # this update is finished: test_migrations goes through it

AT = datetime(2026, 11, 1, 9, 30, 15, 123456)
BEFORE, AFTER = "0025", "0026"
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def old(url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application with a database of the revision before, in which people have written."""
    app = application(tmp_path, url)
    with app.app_context():
        upgrade(revision=BEFORE)
        _fill()
        yield app
        db.session.rollback()
        db.engine.dispose()


def _message(message_id: int, direction: str, **values: Any) -> dict[str, Any]:
    ref = f"ref-{message_id}" if direction == "out" else None
    return {
        "id": message_id, "thread_id": 1, "number_id": 1, "phone": "+12025550111", "direction": direction,
        "state": "delivered" if ref else "received", "origin": "staff" if ref else None,
        "text": f"Text {message_id}", "segments": message_id, "user_id": 1 if ref else None, "batch_id": None,
        "recipient_id": None, "client_ref": ref, "carrier_id": f"id-{message_id}", "code": "", "reason": "",
        "created_at": AT, "claimed_at": AT if ref else None, "sent_at": AT, "settled_at": AT if ref else None,
        "not_before": None, "reacts_to": None, "reaction": None, **values,
    }  # fmt: skip


def _fill() -> None:
    thread = {"last_at": AT, "last_text": "", "last_direction": "in", "needs_reply": True, "unread": 1}
    opt_out = {"phone": "+12025550111", "scope": "all", "evidence": "STOP", "created_at": AT}
    hold = {"phone": "+12025550112", "thread_id": 2, "text": "please stop", "created_at": AT}
    rows: Rows = {
        "user": [{"id": 1, "email": "ada@example.org", "name": "Ada", "role": "admin", "password_hash": "-",
                  "session_nonce": "n", "timezone": "UTC", "created_at": AT}],
        "number": [{"id": key, "e164": f"+1202555010{key}", "label": "", "sms": True, "calls": False,
                    "country": "US", "carrier": carrier, "slow_reason": "", "created_at": AT}
                   for key, carrier in ((1, "vonage"), (2, "tiny"))],
        "contact": [{"id": key, "phone": f"+1202555011{key}", "name": "", "attributes": {}, "timezone": "",
                     "created_at": AT} for key in (1, 2)],
        "thread": [{"id": key, "contact_id": key, "number_id": key, "created_at": AT, "revision": 3} | thread
                   for key in (1, 2)],
        "message": [
            _message(1, "out"),
            _message(2, "in", text="STOP"),
            _message(3, "out", state="queued", carrier_id=None, claimed_at=None, sent_at=None,
                     settled_at=None, not_before=AT),
            _message(5, "out", number_id=2, thread_id=2, state="failed", code="1490", reason="No word.",
                     recipient_id=7, origin="batch"),
            _message(8, "in", number_id=2, thread_id=2, reacts_to=5, reaction="👍", text="Liked “Text 5”"),
            _message(9, "in", number_id=2, thread_id=2, carrier_id=None, text=""),
        ],
        "media": [{"id": 1, "message_id": 9, "position": 0, "kind": "image", "name": "a.png", "caption": "",
                   "url": "https://x", "state": "waiting", "reason": "", "attempts": 2, "next_try_at": AT,
                   "content_type": "", "created_at": AT}],
        "opt_out": [
            {"id": 1, "source": "keyword", "message_id": 2, "told_again": "a", "lift_reason": "", **opt_out},
            {"id": 2, "source": "staff", "lifted_at": AT, "lifted_by": 1, "lift_reason": "x", **opt_out},
        ],
        "left_already": [{"opt_out_id": 1, "message_id": 1, "batch_id": None}],
        "hold": [{"id": 1, "message_id": 8, "decision": ""} | hold],
    }  # fmt: skip
    tables = _tables()
    for name, those in rows.items():
        for row in those:
            db.session.execute(tables[name].insert().values(**row))
    db.session.commit()


def _tables() -> Any:
    metadata = MetaData()
    metadata.reflect(db.session.connection(), resolve_fks=False)
    return metadata.tables


def _everything() -> Rows:
    """The rows of every table that has some: later migrations add tables."""
    found = {
        name: [dict(row) for row in db.session.execute(table.select()).mappings()]
        for name, table in _tables().items()
        if "search" not in name and name != "alembic_version"
    }
    db.session.rollback()
    return {name: sorted(rows, key=str) for name, rows in found.items() if rows}


def _expected(before: Rows) -> Rows:
    carriers = {number["id"]: number["carrier"] for number in before["number"]}
    entries = []
    for message in before["message"]:
        new = {"units": message["segments"], "kind": "sms", "carrier": carriers[message["number_id"]]}
        entries.append({name: value for name, value in message.items() if name != "segments"} | new)
    return {name: rows for name, rows in before.items() if name != "message"} | {"entry": entries}


def _by_id(rows: Rows) -> Rows:
    """Whatever the order of rows and columns."""
    return {
        name: sorted((dict(sorted(row.items())) for row in those), key=str) for name, those in rows.items()
    }


def _without_nonces(rows: Rows) -> Rows:
    """Version 0052 has taken them away, with the sessions that they were for."""
    kept = [{name: value for name, value in row.items() if name != "session_nonce"} for row in rows["user"]]
    return rows | {"user": kept}


def test_every_row_is_as_it_was(old: Flask) -> None:
    before = _everything()
    upgrade(revision=AFTER)
    assert _by_id(_everything()) == _by_id(_expected(before))


def test_what_referred_to_messages_refers_to_entries(old: Flask) -> None:
    upgrade(revision=AFTER)
    for table in ("opt_out", "hold", "media"):
        keys = inspect(db.engine).get_foreign_keys(table)
        key = next(key for key in keys if key["constrained_columns"] == ["message_id"])
        assert (key["name"], key["referred_table"]) == (f"fk_{table}_message_id_entry", "entry")
    with pytest.raises(IntegrityError):
        db.session.execute(text("DELETE FROM entry WHERE id = 2"))


def test_new_entries_go_on_after_the_last_message(old: Flask) -> None:
    before = _everything()["message"]
    if db.engine.dialect.name == "postgresql":  # the rows above came with their numbers
        db.session.execute(text("SELECT setval('message_id_seq', 9)"))
        db.session.commit()
    upgrade(revision=AFTER)
    entry = _tables()["entry"]
    values = {"units" if name == "segments" else name: value for name, value in before[0].items()}
    values |= {"client_ref": "new", "carrier_id": "new", "carrier": "vonage", "kind": "sms"}
    del values["id"]
    assert db.session.execute(entry.insert().values(**values).returning(entry.c.id)).scalar_one() == 10


@pytest.mark.parametrize("words", ["uq_entry_client_ref", "UPDATE alembic_version"])
def test_killed_in_the_middle_it_has_changed_nothing_and_the_next_start_does_it(
    old: Flask, url: str, tmp_path: Path, words: str
) -> None:
    before = _everything()
    db.engine.dispose()
    killed_at(words, tmp_path, url)
    assert _everything() == before
    assert db.session.scalar(text("SELECT version_num FROM alembic_version")) == BEFORE
    db.session.rollback()
    prepare.migrate_database()
    downgrade(revision=AFTER)
    assert _by_id(_without_nonces(_everything())) == _by_id(_without_nonces(_expected(before)))
