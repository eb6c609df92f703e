"""What the carrier reports about messages that it took.

States only move forward, in whatever order the reports come in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import structlog
from sqlalchemy import select, update

from webapp.carriers.base import Report, StatusReport
from webapp.db import db, inline, insert, now
from webapp.models.contact import OptOutSource
from webapp.models.event import WebhookEvent, WebhookState
from webapp.models.recipient import RecipientStatus
from webapp.models.thread import Message, MessageState, Thread
from webapp.services import messages, optouts, recipients, tallies
from webapp.services.batches import lifecycle

log = structlog.get_logger(__name__)

STATES = {
    Report.SUBMITTED: MessageState.SENT,
    Report.DELIVERED: MessageState.DELIVERED,
    Report.REJECTED: MessageState.REJECTED,
    Report.UNDELIVERED: MessageState.UNDELIVERED,
}
BAD = (Report.REJECTED, Report.UNDELIVERED)


def receive(report: StatusReport, payload: dict[str, Any]) -> bool:
    """Act on a status webhook, once. False when it was a repetition.

    The report of a message that we do not know (yet) is kept until the message is known.
    """
    key = f"status:{report.carrier_id}:{report.report}:{report.code}"
    kept = {"report": asdict(report), "raw": payload}
    event_id = first_time(key, "status", report.carrier_id, kept)
    if event_id is None:
        return False
    if not _apply(report):
        _wait(event_id)
    return True


def first_time(key: str, kind: str, carrier_id: str, payload: dict[str, Any]) -> int | None:
    """Store a webhook under its key; None when that key has been seen."""
    row = {
        "key": key,
        "kind": kind,
        "carrier_id": carrier_id,
        "payload": payload,
        "state": WebhookState.APPLIED,
        "received_at": now(),
    }
    statement = insert(WebhookEvent).values(row).on_conflict_do_nothing(index_elements=["key"])
    return db.session.scalars(statement.returning(WebhookEvent.id)).first()


def apply_waiting(carrier_ids: Sequence[str]) -> None:
    """Act on the reports that came before their messages were known."""
    waiting = db.session.scalars(
        select(WebhookEvent)
        .where(
            WebhookEvent.state == inline("waiting"),
            WebhookEvent.kind == "status",
            WebhookEvent.carrier_id.in_(carrier_ids),
        )
        .order_by(WebhookEvent.id)
    ).all()
    for event in waiting:
        if _apply(_reread(event)):
            event.settle(WebhookState.APPLIED)


def _reread(event: WebhookEvent) -> StatusReport:
    kept = event.payload["report"]
    return StatusReport(**{**kept, "report": Report(kept["report"])})


def _apply(report: StatusReport) -> bool:
    """True when the message is known, whether or not it moved."""
    message = _find(report)
    if message is None:
        return False
    target = STATES[report.report]
    moved = messages.move(
        target,
        Message.id == message.id,
        carrier_id=message.carrier_id or report.carrier_id,
        code=report.code,
        reason=report.sentence,
        settled_at=now(),
    )
    if report.opted_out:
        optouts.record(message.phone, OptOutSource.CARRIER, report.sentence, message.id)
    if moved:
        _follow(message, report, RecipientStatus(target))
    return True


def _find(report: StatusReport) -> Message | None:
    if report.ref:
        found = db.session.scalars(select(Message).where(Message.client_ref == report.ref)).one_or_none()
        if found:
            return found
    return db.session.scalars(select(Message).where(Message.carrier_id == report.carrier_id)).one_or_none()


def _follow(message: Message, report: StatusReport, status: RecipientStatus) -> None:
    db.session.execute(
        update(Thread).where(Thread.id == message.thread_id).values(revision=Thread.revision + 1)
    )
    if not message.recipient_id or not message.batch_id:
        return
    recipients.follow(message.recipient_id, status, report.sentence)
    tallies.touch(message.batch_id)
    if report.report in BAD:
        lifecycle.count_failures(message.batch_id, 1, report.sentence)
    if report.report == Report.DELIVERED:
        lifecycle.forget_failures(message.batch_id)
    if report.pause:
        lifecycle.pause(lifecycle.get(message.batch_id, lock=True), report.sentence)
    lifecycle.finish_if_done(message.batch_id)


def _wait(event_id: int) -> None:
    event = db.session.get_one(WebhookEvent, event_id)
    event.settle(WebhookState.WAITING)
    log.info("status of a message that is not known yet", carrier_id=event.carrier_id)
