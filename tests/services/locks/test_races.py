"""PostgreSQL: races that once ended with one of two being rolled back, a second later."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from jobs import sweep
from tests import calls, factories
from tests.conversations import CAROL, DAVE, they_write
from tests.services.locks import call_acts
from tests.services.locks.scene import ASKS, ERIN, SECOND, Scene, claims, draft, first
from webapp.carriers.calls import PickedUp
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.call import Call
from webapp.models.channel import Channel
from webapp.models.entry import Origin
from webapp.models.hold import Hold
from webapp.models.label import ContactLabel
from webapp.models.recipient import Recipient
from webapp.models.recipient import RecipientStatus as S
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services import events, settings
from webapp.services.batches import drafts, lifecycle
from webapp.services.calls import answering, leases
from webapp.services.calls.line import Spoken
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.inbox.listing import bulk
from webapp.services.opt_outs import holds, register
from webapp.services.outbox import claim, due, record
from webapp.services.outbox.claimed_entry import Outcome, SendResult
from webapp.services.outbox.slots import Full
from webapp.services.recipients import moving
from webapp.services.team import approval_request, second_factors

pytestmark = pytest.mark.parametrize("whole_app", ["postgresql"], indirect=True)


@contextmanager
def meanwhile(app: Flask, act: Callable[[], object]) -> Iterator[None]:
    """Someone else acts, and waits for what this transaction holds; it waits for no one in turn."""

    def acting() -> None:
        with app.app_context():
            act()
            db.session.commit()

    other = threading.Thread(target=acting)
    other.start()
    while not _somebody_waits():
        time.sleep(0.01)
    db.session.execute(text("SET LOCAL lock_timeout = '500ms'"))
    try:
        yield
        db.session.commit()
    finally:
        db.session.rollback()
        other.join()


FIRST: dict[str, Callable[[User], object]] = {
    "setting": lambda by: settings.put("session_days", 3),
    "approval": lambda by: approval_request.ask(5, None, by),
    "second factor": lambda by: second_factors.start(by.id),
}
"""What two may be the first to do."""


@pytest.mark.parametrize("first_to", FIRST)
def test_two_do_in_the_same_moment_what_no_one_has_done(app: Flask, first_to: str) -> None:
    user_id, done = factories.user("Ada").id, list[str]()
    db.session.commit()

    def act() -> None:
        FIRST[first_to](db.session.get_one(User, user_id))
        db.session.flush()
        done.append(first_to)

    act()
    with meanwhile(app, act):
        pass
    assert len(done) == 2


def test_a_claim_does_not_wait_for_a_stop_that_waits_for_it(app: Flask, scene: Scene) -> None:
    """Dave writes STOP for the first time, in the very moment in which his message is claimed."""
    db.session.execute(select(Batch.id).order_by(Batch.id).with_for_update()).all()  # as a claim begins
    db.session.execute(select(Recipient.id).where(Recipient.phone == DAVE).with_for_update()).all()
    with meanwhile(app, lambda: they_write("STOP", DAVE)):
        assert {entry.phone for entry in claims()} == {DAVE, ERIN}
    assert list(register.active([DAVE])) == [DAVE]


@pytest.mark.parametrize("text_", ["STOP", ASKS])
def test_work_on_a_whole_batch_does_not_wait_for_a_stop_that_waits_for_it(
    app: Flask, scene: Scene, text_: str
) -> None:
    """A check, a settling, the removal of a draft: they hold the batch, and go on to its rows."""
    db.session.execute(select(Batch.id).order_by(Batch.id).with_for_update()).all()
    with meanwhile(app, lambda: they_write(text_, DAVE)):
        waiting = select(Recipient.id).where(Recipient.status == "queued")
        assert len(db.session.execute(waiting.with_for_update()).all()) == 4
    assert gate.ask(DAVE, Asking(Origin.BATCH, Channel.SMS)).obstacle


def test_reports_do_not_wait_for_a_decision_that_waits_for_them(app: Flask, scene: Scene) -> None:
    """What was withheld from Dave goes on, while a report on the same batch is acted on."""
    they_write(ASKS, DAVE)
    db.session.commit()
    claims()
    db.session.commit()
    hold = db.session.scalars(select(Hold.id)).one()
    db.session.execute(select(Batch.id).order_by(Batch.id).with_for_update()).all()
    with meanwhile(app, lambda: holds.dismiss(holds.get(hold), db.session.get_one(User, scene.ada.id))):
        db.session.execute(update(Thread).values(revision=Thread.revision + 1))
    assert gate.ask(DAVE, Asking(Origin.BATCH, Channel.SMS)).allowed


def test_a_batch_in_which_somebody_is_queued_meanwhile_is_not_finished(app: Flask, scene: Scene) -> None:
    """No one looks for those who wait in one that is."""
    record.record([Outcome(scene.sent, SendResult.ACCEPTED, carrier_id="out-1")])
    moving.move_all(1, S.QUEUED, S.SKIPPED)
    db.session.commit()
    first()
    moving.move_all(1, S.SKIPPED, S.QUEUED)
    with meanwhile(app, lambda: lifecycle.finish_if_done(1)):
        pass
    assert db.session.get_one(Batch, 1).state == BatchState.RUNNING


def test_a_draft_is_removed_of_which_something_is_being_noted(app: Flask, scene: Scene) -> None:
    draft()
    db.session.commit()
    events.note("file.taken", user_id=scene.ada.id, batch_id=3)
    db.session.flush()
    with meanwhile(app, lambda: drafts.remove(lifecycle.get(3, lock=True), 1)):
        pass
    assert db.session.get(Batch, 3) is None


def test_calls_whose_leases_are_over_do_not_wait_for_each_other(app: Flask, scene: Scene) -> None:
    """Two that were given up together held the conversation of the first, and waited for the second’s."""
    call_acts.over(scene)
    db.session.commit()
    first_one, second_one = db.session.scalars(select(Call.thread_id).order_by(Call.id)).all()
    db.session.commit()
    _lock(second_one)
    with meanwhile(app, sweep.sweep):
        _lock(first_one)
    assert leases.over() == []


def test_contacts_are_labeled_in_the_order_of_their_conversations(app: Flask, scene: Scene) -> None:
    """Erin, the oldest contact, has the newest conversation, with another number."""
    later = factories.thread(ERIN, factories.number(SECOND).id).id
    erin, dave = db.session.scalars(select(Thread.id).order_by(Thread.id).limit(2)).all()
    db.session.commit()
    _lock(dave)
    ada = scene.ada.id
    with meanwhile(app, lambda: bulk.label({erin: 0, dave: 0}, "Keen", db.session.get_one(User, ada))):
        _lock(later)
    assert len(db.session.scalars(select(ContactLabel)).all()) == 2


def _lock(thread_id: int) -> None:
    db.session.execute(select(Thread.id).where(Thread.id == thread_id).with_for_update()).all()


def test_an_answer_waits_for_no_batch(scene: Scene) -> None:
    """A small pace is used up by it."""
    with db.engine.connect() as other:
        other.execute(select(Batch.id).with_for_update()).all()
        db.session.execute(text("SET LOCAL lock_timeout = '500ms'"))
        assert [entry.order.text for entry in claims(1)] == ["It is."]


@pytest.mark.parametrize("of", ["batch", "single"])
def test_two_numbers_never_call_one_phone_at_once(app: Flask, scene: Scene, of: str) -> None:
    """A dispatcher that was held up for longer than its lock, and the next one, which claims meanwhile."""
    claimed: list[str] = []
    calls.single(CAROL, calls.number(e164="+12025550105"))
    ours = calls.number(e164="+12025550106")
    calls.batch([CAROL, ERIN], ours) if of == "batch" else calls.single(CAROL, ours)
    first, second = (one for one in due.senders() if one.channel == Channel.CALL)
    assert [one.phone for one in claim.claim(first, 10)] == [CAROL]

    def other() -> None:
        with app.app_context(), suppress(Full):
            claimed.extend(one.phone for one in claim.claim(second, 10))
            db.session.commit()

    thread = threading.Thread(target=other)
    thread.start()
    while thread.is_alive() and not _somebody_waits():
        time.sleep(0.01)
    db.session.commit()
    thread.join()
    assert claimed == []
    again = [one.phone for one in claim.claim(second, 10)]
    assert again == ([ERIN] if of == "batch" else [])


@pytest.mark.parametrize("sender", [DAVE, "+12025550144"], ids=["known", "new"])
def test_one_who_calls_us_is_kept_once_when_the_carrier_asks_twice_at_once(
    app: Flask, scene: Scene, sender: str
) -> None:
    heard: list[Spoken] = []
    number = calls.number(e164="+12025550105").e164
    db.session.commit()

    def asks() -> None:
        told = PickedUp("in-1", "", "CON-1", "", sender, number, "tiny")
        heard.append(answering.answer(told))

    asks()
    with meanwhile(app, asks):
        pass
    assert heard[0].commands and heard[0] == heard[1]
    call = db.session.scalars(select(Call)).one()
    assert (call.turn, db.session.get_one(Thread, call.thread_id).unread) == (1, 1)


def _somebody_waits() -> bool:
    found = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with db.engine.connect() as other:
        return bool(other.scalar(found))
