"""A person decides: was what they wrote an opt-out, or not?"""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from webapp.db import db
from webapp.rules.phones import phone
from webapp.services.inbox.listing.inbox_filter import View
from webapp.services.opt_outs import holds
from webapp.views import ui
from webapp.views.me import me

bp = Blueprint("holds", __name__)


@bp.post("/holds/<int:hold_id>/opt-out")
def opt_out(hold_id: int) -> Response:
    hold = holds.get(hold_id)
    holds.opt_out(hold, me())
    ui.say(f"{phone.pretty(hold.phone)} is opted out, and will not be reached from any of your numbers.")
    return _saved(hold.thread_id)


@bp.post("/holds/<int:hold_id>/dismiss")
def dismiss(hold_id: int) -> Response:
    hold = holds.get(hold_id)
    holds.dismiss(hold, me())
    ui.say(f"{phone.pretty(hold.phone)} can be reached again.")
    return _saved(hold.thread_id)


def _saved(thread_id: int) -> Response:
    db.session.commit()
    return ui.redirect(url_for("inbox.show", thread_id=thread_id, view=View.ALL))
