"""Pictures and files that people sent.

In a page stands only what we have written ourselves. The rest is a download, of no type that a browser opens.
"""

from __future__ import annotations

from flask import Blueprint, Response, send_file, url_for

from webapp.db import db
from webapp.models.media import Media
from webapp.services.inbox.listing.inbox_filter import View
from webapp.services.media import store
from webapp.views import ui

bp = Blueprint("media", __name__)

ALONE = "default-src 'none'; sandbox"
"""The content policy of a file that is opened by itself: it may do nothing."""
ANYTHING = "application/octet-stream"


@bp.get("/inbox/media/<int:media_id>")
def show(media_id: int) -> Response:
    response = _sent(store.get(media_id))
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@bp.post("/inbox/media/<int:media_id>/again")
def again(media_id: int) -> Response:
    thread_id = store.try_again(media_id).message.thread_id
    db.session.commit()
    return ui.redirect(url_for("inbox.show", thread_id=thread_id, view=View.ALL))


def _sent(row: Media) -> Response:
    """A picture to be shown, whatever else to be kept. Raises NotFound."""
    return send_file(
        store.opened(row),
        mimetype=row.content_type if row.is_picture else ANYTHING,
        as_attachment=not row.is_picture,
        download_name=store.filename(row),
        etag=False,
    )
