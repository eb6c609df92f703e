"""The application with its migrations, for whoever changes a schema: `flask --app webapp.schema db …`.

Apart from `app`, because Alembic takes half a second to load, and no running process needs it.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate

from webapp import app, config
from webapp.db import db

MIGRATIONS = Path(__file__).parent / "migrations"


def create_app(settings: config.Settings | None = None) -> Flask:
    """The application, with `flask db` and `flask_migrate.upgrade` at hand."""
    made = app.create_app(settings)
    Migrate(made, db, directory=str(MIGRATIONS))
    return made
