"""Two people who write to a number from which two batches are sent to them, and what becomes of that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import closing, factories, images
from tests.conversations import CAROL, DAVE, they_write, thread_of, we_write
from tests.emptying import empty
from webapp.carriers.base import InboundMessage, Report, StatusReport
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.channel import Channel
from webapp.models.hold import Hold
from webapp.models.message import Message, MessageState
from webapp.models.opt_out import OptOut
from webapp.models.recipient import RecipientStatus as S
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.models.webhook_event import WebhookEvent
from webapp.models.work import Work
from webapp.rules.hours.hours import Hours
from webapp.rules.hours.places import Place
from webapp.services import receipts, settings
from webapp.services.batches import lifecycle
from webapp.services.hours import places
from webapp.services.inbox.receiving import receive
from webapp.services.opt_outs import holds
from webapp.services.outbox import claim, due, record
from webapp.services.outbox.claimed_entry import ClaimedEntry, Outcome, SendResult
from webapp.services.recipients import moving
from webapp.services.team import api_keys
from webapp.services.team.api_keys import Caller

ASKS = "Please stop texting me, this is my work phone"
HOUR = timedelta(hours=1)
LONG = 9999 * HOUR
ERIN, SECOND = "+12025550133", "+12025550101"


@dataclass(frozen=True)
class Scene:
    """Dave's contact and conversation are older than Carol's, whose phone comes first; Erin's are the oldest,
    and she is in the second batch alone.

    A message to Carol has left; all have written, and our answers wait. `program`: it may use the API.
    """

    ada: User
    sent: ClaimedEntry
    program: Caller


@pytest.fixture(scope="module")
def made_once(whole_app: Flask) -> tuple[Scene, images.Image]:
    """What takes seconds for all tests together is done once."""
    with whole_app.app_context():
        empty(around_the_clock=True)
        return _make(), images.take()


@pytest.fixture
def scene(app: Flask, made_once: tuple[Scene, images.Image]) -> Scene:
    made, image = made_once
    empty()
    images.put_back(image)
    return replace(made, ada=db.session.scalars(select(User)).one())


def _make() -> Scene:
    ada, number = factories.user(), factories.number()
    answers = [thread_of(they_write("Is it about the dress?", phone)) for phone in (ERIN, DAVE, CAROL)]
    for to in ([CAROL, DAVE], [CAROL, DAVE, ERIN]):
        factories.batch(to, number_id=number.id, created_by=ada.id)
    db.session.commit()
    [sent] = claims(1)
    db.session.commit()
    assert sent.order.to == CAROL
    for thread in answers:
        we_write(thread, "It is.", ada.id)
    key, _ = api_keys.make("The shop", ada)
    db.session.commit()
    return Scene(ada, sent, Caller(key.id, key.name, False))


def claims(limit: int = 10, turn: int = 0) -> list[ClaimedEntry]:
    return claim.claim(due.senders()[0], limit, turn)


def first() -> Batch:
    """The first batch, locked as a page locks it."""
    return lifecycle.get(1, lock=True)


def ends(scene: Scene, result: SendResult, opted_out: bool = False) -> None:
    outcome = Outcome(scene.sent, result, carrier_id="out-1", sentence="So it is.", opted_out=opted_out)
    record.record([outcome])


def report(scene: Scene, what: Report, opted_out: bool = False) -> None:
    receipts.receive(StatusReport("out-1", scene.sent.order.ref, what, opted_out=opted_out), {})


def several(scene: Scene, *results: SendResult) -> list[ClaimedEntry]:
    """All five messages of the batches were given to the carrier, and this became of them."""
    claimed = [scene.sent]
    while due.senders():  # a recipient of both batches gets the second message when the first is recorded
        _are(MessageState.UNKNOWN, claimed)
        claimed += claims()
        db.session.commit()
    _are(MessageState.SENDING, claimed)
    given = [one for one in claimed if one.batch_id]
    record.record(
        [
            Outcome(one, result, carrier_id=f"out-{number}", sentence="So it is.")
            for number, (one, result) in enumerate(zip(given, results, strict=True), start=1)
        ]
    )
    db.session.commit()
    return given


def _are(state: MessageState, claimed: list[ClaimedEntry]) -> None:
    """One by one, in order: those who watch look at these statements, too."""
    for entry_id in sorted(one.entry_id for one in claimed):
        db.session.execute(update(Message).where(Message.id == entry_id).values(state=state))
    db.session.commit()


def asked_for_patience() -> None:
    """For two numbers, the second one first: nothing of what was claimed has left."""
    mine, theirs = claims(2)
    record.record(
        [
            Outcome(one, SendResult.RETURNED, retry_after=5, sentence="Wait.")
            for one in (replace(theirs, lane=(2, Channel.SMS)), mine)
        ]
    )


def reports(scene: Scene, *of: tuple[Report, bool]) -> None:
    """On the five, which the carrier took, in one group, the last one first. True: they are out, it says."""
    told = zip(several(scene, *[SendResult.ACCEPTED] * 5), of, strict=True)
    group = [StatusReport(f"out-{number}", one.order.ref, what, opted_out=out)
             for number, (one, (what, out)) in enumerate(told, start=1)]  # fmt: skip
    receipts.receive_all([(one, {}) for one in reversed(group)])


def held() -> Hold:
    they_write(ASKS)
    return db.session.scalars(select(Hold)).one()


def out() -> OptOut:
    they_write("STOP")
    return db.session.scalars(select(OptOut)).one()


def queued() -> list[int]:
    """The answers that wait."""
    return list(db.session.scalars(select(Message.id).where(Message.state == "queued").order_by(Message.id)))


def postpone() -> None:
    """The answers wait for someone's hours."""
    db.session.execute(update(Message).where(Message.state == "queued").values(not_before=now() + HOUR))


