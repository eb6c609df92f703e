"""The drill: backup, wipe, restore, and every row and file is there again; on both databases."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError

from tests import factories
from tests.backups import scene
from tests.emptying import empty
from webapp import files
from webapp.backups import archive, making, restoring
from webapp.db import db, dialect
from webapp.dialects.base import Damaged
from webapp.models.contact import Contact
from webapp.models.event import Event
from webapp.models.media import Media
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.processes.fault import StartFault


def test_every_row_and_every_file_comes_back_and_new_rows_get_new_ids(app: Flask, home: Path) -> None:
    scene.populate(app, home)
    held = scene.make(home / "one.zip")
    last = db.session.scalar(select(func.max(Contact.id))) or 0
    empty()
    factories.user("Mallory")
    db.session.commit()
    shutil.rmtree(home / "files")
    scene.put_back(home / "one.zip")
    assert scene.rows() == held
    with files.open_to_read(db.session.scalars(select(Media.key)).one() or "") as file:
        assert file.read() == scene.PICTURE
    assert (
        factories.thread("+12025550144", db.session.scalar(text("SELECT id FROM number"))).contact_id > last
    )
    db.session.rollback()
    with pytest.raises(DBAPIError):  # its triggers are there, too
        db.session.execute(text("UPDATE event SET kind = 'nothing.happened'"))
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Event))


def test_it_is_of_one_moment_while_others_write(app: Flask, home: Path) -> None:
    """Each transaction writes a pair; no backup has half of one."""
    over = threading.Event()

    def write() -> None:
        with app.app_context():
            for n in range(10_000):
                if over.is_set():
                    break
                phone = f"+1202555{n:04d}"
                db.session.add(Contact(phone=phone, name="Pair"))
                db.session.add(OptOut(phone=phone, source=OptOutSource.STAFF, evidence="a pair"))
                db.session.commit()
            db.session.remove()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        abouts = [making.make(home / f"{n}.zip") for n in range(3)]
    finally:
        over.set()
        writer.join()
    assert all(about.database.rows["contact"] == about.database.rows["opt_out"] for about in abouts)
    assert abouts[2].database.rows["contact"] > abouts[0].database.rows["contact"], "someone wrote meanwhile"


def test_a_backup_that_does_not_fit_is_refused(app: Flask, home: Path) -> None:
    scene.populate(app, home)
    scene.make(home / "one.zip")
    with archive.reading(home / "one.zip") as backup:
        object.__setattr__(backup.about, "revision", "9999")
        with pytest.raises(StartFault, match="newer version"):
            restoring.must_fit(backup)
        object.__setattr__(backup.about, "dialect", "another")
        with pytest.raises(StartFault, match="is of a database of another"):
            restoring.must_fit(backup)


def test_a_backup_leaves_alone_what_is_just_being_written(app: Flask, home: Path) -> None:
    scene.populate(app, home)

    def slowly() -> Iterator[bytes]:
        yield b"half of a recording, "
        making.make(home / "one.zip")
        yield b"and the rest"

    key = "ab" * 16
    files.put_back(key, slowly())
    with files.open_to_read(key) as file:
        assert file.read() == b"half of a recording, and the rest"


def test_a_restore_that_was_killed_in_the_middle_of_a_file_is_done_again(app: Flask, home: Path) -> None:
    scene.populate(app, home)
    scene.make(home / "one.zip")
    (path,) = (home / "files").glob("??/*")
    path.rename(path.with_suffix(files.UNFINISHED))
    scene.put_back(home / "one.zip")
    assert path.read_bytes() == scene.PICTURE
    assert [one for one in (home / "files").glob("??/*") if one != path] == []


def test_no_room_for_it_is_known_before_anything_is_changed(app: Flask, home: Path) -> None:
    scene.populate(app, home)
    scene.make(home / "one.zip")
    shutil.rmtree(home / "files")
    with archive.reading(home / "one.zip") as backup:
        restoring.must_have_room(backup)
        (name,) = (name for name in backup.files if name.startswith(archive.FILES))
        backup.files[name]["size"] = 10**18  # type: ignore[index]
        with pytest.raises(StartFault, match="There is no room for this backup in "):
            restoring.must_have_room(backup)


def test_data_is_what_an_account_has_made(app: Flask, home: Path) -> None:
    assert not restoring.holds_data()
    factories.user()
    db.session.commit()
    assert restoring.holds_data()


def same_tables(_connection: Connection) -> None:
    """They are there."""


def test_when_it_fails_the_database_is_as_it_was(app: Flask, home: Path) -> None:
    scene.populate(app, home)
    scene.make(home / "one.zip")
    factories.user("Since")
    db.session.commit()
    held = scene.rows()
    with archive.reading(home / "one.zip") as backup:
        copied = backup.about.database
        copied.rows["contact"] += 1  # type: ignore[index]
        with pytest.raises(Damaged):
            dialect().copy_in(db.engine, copied, lambda name: backup.read(f"database/{name}"), same_tables)
    assert scene.rows() == held
