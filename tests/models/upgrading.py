"""A start that brings a database to the present schema, and can stop in the middle of it to be killed.

`python -m tests.models.upgrading FOLDER URL [WORDS]`: before the first statement with these words it says so,
and goes no further.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

from tests.conftest import make_settings
from webapp.db import db
from webapp.processes import prepare
from webapp.schema import create_app

THERE = "there"


def application(folder: Path, url: str) -> Flask:
    """On a database of any revision, without any process around it."""
    return create_app(make_settings(folder, url, f"unix://{folder / 'nobody.sock'}", "no key"))


def killed_at(words: str, folder: Path, url: str) -> None:
    """Begin to bring a database to the present schema, and be killed (SIGKILL) before these words."""
    command = [sys.executable, "-m", "tests.models.upgrading", str(folder), url, words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = iter(process.stdout.readline, "")
        assert any(line.strip() == THERE for line in said), f"nothing says {words}"
        process.kill()


def main(folder: str, url: str, words: str) -> None:
    app = application(Path(folder), url)
    with app.app_context():

        def look(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if words in statement:
                sys.stdout.write(f"{THERE}\n")
                sys.stdout.flush()
                time.sleep(60)

        event.listen(db.engine, "before_cursor_execute", look)
        prepare.migrate_database()


if __name__ == "__main__":
    main(*sys.argv[1:])
