"""PostgreSQL: everybody locks rows in one order, so that nobody waits in a circle."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, text, update

from tests import factories
from tests.conversations import CAROL, DAVE, they_write, thread_of, we_write
from webapp.carriers.base import Report, StatusReport
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.contact import Hold, OptOut, OptOutSource
from webapp.models.recipient import Recipient
from webapp.models.thread import Origin, Thread
from webapp.models.user import User
from webapp.services import api_keys, gate, holds, optout_list, optouts, receipts, told_opt_outs
from webapp.services.api_keys import Caller
from webapp.services.gate import Asking
from webapp.services.outbox import claim, record
from webapp.services.outbox.parcels import Fate, Outcome, Parcel
from webapp.services.privacy import erasure, traces

pytestmark = pytest.mark.parametrize("whole_app", ["postgresql"], indirect=True)

ASKS = "Please stop texting me, this is my work phone"
ORDER = ["message", "batch", "contact", "thread", "hold", "opt_out"]
"""Recipients stand on either side of their batch, see services/row_locks: races show that, below."""
LOCKS = (
    re.compile(r"UPDATE (\w+) SET"),
    re.compile(r"DELETE FROM (\w+)"),
    re.compile(r"INSERT INTO (\w+) .*ON CONFLICT", re.DOTALL),
    re.compile(r"SELECT.*?FROM (\w+).* FOR (?:NO KEY )?UPDATE", re.DOTALL),
)


@contextmanager
def watched() -> Iterator[list[str]]:
    """The tables in the order in which the transaction first locks rows of theirs.

    What it takes only where nobody else has it cannot make it wait.
    """
    found: list[str] = []
    free: set[str] = set()

    def look(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        table = next((match[1] for lock in LOCKS if (match := lock.match(statement))), "")
        if "SKIP LOCKED" in statement:
            free.add(table)
        elif table in ORDER and table not in {*found, *free}:
            found.append(table)

    event.listen(db.engine, "before_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", look)


@dataclass(frozen=True)
class Scene:
    """Carol and Dave are in two batches of one number. A message to Carol has left; she has written, and our
    answer waits. `program`: another one, which may use the API."""

    ada: User
    sent: Parcel
    program: Caller


@pytest.fixture
def scene(app: Flask) -> Scene:
    ada, number = factories.user(), factories.number()
    for _ in range(2):
        factories.batch([CAROL, DAVE], number_id=number.id, created_by=ada.id)
    db.session.commit()
    [sent] = claims(1)
    db.session.commit()
    assert sent.sms.to == CAROL
    we_write(thread_of(they_write("Is it about the dress?")), "It is.", ada.id)
    key, _ = api_keys.make("The shop", ada)
    db.session.commit()
    return Scene(ada, sent, Caller(key.id, key.name, False))


def claims(limit: int = 10, turn: int = 0) -> list[Parcel]:
    return claim.claim(claim.due_numbers()[0], limit, turn)


def ends(scene: Scene, fate: Fate) -> None:
    record.record([Outcome(scene.sent, fate, carrier_id="out-1", sentence="So it is.")])


def report(scene: Scene, what: Report, opted_out: bool = False) -> None:
    receipts.receive(StatusReport("out-1", scene.sent.sms.ref, what, opted_out=opted_out), {})


def held() -> Hold:
    they_write(ASKS)
    return db.session.scalars(select(Hold)).one()


def out() -> OptOut:
    they_write("STOP")
    return db.session.scalars(select(OptOut)).one()


Act = Callable[[Scene], object]
ACTS: dict[str, tuple[Act, Act]] = {
    "a text": (lambda _: None, lambda _: they_write("Yes please")),
    "STOP": (lambda _: None, lambda _: they_write("STOP")),
    "START": (lambda _: out(), lambda _: they_write("START")),
    "HELP": (lambda _: None, lambda _: they_write("HELP")),
    "a longer refusal": (lambda _: None, lambda _: they_write(ASKS)),
    "START while on hold": (lambda _: held(), lambda _: they_write("START")),
    "a claim": (lambda _: None, lambda _: claims()),
    "a claim that begins with the second batch": (lambda _: None, lambda _: claims(turn=1)),
    "accepted": (lambda _: None, lambda scene: ends(scene, Fate.ACCEPTED)),
    "refused": (lambda _: None, lambda scene: ends(scene, Fate.REFUSED)),
    "unknown": (lambda _: None, lambda scene: ends(scene, Fate.UNKNOWN)),
    "given back": (lambda _: None, lambda scene: ends(scene, Fate.RETURNED)),
    "delivered": (lambda _: None, lambda scene: report(scene, Report.DELIVERED)),
    "the carrier says they are out": (lambda _: None, lambda scene: report(scene, Report.REJECTED, True)),
    "staff answer": (
        lambda _: None,
        lambda scene: we_write(thread_of(they_write("Yes")), "Good.", scene.ada.id),
    ),
    "staff note an opt-out": (
        lambda _: None,
        lambda scene: optout_list.add(CAROL, "She rang us up.", scene.ada),
    ),
    "staff lift it": (
        lambda _: out(),
        lambda scene: optout_list.lift(db.session.scalars(select(OptOut)).one(), "She rang.", scene.ada),
    ),
    "a program tells of one": (
        lambda _: None,
        lambda scene: told_opt_outs.tell([CAROL], "", scene.program),
    ),
    "a program tells of one that is known": (
        lambda _: out(),
        lambda scene: told_opt_outs.tell([CAROL], "", scene.program),
    ),
    "a list of opt-outs": (
        lambda _: None,
        lambda _: optouts.record_all([CAROL, DAVE], optouts.Evidence(OptOutSource.IMPORT, "Of the old one")),
    ),
    "staff read a refusal": (
        lambda _: held(),
        lambda scene: holds.opt_out(db.session.scalars(select(Hold)).one(), scene.ada),
    ),
    "staff read none": (
        lambda _: held(),
        lambda scene: holds.dismiss(db.session.scalars(select(Hold)).one(), scene.ada),
    ),
    "erased": (
        lambda scene: ends(scene, Fate.ACCEPTED),
        lambda _: erasure.erase(CAROL, traces.look(CAROL)),
    ),
}


@pytest.mark.parametrize("what", ACTS)
def test_rows_are_locked_in_one_order(scene: Scene, what: str) -> None:
    before, act = ACTS[what]
    before(scene)
    db.session.commit()
    with watched() as found:
        act(scene)
        db.session.commit()
    assert found, "it locks nothing"
    assert found == sorted(found, key=ORDER.index)


@contextmanager
def meanwhile(app: Flask, act: Callable[[], object]) -> Iterator[None]:
    """Somebody else acts, and waits for what this transaction holds; it waits for nobody in turn."""

    def acting() -> None:
        with app.app_context():
            act()
            db.session.commit()

    other = threading.Thread(target=acting)
    other.start()
    while not _somebody_waits():
        time.sleep(0.01)
    db.session.execute(text("SET LOCAL lock_timeout = '500ms'"))
    yield
    db.session.commit()
    other.join()


def test_a_claim_does_not_wait_for_a_stop_that_waits_for_it(app: Flask, scene: Scene) -> None:
    """Dave writes STOP for the first time, in the very moment in which his message is claimed."""
    db.session.execute(select(Batch.id).order_by(Batch.id).with_for_update()).all()  # as a claim begins
    db.session.execute(select(Recipient.id).where(Recipient.phone == DAVE).with_for_update()).all()
    with meanwhile(app, lambda: they_write("STOP", DAVE)):
        assert {parcel.sms.to for parcel in claims()} == {CAROL, DAVE}
    assert list(optouts.active([DAVE])) == [DAVE]


@pytest.mark.parametrize("text_", ["STOP", ASKS])
def test_work_on_a_whole_batch_does_not_wait_for_a_stop_that_waits_for_it(
    app: Flask, scene: Scene, text_: str
) -> None:
    """A check, a settling, the removal of a draft: they hold the batch, and go on to its rows."""
    db.session.execute(select(Batch.id).order_by(Batch.id).with_for_update()).all()
    with meanwhile(app, lambda: they_write(text_, DAVE)):
        waiting = select(Recipient.id).where(Recipient.status == "queued")
        assert len(db.session.execute(waiting.with_for_update()).all()) == 3
    assert gate.ask(DAVE, Asking(Origin.BATCH)).obstacle


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
    assert gate.ask(DAVE, Asking(Origin.BATCH)).allowed


def test_an_answer_waits_for_no_batch(scene: Scene) -> None:
    """A small pace is used up by it."""
    with db.engine.connect() as other:
        other.execute(select(Batch.id).with_for_update()).all()
        db.session.execute(text("SET LOCAL lock_timeout = '500ms'"))
        assert [parcel.sms.text for parcel in claims(1)] == ["It is."]


def _somebody_waits() -> bool:
    found = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with db.engine.connect() as other:
        return bool(other.scalar(found))
