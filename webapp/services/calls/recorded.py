"""The carrier tells of a recording: it is kept, and the conversation goes on after a caller's message."""

from __future__ import annotations

import structlog
from sqlalchemy import update

from webapp.carriers.calls import RecordingMade, Turned
from webapp.db import db
from webapp.models.thread import Thread
from webapp.rules.callflow.events import Recorded
from webapp.services.calls import answering, conversing, finding
from webapp.services.media import recordings
from webapp.services.threads import activity

LEFT = "Left a message"
log = structlog.get_logger(__name__)


def receive(made: RecordingMade) -> None:
    """Keep it, once. The line goes on by itself: what the carrier is answered, it does not play."""
    call = finding.by_ref(made.ref)
    if call is None:
        log.warning("a recording of a call that is not known", ref=made.ref)
        return
    if recordings.add(call, made) is not None:
        activity.touch([call.thread_id])
    if made.message:
        shown = update(Thread).where(Thread.id == call.thread_id, Thread.last_text == answering.MISSED)
        db.session.execute(shown.values(last_text=LEFT))
        conversing.answer(Turned(made.ref, made.turn, Recorded(seconds=made.seconds)))
