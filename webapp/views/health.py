"""Is this process able to work? For the supervisor, a proxy, or a monitor."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy import text

from webapp import queue
from webapp.db import db, dialect

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> tuple[dict[str, str], int]:
    """200 when the database answers and takes what comes in. Without Redis work rests, and that is taken all
    the same: it is reported, not failed; and so it is when no worker does it."""
    db.session.execute(text("SELECT 1"))
    writable = dialect().is_writable(db.engine)
    found = queue.standstill()
    return {
        "database": "ok" if writable else "cannot write",
        "redis": found if found and found.of_redis else "ok",
        "work": found or "ok",
    }, 200 if writable else 503
