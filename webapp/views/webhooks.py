"""The carrier's webhooks in: verified, stored and acted on in one transaction, 5xx when that failed."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from flask import Blueprint, current_app, request
from sqlalchemy.exc import DBAPIError

from webapp.carriers import vonage_webhooks
from webapp.db import db
from webapp.services import containment, receipts
from webapp.services.inbox import receive
from webapp.views.together import Together

log = structlog.get_logger(__name__)

bp = Blueprint("webhooks", __name__, url_prefix="/webhooks/vonage")

LARGEST_BODY = 64 * 1024
Answer = tuple[dict[str, str], int]


def _receive(received: Sequence[receipts.Received]) -> None:
    """One that raises alone is tried without what follows for its batch: what it says is not lost."""
    try:
        receipts.receive_all(received)
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        if len(received) > 1 or not containment.is_of_the_work(error):
            raise
        log.error("a report is recorded without its batch", error=repr(error))
        receipts.receive_all(received, batches=False)
        db.session.commit()


statuses = Together(_receive, undo=db.session.rollback)


@bp.post("/status")
def status() -> Answer:
    """What became of a message of ours."""
    payload = _verified()
    statuses.do((vonage_webhooks.status(payload), payload))
    return {}, 200


@bp.post("/inbound")
def inbound() -> Answer:
    """Somebody wrote to one of our numbers."""
    payload = _verified()
    receive.receive(vonage_webhooks.inbound(payload), payload)
    db.session.commit()
    return {}, 200


def _verified() -> dict[str, object]:
    """The payload, once it is certain that our carrier account says it."""
    request.max_content_length = LARGEST_BODY
    body = request.get_data()
    vonage = current_app.config["SETTINGS"].vonage
    vonage_webhooks.verify(request.headers.get("Authorization", ""), body, vonage)
    return vonage_webhooks.parse(body)


@bp.errorhandler(vonage_webhooks.BadSignature)
def bad_signature(error: vonage_webhooks.BadSignature) -> Answer:
    """401: it is not repeated, and nothing was done."""
    log.warning("webhook refused: not signed by our account", path=request.path, why=str(error))
    return {"error": "signature"}, 401


@bp.errorhandler(vonage_webhooks.BadWebhook)
def bad_webhook(error: vonage_webhooks.BadWebhook) -> Answer:
    """400: signed, but not understood; repeating it would not help."""
    log.warning("webhook not understood", path=request.path, why=str(error))
    return {"error": str(error)}, 400


@bp.errorhandler(DBAPIError)
def not_stored(error: DBAPIError) -> Answer:
    """503, so that the carrier repeats it: what was not written down must come again."""
    db.session.rollback()
    log.error("webhook not stored, the carrier will repeat it", path=request.path, error=str(error.orig))
    return {"error": "not stored, repeat it"}, 503
