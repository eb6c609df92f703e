"""`backup FILE`: copy all that an installation has into one file, while it runs, too."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from webapp.processes import environment
from webapp.processes.fault import StartFault

if TYPE_CHECKING:
    from webapp.backups.archive import About


def backup(path: Path) -> int:
    """Write it, and read it again. Raises StartFault with the reason when that is not possible."""
    env = environment.for_installed(os.environ)
    from webapp import config  # the application is loaded only when it is needed: `up` must stay small
    from webapp.backups import making
    from webapp.schema import create_app

    started = time.monotonic()
    path = path.absolute()
    try:
        with create_app(config.load(env)).app_context():
            about = making.make(path)
    except OSError as error:
        raise StartFault(f"{path} cannot be written: {error.strerror}. There is no backup.") from error
    sys.stdout.write(_said(path, about, time.monotonic() - started))
    return 0


def _said(path: Path, about: About, seconds: float) -> str:
    rows = about.database.rows
    lines = [
        f"Written and read again: {path} ({path.stat().st_size / 1e6:,.1f} MB, {seconds / 60:.1f} minutes).",
        f"It holds {rows.get('entry', 0):,} messages and calls, {rows.get('contact', 0):,} contacts and "
        f"{rows.get('opt_out', 0):,} opt-outs, as of {about.made_at[:16].replace('T', ' ')} UTC.",
    ]
    if os.environ.get(environment.OWN_KEY):
        lines.append(f"{environment.OWN_KEY} comes from your environment and is not in it: keep that, too.")
    lines.append("Anyone with this file has all of your data: keep it as you keep a key.")
    return "\n".join(lines) + "\n"
