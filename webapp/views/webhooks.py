"""The carrier's webhooks in: verified, stored and acted on in one transaction, 5xx when that failed.

One that cannot be verified may be genuine, as the cause may be ours: it is answered 503, so that it comes
again. Nothing is written for it; the watch counts it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import structlog
from flask import Blueprint, current_app, request
from sqlalchemy.exc import DBAPIError

from webapp.carriers import sms_api, vonage_inbound, vonage_webhooks
from webapp.carriers.base import Cause
from webapp.config import VonageSettings
from webapp.db import db, write_all_the_same
from webapp.rules import storable
from webapp.services import containment, receipts, webhook_events
from webapp.services.inbox import receive
from webapp.views.together import Together
from webapp.views.webhook_watch import Watch

log = structlog.get_logger(__name__)

bp = Blueprint("webhooks", __name__, url_prefix="/webhooks/vonage")

LARGEST_BODY = 64 * 1024
BEARER = "bearer "
AGAIN = {"Retry-After": "30"}
"""Seconds; Vonage has a schedule of its own."""
Answer = tuple[dict[str, str], int] | tuple[dict[str, str], int, dict[str, str]]
DONE: Answer = {}, 200


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
watch = Watch()


@bp.route("/status", methods=["GET", "POST"])
def status() -> Answer:
    """What became of a message of ours. Vonage checks an address with a GET that says nothing."""
    if _says_nothing():
        return DONE
    payload = _verified()
    return _take_text(payload) if _is_text(payload) else _take_status(payload)


@bp.route("/inbound", methods=["GET", "POST"])
def inbound() -> Answer:
    """Somebody wrote to one of our numbers. The two addresses may have been taken for each other."""
    if _says_nothing():
        return DONE
    payload = _verified()
    return _take_status(payload) if "status" in payload and not _is_text(payload) else _take_text(payload)


def _says_nothing() -> bool:
    return request.method != "POST" and not request.query_string


def _is_text(payload: dict[str, Any]) -> bool:
    return "status" not in payload and not payload.keys().isdisjoint(("text", "message", "message_type"))


def _take_status(payload: dict[str, Any]) -> Answer:
    watch.verified(reply=False)
    statuses.do((vonage_webhooks.status(payload), payload))
    return DONE


def _take_text(payload: dict[str, Any]) -> Answer:
    watch.verified(reply=True)
    message = vonage_inbound.inbound(payload)
    try:
        receive.receive(message, payload)
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        if not containment.is_of_the_work(error):
            raise
        receive.set_aside(message, payload, error)
        db.session.commit()
    return DONE


def _verified() -> dict[str, Any]:
    """The payload, once it is certain that our carrier account says it, as the Messages API puts it."""
    request.max_content_length = LARGEST_BODY
    body, vonage = request.get_data(), current_app.config["SETTINGS"].vonage
    authorization = request.headers.get("Authorization", "")
    if request.mimetype != "application/json" or authorization[:7].lower() != BEARER:
        return _of_the_sms_api(authorization, body, vonage)
    vonage_webhooks.verify(authorization, body, vonage)
    payload = vonage_webhooks.parse(body)
    fields = sms_api.fields(payload) if "msisdn" in payload else None
    return payload if fields is None else sms_api.as_messages(fields)


def _of_the_sms_api(authorization: str, body: bytes, vonage: VonageSettings) -> dict[str, Any]:
    """In the form of the account's other API, whose signature is a field; or not signed at all."""
    if request.method == "GET":
        write_all_the_same()
    fields = sms_api.read(request.query_string, request.mimetype, body)
    if authorization[:7].lower() == BEARER:
        vonage_webhooks.verify(authorization, body, vonage)
    elif fields is None:
        raise vonage_webhooks.Unverified(Cause.UNSIGNED)
    else:
        sms_api.verify(fields, vonage)
    return vonage_webhooks.parse(body) if fields is None else sms_api.as_messages(fields)


@bp.errorhandler(vonage_webhooks.Unverified)
def unverified(error: vonage_webhooks.Unverified) -> Answer:
    """503, so that it comes again: signed, or once the secret is right."""
    watch.refused(error.cause)
    return {"error": "not verified, send it again"}, 503, AGAIN


@bp.errorhandler(vonage_webhooks.BadWebhook)
def not_understood(error: vonage_webhooks.BadWebhook) -> Answer:
    """200: it is verified, and kept as it came; repeating it would not help."""
    log.warning("webhook not understood", path=request.path, why=str(error))
    body = request.get_data() or request.query_string
    said = {"path": request.path, "body": storable.clean(body.decode("utf-8", "replace"))}
    webhook_events.keep("unread", said, hashlib.sha256(body).hexdigest())
    db.session.commit()
    watch.refused(Cause.UNREAD)
    return DONE


@bp.errorhandler(DBAPIError)
def not_stored(error: DBAPIError) -> Answer:
    """503, so that the carrier repeats it: what was not written down must come again."""
    db.session.rollback()
    log.error("webhook not stored, the carrier will repeat it", path=request.path, error=str(error.orig))
    return {"error": "not stored, repeat it"}, 503, AGAIN
