"""Making an installation what a backup holds, while nothing runs on it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection, inspect, select, text

from webapp import config, files
from webapp.backups import archive
from webapp.backups.archive import Reader
from webapp.backups.making import fingerprint
from webapp.config import Settings
from webapp.db import db, dialect
from webapp.dialects.base import Damaged
from webapp.models.user import User
from webapp.processes import environment, prepare, secrets, valkey
from webapp.processes.fault import StartFault
from webapp.schema import MIGRATIONS

FUNCTIONS = ("event_unchanged()", "event_kept()")
"""Of triggers, on PostgreSQL: migration 0011."""


def write_secrets(backup: Reader, data: Path) -> list[str]:
    """Before the application is made: it reads them. Returns the names of what is left out.

    Each line of the file is set for all processes. One that is not about Outbound could load another
    program into them (LD_PRELOAD), or lead to another database than the one that was looked at.
    """
    if archive.SECRETS not in backup.files:
        return []
    kept, left_out = secrets.only_ours(b"".join(backup.read(archive.SECRETS)))
    secrets.write(data / secrets.FILE, kept)
    return left_out


def must_start_here(backup: Reader, data: Path) -> None:
    """Raises StartFault when nothing would start with the secrets of the backup: its key is too short, say.

    They are tried in a folder of their own.
    """
    with tempfile.TemporaryDirectory(dir=data, prefix=".trial-") as trial:
        write_secrets(backup, Path(trial))
        try:
            config.load(environment.for_command({**os.environ, "OUTBOUND_DATA": trial}))
        except (StartFault, config.ConfigError) as error:
            raise StartFault(
                f"Outbound would not start with the secrets in this backup. Nothing was changed. {error}"
            ) from error


def must_fit(backup: Reader) -> None:
    """Raises StartFault when this installation cannot take the backup."""
    about, name = backup.about, db.engine.dialect.name
    if about.dialect != name:
        raise StartFault(f"This backup is of a database of {about.dialect}; this installation has {name}.")
    known = {one.revision for one in ScriptDirectory(os.fspath(MIGRATIONS)).walk_revisions()}
    if about.revision not in known:
        raise StartFault(
            f"This backup was made by a newer version of Outbound (its schema is {about.revision}). "
            "Install that version, then restore it."
        )
    others = dialect().others(db.engine)
    if others:
        raise StartFault(
            f"The database is in use: {others} other connections. Stop Outbound on every host first."
        )


def must_have_room(backup: Reader) -> None:
    """Raises StartFault. Where it ran out of room half-way, neither the old nor the new would be usable."""
    for folder, size in _sizes(backup).items():
        free = shutil.disk_usage(folder).free
        if size > free:
            raise StartFault(
                f"There is no room for this backup in {folder}: it needs {size / 1e6:,.1f} MB, and "
                f"{free / 1e6:,.1f} MB are free. Nothing was changed."
            )


def _sizes(backup: Reader) -> dict[Path, int]:
    """Bytes that are written beside what is there, by folder; one for all that lie on one disk."""
    settings: Settings = current_app.config["SETTINGS"]
    for_files = settings.files if settings.files.is_dir() else settings.data
    present = {archive.FILES + key for key in files.old(0)}
    places: dict[int, Path] = {}
    sizes: dict[Path, int] = {}
    for name, told in backup.files.items():
        is_file = name.startswith(archive.FILES)
        if name in present:
            continue
        folder = for_files if is_file else settings.data
        place = places.setdefault(folder.stat().st_dev, folder)
        size = told["size"] if is_file else dialect().room(told["size"])
        sizes[place] = sizes.get(place, 0) + size
    return sizes


def holds_data() -> bool:
    """Whether someone has an account here: nothing is made without one."""
    if not inspect(db.engine).has_table(User.__tablename__):
        return False
    return db.session.scalar(select(User.id).limit(1)) is not None


def same_key(backup: Reader) -> bool:
    """Whether what is sealed in the backup can be opened with this installation's secret."""
    settings: Settings = current_app.config["SETTINGS"]
    return backup.about.key == fingerprint(settings.secret_key)


def put_back(backup: Reader) -> None:
    """Files and database. Raises StartFault when the database does not take it; then it is as it was."""
    for name in backup.files:
        if name.startswith(archive.FILES):
            files.put_back(name.removeprefix(archive.FILES), backup.read(name))
    db.session.remove()
    try:
        dialect().copy_in(
            db.engine,
            backup.about.database,
            lambda name: backup.read(archive.DATABASE + name),
            lambda connection: _make_schema(connection, backup),
        )
    except Damaged as error:
        raise StartFault(f"The backup could not be restored: {error}. The database is as it was.") from error
    prepare.migrate_database()


def forget_jobs(data: Path) -> None:
    """What was waiting in the embedded Valkey is of another time; the database wakes up what is due."""
    shutil.rmtree(valkey.folder(data), ignore_errors=True)


def _make_schema(connection: Connection, backup: Reader) -> None:
    """As it was when the backup was made, in the transaction that fills it."""
    for name in (*db.metadata.tables, "alembic_version"):
        connection.execute(text(f'DROP TABLE IF EXISTS "{name}" CASCADE'))
    for function in FUNCTIONS:
        connection.execute(text(f"DROP FUNCTION IF EXISTS {function}"))
    alembic = current_app.extensions["migrate"].migrate.get_config(os.fspath(MIGRATIONS))
    alembic.attributes["connection"] = connection
    command.upgrade(alembic, backup.about.revision)
