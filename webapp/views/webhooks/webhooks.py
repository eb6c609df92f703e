"""The carriers' webhooks in: verified, stored and acted on in one transaction, 5xx when that failed.

One that cannot be verified may be genuine, as the cause may be ours: it is answered 503, so that it comes
again. Nothing is written for it; the watch counts it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import structlog
from flask import Blueprint, abort, current_app, request
from sqlalchemy.exc import DBAPIError

from webapp.carriers.base import BadWebhook, Cause, InboundMessage, Told, Unverified, VoiceKind, Webhook
from webapp.carriers.calls import CallReport, PickedUp, RecordingMade, Turned
from webapp.carriers.registry import CARRIERS
from webapp.db import db, write_all_the_same
from webapp.rules import storable
from webapp.services import containment, receipts
from webapp.services.calls import answering, conversing, patience, recorded, reports, staff_answers
from webapp.services.calls.line import Spoken
from webapp.services.inbox.receiving import receive, text_parts
from webapp.services.webhooks import webhook_events
from webapp.views.webhooks.group_commit import GroupCommit
from webapp.views.webhooks.webhook_watch import Watch

log = structlog.get_logger(__name__)

bp = Blueprint("webhooks", __name__, url_prefix="/webhooks/<carrier>")

LARGEST_BODY = 64 * 1024
AGAIN = {"Retry-After": "30"}
"""Seconds; the carrier has a schedule of its own."""
Answer = tuple[Any, int] | tuple[Any, int, dict[str, str]]
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


statuses = GroupCommit(_receive, undo=db.session.rollback)
watch = Watch()


@bp.route("/status", methods=["GET", "POST"])
def status(carrier: str) -> Answer:
    """A delivery status of one of our messages."""
    return _take(carrier, "status")


@bp.route("/inbound", methods=["GET", "POST"])
def inbound(carrier: str) -> Answer:
    """Someone wrote to one of our numbers."""
    return _take(carrier, "inbound")


@bp.route("/event", methods=["GET", "POST"])
def event(carrier: str) -> Answer:
    """Something happened to a call."""
    return _take(carrier, "event")


@bp.route("/answer", methods=["GET", "POST"])
def answer(carrier: str) -> Answer:
    """A call was picked up, or came in: the carrier asks what is said."""
    return _take(carrier, "answer")


@bp.route("/turn", methods=["GET", "POST"])
def turn(carrier: str) -> Answer:
    """What was heard in a call: the carrier asks what comes next."""
    return _take(carrier, "turn")


def _take(carrier: str, kind: str) -> Answer:
    """Carriers check an address with a GET that says nothing; some say everything in one."""
    if carrier not in CARRIERS:
        abort(404)
    if request.method != "POST" and not request.query_string:
        return DONE
    told = _read(carrier, kind)
    if isinstance(told.said, PickedUp):
        return _begin(replace(told.said, carrier=carrier))
    if isinstance(told.said, Turned):
        return _go_on(carrier, told.said)
    if isinstance(told.said, RecordingMade):
        recorded.receive(told.said)
        db.session.commit()
    elif isinstance(told.said, InboundMessage):
        _take_text(told.said, told.payload)
    elif isinstance(told.said, CallReport):
        return _take_event(replace(told.said, carrier=carrier), told.payload)
    else:
        statuses.submit((replace(told.said, carrier=carrier), told.payload))
    return DONE


def _read(carrier: str, kind: str) -> Told:
    """What it says. Raises Unverified and BadWebhook."""
    request.max_content_length = LARGEST_BODY
    webhook = Webhook(
        kind,
        request.query_string,
        request.mimetype,
        request.headers.get("Authorization", ""),
        request.get_data(),
    )
    if request.method == "GET":
        write_all_the_same()
    told = CARRIERS[carrier].read(webhook, current_app.config["SETTINGS"])
    watch.verified(reply=isinstance(told.said, InboundMessage))
    return told


def _take_event(report: CallReport, payload: dict[str, Any]) -> Answer:
    """Its answer is what the line hears from now on, where that is something new."""
    reports.receive(report, payload)
    said = reports.now_said(report)
    db.session.commit()
    return DONE if said is None else _spoken(report.carrier, said)


def _begin(told: PickedUp) -> Answer:
    said = answering.answer(told)
    db.session.commit()
    return _spoken(told.carrier, said)


def _go_on(carrier: str, told: Turned) -> Answer:
    """A model that is asked gets a little while, in which no transaction is open."""
    said = staff_answers.keyed(told) if told.of_staff else conversing.answer(told)
    db.session.commit()
    if isinstance(said, conversing.Waiting):
        patience.wait(said)
        said = conversing.go_on(said)
        db.session.commit()
    return _spoken(carrier, said)


def _spoken(carrier: str, said: Spoken) -> Answer:
    """In the carrier's words. One without calls asks nothing."""
    kind = CARRIERS[carrier]
    if not isinstance(kind, VoiceKind):
        abort(404)
    return kind.speak(said.commands, said.line, current_app.config["SETTINGS"]), 200


def _take_text(message: InboundMessage, payload: dict[str, Any]) -> None:
    if message.part is None:
        text = partial(receive.receive, message, payload)
        return _done_or_set_aside(text, partial(receive.set_aside, message, payload))
    name = text_parts.keep(message, message.part, payload)
    db.session.commit()
    return _done_or_set_aside(partial(text_parts.join, name), partial(text_parts.set_aside, name))


def _done_or_set_aside(work: Callable[[], object], set_aside: Callable[[Exception], None]) -> None:
    try:
        work()
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        if not containment.is_of_the_work(error):
            raise
        set_aside(error)
        db.session.commit()


@bp.errorhandler(Unverified)
def unverified(error: Unverified) -> Answer:
    """503, so that it comes again: signed, or once the secret is right."""
    watch.refused(error.cause)
    return {"error": "not verified, send it again"}, 503, AGAIN


@bp.errorhandler(BadWebhook)
def not_understood(error: BadWebhook) -> Answer:
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
