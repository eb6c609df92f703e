"""What is left of a list: its rows, its file, or nothing."""

from __future__ import annotations

from flask import Flask

from tests import factories
from tests.services.batches import ended
from webapp.db import db
from webapp.models.work import Work
from webapp.services.batches.lists import kept_lists
from webapp.services.batches.lists.kept_lists import Kept


def test_rows_then_the_file_then_nothing(app: Flask) -> None:
    batch = factories.batch(factories.phones(2))
    assert kept_lists.of(batch) == Kept.ROWS
    first, last = ended.rows_of(batch)
    first.cells = []
    db.session.flush()
    assert kept_lists.of(batch) == Kept.ROWS
    last.cells = []
    db.session.flush()
    assert kept_lists.of(batch) == Kept.FILE
    batch.upload_id = None
    assert kept_lists.of(batch) == Kept.NOTHING


def test_one_that_is_not_read_to_its_end(app: Flask) -> None:
    batch = factories.batch(factories.phones(1), reading=Work.RUNNING)
    assert kept_lists.of(batch) == Kept.UNREAD
    assert kept_lists.of(factories.batch([], number_id=batch.number_id, phone_column=None)) == Kept.UNREAD
