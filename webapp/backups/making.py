"""Writing a backup of an installation, which may run meanwhile."""

from __future__ import annotations

import hashlib
import hmac
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from flask import current_app

from webapp import files
from webapp.backups import archive
from webapp.backups.archive import About, Writer
from webapp.config import Settings
from webapp.db import db, dialect, now, only_reading
from webapp.dialects.base import Damaged, DatabaseCopy
from webapp.processes.fault import StartFault


def make(path: Path) -> About:
    """The database as it is at one moment, the files that its rows name, and the secrets.

    Raises StartFault when there is nothing to copy, or it is damaged.
    """
    settings: Settings = current_app.config["SETTINGS"]
    began = now().isoformat()
    with (
        archive.writing(path) as writer,
        tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as scratch,
    ):
        # Files first and once more afterwards: one is there before its row is, and stays for days.
        _add_files(writer)
        revision = _revision()
        copied = _copy(writer, Path(scratch))
        _add_files(writer)
        if (secrets := settings.data / archive.SECRETS).is_file():
            writer.add(archive.SECRETS, [secrets.read_bytes()])
        about = About(began, db.engine.dialect.name, revision, fingerprint(settings.secret_key), copied)
        writer.finish(about)
    return about


def fingerprint(secret: str) -> str:
    """Tells whether two secrets are the same, and nothing about them."""
    return hmac.new(secret.encode(), b"outbound backup", hashlib.sha256).hexdigest()[:16]


def _copy(writer: Writer, scratch: Path) -> DatabaseCopy:
    def write(name: str, content: Iterable[bytes]) -> None:
        writer.add(archive.DATABASE + name, content, packed=True)

    try:
        return dialect().copy_out(db.engine, scratch, write)
    except Damaged as error:
        raise StartFault(
            f"The database is damaged, so there is no backup of it: {error}. "
            "Restore the newest one from before."
        ) from error


def _add_files(writer: Writer) -> None:
    for key in files.old(0):
        name = archive.FILES + key
        if not writer.has(name):
            writer.add(name, _content(key))


def _content(key: str) -> Iterator[bytes]:
    with files.open_to_read(key) as file:
        while chunk := file.read(archive.CHUNK):
            yield chunk


def _revision() -> str:
    """Raises StartFault where no tables were ever made."""
    with only_reading() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        name = db.engine.url.render_as_string(hide_password=True)
        raise StartFault(
            f"There is nothing in the database {name}, so there is no backup of it. "
            "Where Outbound runs with another DATABASE_URL or OUTBOUND_DATA, set it for this command, too."
        )
    return revision
