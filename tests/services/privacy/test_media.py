"""Pictures and files are kept, taken away and erased like the words that they came with."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select, update

from jobs.retention import tidy
from tests import factories
from tests.conversations import CAROL, DAVE, they_send, they_write
from tests.dump import places
from tests.services.privacy.lists import erase
from webapp import files
from webapp.db import db, now
from webapp.models.media import Media, MediaState
from webapp.models.message import Message
from webapp.models.user import User
from webapp.services import settings
from webapp.services.media import store
from webapp.services.privacy import erasure, export, record, traces

NAME, URL = "my knee", "https://api.nexmo.com/v3/media/secret"


@pytest.fixture(autouse=True)
def ada(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> User:
    monkeypatch.setitem(app.extensions, "files", tmp_path / "files")
    factories.number()
    return factories.user()


def came(sender: str = CAROL, content: bytes = b"a knee") -> Media:
    message = they_send(("file", URL, f"{NAME}.pdf"), text="See", sender=sender)
    row = store.of([message.id])[message.id][0]
    key = files.put(io.BytesIO(content))
    there = {"state": MediaState.FETCHED, "key": key, "size": len(content), "content_type": "application/pdf"}
    db.session.execute(update(Media).where(Media.id == row.id).values(there))
    db.session.commit()
    return db.session.get_one(Media, row.id, populate_existing=True)


def there(row_key: str | None) -> bool:
    assert row_key
    return files._path(row_key).exists()


def test_erasing_somebody_removes_their_files_and_nobody_else_s() -> None:
    hers, his = came().key, came(DAVE).key
    they_send(("image", URL, ""))  # one that is still to be fetched
    assert erase().media == 2
    assert (there(hers), there(his)) == (False, True)
    assert places(CAROL[1:]) == set()
    assert db.session.scalars(select(Media.key)).all() == [his]


def test_files_stay_as_long_as_it_is_not_certain_that_they_are_to_go() -> None:
    key = came().key
    erasure.erase(CAROL, traces.look(CAROL))
    assert there(key)
    db.session.rollback()
    assert there(key)
    assert record.of(CAROL).media == 1


def test_what_is_old_goes_with_its_message_and_what_is_young_stays() -> None:
    settings.put("keep_messages_days", 30)
    old, young = came(), came()
    db.session.execute(
        update(Message).where(Message.id == old.message_id).values(created_at=now() - timedelta(days=40))
    )
    keys = old.key, young.key
    db.session.commit()
    tidy()
    assert [there(key) for key in keys] == [False, True]
    assert db.session.scalars(select(Media.key)).all() == [keys[1]]


def test_all_of_it_is_taken_away() -> None:
    row = came()
    they_write("Hello")
    name = f"{NAME}-{row.id}.pdf"
    held = json.loads(export.whole(CAROL, traces.look(CAROL)))
    first, second = held["conversations"][0]["messages"]
    assert [(one["file"], one["kind"], one["url"]) for one in first["media"]] == [(name, "file", URL)]
    assert second["media"] == []
    _, first_line, second_line = export.messages(CAROL)
    assert first_line.rstrip().endswith(f",{name}")
    assert second_line.rstrip().endswith(",")
    with export.archive(export.media(CAROL)) as file, ZipFile(file) as archive:
        assert {one: archive.read(one) for one in archive.namelist()} == {name: b"a knee"}


def test_a_file_that_is_missing_is_named_in_what_is_taken_away() -> None:
    row, other = came(), came()
    assert row.key
    files.remove([row.key])
    with export.archive(export.media(CAROL)) as file, ZipFile(file) as archive:
        assert sorted(archive.namelist()) == sorted([f"{NAME}-{other.id}.pdf", "missing.txt"])
        assert archive.read("missing.txt").decode() == f"{NAME}-{row.id}.pdf"
