"""What `outbound up` runs before the first process: the database brought up to date, then one line of JSON.

A process of its own: the supervisor never opens a connection that its forks would inherit.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import upgrade
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError

from webapp import config
from webapp.carriers.vonage import key_pair
from webapp.db import db, dialect
from webapp.processes import folder, hosts
from webapp.processes.fault import StartFault
from webapp.schema import MIGRATIONS, create_app
from webapp.services.team import invitations

ONE_AT_A_TIME = 7_305_140_626
"""Key of the lock under which hosts that start together migrate one after the other."""


def main() -> int:
    """Exit code 0 and JSON on the last line, or 1 and one sentence."""
    try:
        settings = config.load()
        _check_key(settings)
        _check_files(settings.shared_files)
        _check_redis(settings.redis_url, settings.shared_files)
        with create_app(settings).app_context():
            migrate_database()
            token = invitations.setup_token()
            db.session.commit()
    except (StartFault, config.ConfigError) as fault:
        sys.stdout.write(f"{fault}\n")
        return 1
    sys.stdout.write(json.dumps({"setup_token": token}) + "\n")
    return 0


def migrate_database() -> None:
    """Bring the application's database to this version's schema. Raises StartFault when it cannot be used."""
    try:
        with dialect().exclusive(db.engine, ONE_AT_A_TIME):
            _check_encoding()
            if not _up_to_date():
                upgrade()
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise StartFault(f"The database {_name()} cannot be used: {reason}") from error


def update_database() -> None:
    """The same for a database that is in use. Raises StartFault for an empty one: it is not the one meant."""
    try:
        with db.engine.connect() as connection:
            empty = MigrationContext.configure(connection).get_current_revision() is None
    except DBAPIError:
        empty = False  # what it is, the other one says
    if empty:
        raise StartFault(
            f"There is nothing in the database {_name()}, so nothing was done. Where Outbound runs with "
            "another DATABASE_URL or OUTBOUND_DATA, set it for this command, too."
        )
    migrate_database()


def _up_to_date() -> bool:
    scripts = ScriptDirectory(os.fspath(MIGRATIONS))
    with db.engine.connect() as connection:
        present = set(MigrationContext.configure(connection).get_current_heads())
    known = {script.revision for script in scripts.walk_revisions()}
    if present - known:
        raise StartFault(
            f"The database {_name()} was made by a newer version of Outbound (its schema is "
            f"{', '.join(sorted(present - known))}). Install that version, or restore a backup from this one."
        )
    return present == set(scripts.get_heads())


def _check_encoding() -> None:
    """A text that a database has no characters for could never be stored: it would be lost."""
    with db.engine.connect() as connection:
        encoding = dialect().encoding(connection)
    if encoding != "UTF8":
        raise StartFault(
            f"The database {_name()} is in {encoding}, which has no place for what people write. Make one "
            "for Outbound with: createdb --encoding=UTF8 --template=template0"
        )


def _check_key(settings: config.Settings) -> None:
    """A mistyped one would be noticed by the first message only."""
    if sentence := key_pair.fault(None, settings.vonage.private_key):
        raise StartFault(sentence)


def _check_files(shared: Path | None) -> None:
    if shared is not None:
        folder.prepare(shared, "folder for files", "OUTBOUND_FILES")


def _check_redis(url: str, shared_files: Path | None) -> None:
    try:
        hosts.must_share_files(Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3), shared_files)
    except (RedisError, ValueError) as error:
        raise StartFault(f"The Redis or Valkey at REDIS_URL does not answer: {error}") from error


def _name() -> str:
    return str(db.engine.url.render_as_string(hide_password=True))


if __name__ == "__main__":
    sys.exit(main())
