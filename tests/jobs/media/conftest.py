"""The carrier's media server, an empty folder for files, and someone who sends something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from jobs import media as jobs
from tests import factories
from tests.conversations import they_send
from tests.jobs.media.server import MediaServer
from webapp import files
from webapp.db import db, now
from webapp.models.media import Media


@pytest.fixture(autouse=True)
def server(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[MediaServer]:
    """The carrier's media server, as the simulator has it; and an empty folder for files."""
    made = MediaServer()
    settings = app.config["SETTINGS"]
    vonage = replace(settings.vonage, host=made.host)
    told = replace(settings, vonage=vonage, simulator_url=f"http://{made.host}")
    monkeypatch.setitem(app.config, "SETTINGS", told)
    monkeypatch.setitem(app.extensions, "files", tmp_path / "files")
    factories.number()
    db.session.commit()
    yield made
    made.close()


def fetched(url: str, kind: str = "image", name: str = "") -> Media:
    """Something that came, and was looked for once."""
    row = came(url, kind, name)
    jobs.fetch(row.id)
    return again(row)


def came(url: str, kind: str = "image", name: str = "") -> Media:
    message = they_send((kind, url, name))
    return db.session.scalars(select(Media).where(Media.message_id == message.id)).one()


def again(row: Media) -> Media:
    db.session.rollback()
    return db.session.get_one(Media, row.id, populate_existing=True)


def content(row: Media) -> bytes:
    assert row.key
    with files.open_to_read(row.key) as file:
        return file.read()


def kept() -> list[Path]:
    folder: Path = files._root()
    return [path for path in folder.glob("**/*") if path.is_file()]


def make_due(row: Media) -> None:
    db.session.execute(update(Media).where(Media.id == row.id).values(next_try_at=now()))
    db.session.commit()
