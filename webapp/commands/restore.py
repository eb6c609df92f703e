"""`restore FILE`: put a backup back, where nothing runs."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from webapp.processes import environment, folder
from webapp.processes.fault import StartFault

if TYPE_CHECKING:
    from webapp.backups.archive import Reader

TAKEN = (
    "There is data here. Nothing was changed. To have the backup in its place, and lose what is here now, "
    "add --overwrite."
)


def restore(path: Path, *, overwrite: bool) -> int:
    """Check all of the backup, then put it back. Raises StartFault with the reason when it cannot be done."""
    from webapp.backups import archive

    started = time.monotonic()
    data = environment.data_folder(os.environ)
    folder.prepare(data)
    with archive.reading(path.absolute()) as backup, folder.lock(data):
        backup.check()
        try:
            held = _put_back(backup, data, overwrite)
        except OSError as error:
            raise StartFault(f"The backup could not be restored: {error.strerror}.") from error
    sys.stdout.write(_said(backup, held, time.monotonic() - started))
    return 0


def _put_back(backup: Reader, data: Path, overwrite: bool) -> list[str]:
    """Returns sentences of what is held, and what else its user should know."""
    from webapp import config
    from webapp.backups import access, holding, restoring
    from webapp.db import db
    from webapp.schema import create_app

    with create_app(config.load(environment.for_command(os.environ))).app_context():
        restoring.must_fit(backup)
        if not overwrite and restoring.holds_data():
            raise StartFault(TAKEN)
        restoring.must_have_room(backup)
        restoring.must_start_here(backup, data)
        db.session.remove()
        db.engine.dispose()
    with folder.restoring(data):
        left_out = restoring.write_secrets(backup, data)
        with create_app(config.load(environment.for_command(os.environ))).app_context():
            restoring.put_back(backup)
            restoring.forget_jobs(data)
            held = holding.hold(backup.about.made_at)
            let_in = access.end()
            db.session.commit()
            same_key = restoring.same_key(backup)
    lines = [f"{what} ({count:,})" for what, count in held.items() if count]
    said = [f"On hold, until a person lets it go on: {', '.join(lines)}."] if lines else []
    said += let_in
    if left_out:
        names = ", ".join(name or "a line that is no NAME=value" for name in left_out)
        said.append(f"Left out of secrets.env, because it is not about Outbound: {names}.")
    if not same_key:
        said.append(
            "OUTBOUND_SECRET_KEY is another one than when the backup was made: "
            "secrets, second factors and keys of models have to be set again."
        )
    return said


def _said(backup: Reader, told: list[str], seconds: float) -> str:
    at = backup.about.made_at[:16].replace("T", " ")
    rows = backup.about.database.rows
    lines = [
        f"Restored: {rows.get('entry', 0):,} messages and calls, {rows.get('contact', 0):,} contacts and "
        f"{rows.get('opt_out', 0):,} opt-outs, as of {at} UTC ({seconds / 60:.1f} minutes).",
        *told,
        "What came in later is not in it, nor are opt-outs of since then: add those before you send.",
    ]
    return "\n".join(lines) + "\n"
