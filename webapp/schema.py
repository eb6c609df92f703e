"""The application with its migrations, for changing the schema: `flask --app webapp.schema db …`.

Apart from `app`, because Alembic takes half a second to load, and no running process needs it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import Migrate

from webapp import app, config
from webapp.db import db

MIGRATIONS = Path(__file__).parent / "migrations"
SEARCHES = ("contact_search", "event_search", "call_turn_search", "thread_search", "entry_search")
"""In the names of what only one of the databases has: how they are searched (migrations 0002, 0011,
0042 and 0064)."""


def on_both(name: str | None, _kind: str, _parents: Any) -> bool:
    """Is this table or index one that the models describe? For Alembic's `include_name`."""
    return not any(search in (name or "") for search in SEARCHES)


def create_app(settings: config.Settings | None = None) -> Flask:
    """The application, with `flask db` and `flask_migrate.upgrade` at hand."""
    made = app.create_app(settings)
    Migrate(made, db, directory=str(MIGRATIONS))
    return made
