"""An installation worth keeping, its backup, and its rows as text."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from flask import Flask

from tests import factories
from tests.conversations import CAROL, they_write
from tests.dump import dump
from webapp import files
from webapp.backups import archive, making, restoring
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.media import Media, MediaKind, MediaState
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.services import events

PICTURE = b"a picture\x00\xff" * 50_000


def populate(app: Flask, data: Path) -> Batch:
    """A batch that runs, a conversation with a picture, an opt-out; files are in `data`. Committed."""
    app.extensions["files"] = data / "files"
    batch = factories.batch([CAROL, "+12025550122"])
    written = they_write("Tab\there, line\nthere, back\\slash, 日本 and \\N")
    key = files.put(BytesIO(PICTURE))
    common = {"position": 0, "kind": MediaKind.IMAGE, "url": "https://api.nexmo.com/1"}
    factories.add(Media(message_id=written.id, state=MediaState.FETCHED, key=key, **common))
    factories.add(OptOut(phone="+12025550133", source=OptOutSource.STAFF, evidence="by letter"))
    events.note("batch.started", batch_id=batch.id)
    db.session.commit()
    return batch


def put_back(path: Path) -> None:
    """As the command does it."""
    with archive.reading(path) as backup:
        restoring.put_back(backup)


def make(path: Path) -> list[str]:
    """A backup; returns what the database held then."""
    held = rows()
    making.make(path)
    return held


def rows() -> list[str]:
    found = dump()
    db.session.rollback()
    return found
