"""A page that needs the database while it cannot be used says so, and loses nothing."""

from __future__ import annotations

import gc
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from jobs import workflows
from tests.length import length
from tests.views.client import Browser
from tests.views.signed import INBOUND, Vonage, text
from webapp.db import db
from webapp.server import channel
from webapp.services import containment
from webapp.views import clean_request

HOLDS_READERS = """
import fcntl, os, sys
index = os.open(sys.argv[1], os.O_RDWR)
fcntl.lockf(index, fcntl.LOCK_EX, 5, 123)
print("held", flush=True)
sys.stdin.read()
"""
"""The five places of readers in the index of SQLite's log (https://sqlite.org/walformat.html, 2.3.1), as one
has them who was stopped while writing it: after ten seconds of its own SQLite says SQLITE_PROTOCOL."""


def test_a_locked_database_is_said_in_plain_words_and_the_form_works_afterwards(
    admin: Browser, impatient: None
) -> None:
    page = admin.get("/settings")
    with closing(db.engine.raw_connection()) as somebody_else:
        somebody_else.cursor().execute(
            "LOCK TABLE setting IN ACCESS EXCLUSIVE MODE"
            if db.engine.dialect.name == "postgresql"
            else "BEGIN IMMEDIATE"
        )
        refused = admin.submit(page, "/settings", price_per_segment="0.05")
        somebody_else.rollback()
    assert (refused.status, refused.title) == (503, "The database cannot be used")
    assert "was not saved" in refused.words
    kept = [one.attrs["data-typed"] for one in refused.root.all("div") if one.attrs.get("id") == "refill"]
    assert '"price_per_segment": ["0.05"]' in kept[0], "it is filled in again, see js/refill.js"
    assert admin.submit(page, "/settings", price_per_segment="0.05").status == 200


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/saved-replies/new", 507, "no room for what you sent"),
        (INBOUND, 503, "not saved"),
        ("/api/v1/events", 503, "not saved"),
    ],
)
def test_a_body_for_which_the_disk_had_no_room(admin: Browser, path: str, status: int, said: str) -> None:
    answer = admin.client.post(path, environ_base={channel.NO_ROOM: True})
    assert (answer.status_code, said in answer.text) == (status, True)
    assert clean_request.NO_ROOM == channel.NO_ROOM


@pytest.mark.long
def test_a_database_that_cannot_even_be_read_is_as_busy_as_one_that_cannot_be_written_to(
    app: Flask, admin: Browser, impatient: None, hasty: None
) -> None:
    vonage = Vonage(app)
    db.session.remove()
    db.engine.dispose()
    with unreadable():
        page = admin.get("/settings")
        answer = vonage.says(INBOUND, text("Hello"))
        with pytest.raises(OperationalError) as raised:
            workflows.run_due()
        db.session.remove()
    assert (page.status, page.title) == (503, "The database cannot be used")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30"), "the carrier repeats it"
    assert not containment.is_of_the_work(raised.value), "a job leaves it to the next one"
    assert admin.get("/settings").status == 200
    assert vonage.says(INBOUND, text("Hello")).status_code == 200
    workflows.run_due()


@pytest.fixture
def hasty(app: Flask) -> Iterator[None]:
    """New connections to SQLite wait for a fifth of a second only."""

    def hurry(_dialect: object, _record: object, _args: object, given: dict[str, Any]) -> None:
        given["timeout"] = 0.2

    if db.engine.dialect.name == "postgresql":
        yield
        return
    event.listen(db.engine, "do_connect", hurry)
    yield
    event.remove(db.engine, "do_connect", hurry)
    db.session.remove()
    db.engine.dispose()


def unreadable() -> AbstractContextManager[None]:
    if db.engine.dialect.name == "postgresql":
        return _locked()
    return (_exclusive, _without_places)[length(0, 1)]()


@contextmanager
def _locked() -> Iterator[None]:
    with closing(db.engine.raw_connection()) as other:
        other.cursor().execute("LOCK TABLE setting, number, workflow_run IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


@contextmanager
def _exclusive() -> Iterator[None]:
    """Someone has it for themselves: a repair, a copy by hand. SQLITE_BUSY."""
    gc.collect()  # connections of threads that have ended
    with closing(sqlite3.connect(str(db.engine.url.database), isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def _without_places() -> Iterator[None]:
    with db.engine.connect() as connection:  # it keeps the index where it is
        connection.exec_driver_sql("SELECT 1 FROM setting").all()
        connection.rollback()
        index = f"{db.engine.url.database}-shm"
        command = [sys.executable, "-c", HOLDS_READERS, index]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with subprocess.Popen(command, text=True, **pipes) as other:  # type: ignore[call-overload]
            assert other.stdout.readline() == "held\n"
            yield
            other.stdin.close()
