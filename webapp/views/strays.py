"""Messages that belong to no conversation: listing and dismissing them."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, url_for

from webapp.db import db
from webapp.services.inbox.receiving import strays
from webapp.views import ui

bp = Blueprint("strays", __name__)


def init_app(app: Flask) -> None:
    """Pages ask how many there are only where they say so."""
    app.jinja_env.globals["stray_messages"] = strays.count


@bp.get("/inbox/strays")
def index() -> Response:
    return ui.page("inbox/strays.html", strays=strays.waiting())


@bp.post("/inbox/strays/<int:stray_id>/done")
def done(stray_id: int) -> Response:
    strays.mark_seen(stray_id)
    db.session.commit()
    return ui.redirect(url_for("strays.index"))
