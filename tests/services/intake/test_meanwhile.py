"""While a long list is read and checked, everyone else can write."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, event

from jobs import intake as jobs
from tests import factories
from webapp.db import db
from webapp.dialects import sqlite_engine
from webapp.models.work import Work
from webapp.services.batches import drafts
from webapp.services.intake import storing
from webapp.services.recipients import tallies

LIST = "phone_number,first_name\n" + "".join(f"{phone},Ada\n" for phone in factories.phones(30))


@contextmanager
def somebody_who_writes_at(beginning: str) -> Iterator[list[str]]:
    """Another connection that writes just before the first statement that begins so."""
    written: list[str] = []

    def write(_connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(beginning) or written:
            return
        written.append(statement)
        with db.engine.connect() as other:
            other.exec_driver_sql("UPDATE batch SET name = 'Renamed meanwhile'")
            other.commit()

    event.listen(db.engine, "before_cursor_execute", write)
    try:
        yield written
    finally:
        event.remove(db.engine, "before_cursor_execute", write)


@pytest.mark.parametrize("beginning", ["SELECT upload_chunk.data", "SELECT recipient.id, recipient.row_no"])
def test_nobody_waits_while_the_list_is_fetched_and_its_rows_looked_at(
    app: Flask, beginning: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_engine, "PATIENCE_SECONDS", 0.2)
    factories.number()
    batch = drafts.create(factories.user().id)
    drafts.write(batch, "Hi {{first_name}}", 1)
    drafts.attach(batch, "list.csv", io.BytesIO(LIST.encode()), batch.created_by)
    db.session.commit()
    with somebody_who_writes_at(beginning) as written:
        jobs.read_upload(batch.id)
        jobs.check_batch(batch.id)
    assert written
    assert (batch.reading, batch.checking, batch.name) == (Work.DONE, Work.DONE, "Renamed meanwhile")
    assert {name: count for name, count in tallies.counts(batch.id).items() if count} == {"queued": 30}


def test_a_chunk_is_bounded_in_rows_and_in_letters() -> None:
    short: list[storing.Record] = [
        (1, row_no, None, "[]", "queued", None, "", "", 0) for row_no in range(12_000)
    ]
    assert [len(chunk) for chunk in storing.chunks(short)] == [5000, 5000, 2000]
    long = [(1, row_no, None, "x" * 1_500_000, "queued", None, "", "", 0) for row_no in range(7)]
    assert [len(chunk) for chunk in storing.chunks(long)] == [3, 3, 1]
    assert list(storing.chunks([])) == []


@pytest.mark.parametrize("cells", [[], ["a"], ['"', "Köln", "\u2028\x00\\", "日本"]])
def test_cells_are_stored_as_json(cells: list[str]) -> None:
    assert storing.as_json(cells) == json.dumps(cells)
