"""Notices: what the team was told, until someone has read it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from webapp.db import db
from webapp.services.actions.notices import store
from webapp.views import ui
from webapp.views.ids import big_id
from webapp.views.me import me, my_id

bp = Blueprint("notices", __name__)


@bp.get("/notices")
def index() -> Response:
    before = request.args.get("before", type=big_id)
    page = store.page(my_id(), before)
    context: dict[str, Any] = {"before": before, "failures": store.failures(page.rows)}
    context |= {"new": store.new(me(), page.rows), "unseen": store.unseen(me())}
    return ui.page("notices/index.html", page=page, **context)


@bp.post("/notices/<int:notice_id>/read")
def read(notice_id: int) -> Response:
    store.seen(notice_id, me())
    db.session.commit()
    return ui.redirect(f"{url_for('notices.index')}#notice-list")


@bp.post("/notices/read")
def read_all() -> Response:
    store.seen_all(me(), request.form.get("up_to", 0, type=big_id))
    db.session.commit()
    ui.say("All are marked as read.")
    return ui.redirect(url_for("notices.index"))


@bp.app_template_global("unseen_notices")
def _unseen() -> str:
    """How many wait for the one who is signed in, for the bell; empty for none."""
    count = store.unseen(me()) if current_user.is_authenticated else 0
    return "" if not count else f"{store.MOST_COUNTED}+" if count > store.MOST_COUNTED else str(count)
