"""The files of the database do not say who was erased."""

from __future__ import annotations

import subprocess

from tests import factories
from tests.conversations import CAROL, they_write, thread_of
from tests.views.client import Browser
from webapp.db import db
from webapp.services.contacts import details

NAME = "Carol Élan"


def test_no_file_of_the_database_says_who_was_erased(admin: Browser) -> None:
    if db.engine.dialect.name != "sqlite":
        return  # PostgreSQL leaves that to its vacuum
    factories.number()
    db.session.commit()
    carol = thread_of(they_write("take me off your list")).contact
    details.rename(carol, NAME)
    db.session.commit()
    assert NAME.encode() in _files()
    admin.submit(admin.get(f"/contacts/{carol.id}"), "/opt-out")
    admin.submit(admin.get(f"/contacts/phone/{CAROL}/erase"), "/erase", confirm="0111")
    assert NAME.encode() not in _files()


def _files() -> bytes:
    """By another process: one that closes a file gives up SQLite's locks on it (howtocorrupt.html, 2.2)."""
    path = str(db.engine.url.database)
    return subprocess.run(["cat", path, f"{path}-wal"], check=True, capture_output=True).stdout
