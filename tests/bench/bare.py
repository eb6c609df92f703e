"""The limit for webhooks: a Flask route that writes one row with our durability, and does nothing else."""

from __future__ import annotations

import os

from flask import Flask, request

from webapp import db as database
from webapp.db import db

DATABASE = "BARE_DATABASE_URL"


class Row(database.Model):
    """One request that came in."""

    __tablename__ = "bare_row"

    id = db.mapped_column(db.Integer, primary_key=True)
    body = db.mapped_column(db.Text)


app = Flask("bare")
if DATABASE in os.environ:
    database.init_app(app, os.environ[DATABASE])
    with app.app_context():
        Row.__table__.create(db.engine, checkfirst=True)  # type: ignore[attr-defined]


@app.post("/row")
def row() -> tuple[dict[str, str], int]:
    """Keep the body."""
    db.session.add(Row(body=request.get_data(as_text=True)))
    db.session.commit()
    return {}, 200