def park(*, came: bool) -> None:
    """Who waits in the batches waits for their hours, which have come, or come in an hour."""
    moment = now() - HOUR if came else now() + HOUR
    for batch_id in (1, 2):
        moving.move_all(batch_id, S.QUEUED, S.WAITING, not_before=moment)
    db.session.execute(update(Batch).values(wakes_at=moment))


def close(scene: Scene) -> None:
    """No one may be reached now, not even to answer them: they wrote long ago."""
    db.session.execute(update(Thread).values(last_inbound_at=now() - LONG))
    closing.close(scene.ada)


def close_for_dave(scene: Scene) -> None:
    """Carol may be reached. Dave may not, not even to answer him: he wrote long ago."""
    db.session.execute(update(Thread).values(last_inbound_at=now() - LONG))
    closing.keep_hours(scene.ada)
    places.put(Place("dave", "Dave's", (DAVE,), Hours(None, None, None), None, "himself"), scene.ada)


def draft() -> None:
    """A third batch, which is still to be checked."""
    common = {"number_id": 1, "created_by": 1, "state": BatchState.DRAFT, "checking": Work.WAITING}
    assert factories.batch([CAROL, DAVE], **common).id == 3


def age(column: Any) -> None:
    db.session.execute(update(column.class_).values({column: now() - LONG}))


def over(scene: Scene) -> None:
    """All that happened is long ago: Carol's STOP, a hold of Dave's that was decided, and the batches."""
    several(scene, *[SendResult.ACCEPTED] * 5)
    out()
    they_write(ASKS, DAVE)
    holds.dismiss(db.session.scalars(select(Hold)).one(), scene.ada)
    db.session.execute(update(Message).values(state="delivered"))
    db.session.execute(update(Batch).values(state="finished", finished_at=now() - LONG))
    age(Message.created_at)
    age(WebhookEvent.received_at)
    settings.put("keep_messages_days", 30)


def early(*phones: str) -> None:
    """They wrote STOP to a number that is not ours yet."""
    for number, phone in enumerate(phones):
        sms = InboundMessage(f"early-{number}", phone, SECOND, "STOP", datetime.now(UTC))
        assert receive.receive(sms, {}) is None
