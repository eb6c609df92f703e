"""Is this process able to work? For the supervisor, a proxy, or a monitor."""

from __future__ import annotations

from flask import Blueprint
from redis.exceptions import RedisError
from sqlalchemy import text

from webapp.db import db
from webapp.queue import redis

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> tuple[dict[str, str], int]:
    """200 when the database answers. A missing Redis only slows work down: it is reported, not failed."""
    db.session.execute(text("SELECT 1"))
    try:
        redis().ping()
        wakes = "ok"
    except RedisError:
        wakes = "away"
    return {"database": "ok", "redis": wakes}, 200
