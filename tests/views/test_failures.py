"""A page that needs the database while it cannot be used says so, and loses nothing."""

from __future__ import annotations

from contextlib import closing

from tests.views.client import Browser
from webapp.db import db


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
    assert admin.submit(page, "/settings", price_per_segment="0.05").status == 200
