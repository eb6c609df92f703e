"""What is older than the team keeps it is removed, a little at a time; opt-outs and the audit stay."""

from __future__ import annotations

import io
import threading
import time
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update

from jobs.retention import tidy
from tests import factories
from tests.conversations import CAROL, DAVE, they_write, thread_of, we_write
from tests.dump import dump, places
from tests.length import length
from tests.services.privacy.lists import imported_rows, take_import
from webapp.carriers.base import Report, StatusReport
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.contact import Contact
from webapp.models.event import Event
from webapp.models.hold import Hold
from webapp.models.message import Message
from webapp.models.opt_out import OptOut
from webapp.models.recipient import Recipient
from webapp.models.signal import Signal, SignalState
from webapp.models.thread import Thread
from webapp.models.upload import Upload, UploadChunk
from webapp.models.user import User
from webapp.models.webhook_event import WebhookEvent
from webapp.models.work import Work
from webapp.services import receipts, settings, signals, uploads
from webapp.services.batches import lifecycle, retry
from webapp.services.batches.rows import row_editing
from webapp.services.inbox.listing import listing
from webapp.services.inbox.listing.inbox_filter import InboxFilter, View
from webapp.services.opt_outs import holds, imports
from webapp.services.privacy import erasure, traces
from webapp.services.recipients import tallies
from webapp.services.threads import notes

LONG_AGO = timedelta(days=40)


@pytest.fixture(autouse=True)
def ada(app: Flask) -> User:
    """Messages and uploads are kept for thirty days."""
    factories.number()
    settings.put("keep_messages_days", 30)
    settings.put("keep_uploads_days", 30)
    return factories.user()


def age(*messages: Message) -> None:
    """They came, or were written, long ago."""
    for message in messages:
        message.created_at -= LONG_AGO
        known = update(WebhookEvent).where(WebhookEvent.carrier_id == message.carrier_id)
        db.session.execute(known.values(received_at=now() - LONG_AGO))
    db.session.commit()


def finished(cells: list[str], at: timedelta = LONG_AGO) -> Batch:
    """A batch that was over long ago, with the file that its list came from."""
    upload = uploads.store("list.csv", io.BytesIO(b"x" * 20 * uploads.CHUNK), 1)
    upload.created_at -= LONG_AGO
    batch = factories.batch(
        [CAROL, DAVE], state=BatchState.FINISHED, number_id=1, created_by=1, upload_id=upload.id,
        finished_at=now() - at, started_at=now() - at,
    )  # fmt: skip
    rows = db.session.scalars(select(Recipient).where(Recipient.batch_id == batch.id))
    for row in rows:
        row.cells, row.status = cells, "failed"
    tallies.shift(batch.id, "queued", "failed", 2)
    db.session.commit()
    return batch


def texts() -> list[str]:
    return list(db.session.scalars(select(Message.text).order_by(Message.id)))


def test_old_messages_go_and_young_ones_stay() -> None:
    old = they_write("my knee hurts")
    they_write("it is better")
    age(old)
    tidy()
    assert texts() == ["it is better"]
    assert places("my knee hurts") == set()


def test_what_lists_show_of_them_goes_although_the_conversation_stays(ada: User) -> None:
    """A note, or that it was closed, is younger; so is a reaction to what we wrote."""
    old, other = they_write("my knee hurts"), they_write("my back hurts", DAVE)
    notes.add(thread_of(old), "Call her.", ada.id)
    called = factories.call("+12025550133", old.number_id, "ended", first_message="See you.")
    db.session.execute(update(Thread).where(Thread.id == called.thread_id).values(last_text="See you."))
    they_write("it is better", DAVE)
    age(old, other)
    tidy()
    assert places("my knee hurts") == places("my back hurts") == set()
    shown = [row.thread.last_text for row in listing.page(InboxFilter(view=View.ALL)).rows]
    assert sorted(shown) == ["", "See you.", "it is better"]


def test_nothing_goes_unless_it_is_set() -> None:
    for key in ("keep_messages_days", "keep_uploads_days"):
        settings.put(key, None)
    age(they_write("my knee hurts"))
    finished(["a", "b"])
    before = dump()
    tidy()
    assert dump() == before


def test_an_empty_conversation_leaves_the_inbox_but_not_the_contact(ada: User) -> None:
    thread = thread_of(they_write("my knee hurts"))
    ours = we_write(thread, "come at nine", ada.id)
    ours.state = "delivered"
    age(ours, *db.session.scalars(select(Message).where(Message.id != ours.id)))
    tidy()
    assert listing.page(InboxFilter(view=View.ALL)).rows == []
    assert db.session.scalars(select(Thread)).all() == []
    assert db.session.scalars(select(Contact.phone)).all() == [CAROL]
    (line,) = db.session.scalars(select(Event))
    assert (line.kind, line.user_id, line.thread_id) == ("thread.replied", ada.id, None)


def test_the_next_message_opens_it_again() -> None:
    age(they_write("my knee hurts"))
    tidy()
    again = thread_of(they_write("hello again"))
    assert [row.thread.id for row in listing.page(InboxFilter()).rows] == [again.id]


def test_opt_outs_and_the_audit_stay_with_their_evidence(ada: User) -> None:
    they_write("STOP")
    they_write("take me off your list", sender=DAVE)
    hold = holds.of(DAVE)
    assert hold is not None
    holds.opt_out(hold, ada)
    age(*db.session.scalars(select(Message).where(Message.direction == "in")))
    audit = [line.rpartition('"None"')[0] for line in dump("event")]
    tidy()
    out = db.session.scalars(select(OptOut).order_by(OptOut.id)).all()
    assert [(one.phone, one.evidence, one.message_id) for one in out] == [
        (CAROL, "STOP", None),
        (DAVE, "take me off your list", None),
    ]
    assert db.session.scalars(select(Hold)).all() == []
    assert len(dump("event")) == len(audit)
    assert [
        one.data["text"] for one in db.session.scalars(select(Event).order_by(Event.id)) if "text" in one.data
    ][:2] == [
        "STOP",
        "take me off your list",
    ]


def test_what_somebody_has_to_decide_on_is_kept() -> None:
    age(they_write("take me off your list"))
    tidy()
    assert texts() == ["take me off your list"]
    assert holds.of(CAROL) is not None


def test_what_waits_to_be_sent_is_kept(ada: User) -> None:
    age(we_write(thread_of(they_write("hello")), "come at nine", ada.id))
    tidy()
    assert texts() == ["hello", "come at nine"]


def test_what_the_carrier_told_goes_with_them() -> None:
    old, young = they_write("my knee hurts"), they_write("it is better")
    age(old)
    tidy()
    assert db.session.scalars(select(WebhookEvent.carrier_id)).all() == [young.carrier_id]


def test_reports_of_removed_messages_do_not_wait_for_ever() -> None:
    settings.put("keep_messages_days", None)
    for name in ("old", "young"):
        receipts.receive(StatusReport(name, "", Report.DELIVERED), {"to": CAROL})
    old = update(WebhookEvent).where(WebhookEvent.carrier_id == "old")
    db.session.execute(old.values(received_at=now() - timedelta(days=8)))
    db.session.commit()
    tidy()
    assert db.session.scalars(select(WebhookEvent.carrier_id)).all() == ["young"]


def test_rows_of_old_batches_lose_their_cells_and_keep_their_statuses() -> None:
    old, young = finished(["Carol", "knee"]), finished(["Carol", "elbow"], timedelta(days=3))
    old.answers = {"marked": "send", row_editing.EDITS: {"2": {"1": "knee"}}, row_editing.REPLACED: {"2": {}}}
    told = {"contact": 1, "name": "Pain", "value": "knee"}
    failed = Signal(kind=signals.ATTRIBUTE_CHANGED, data=told, state=SignalState.FAILED)
    failed.created_at = now() - LONG_AGO
    db.session.add(failed)
    db.session.commit()
    counts = tallies.counts(old.id)
    tidy()
    rows = select(Recipient.phone, Recipient.status, Recipient.cells).order_by(Recipient.id)
    assert [tuple(row) for row in db.session.execute(rows.where(Recipient.batch_id == old.id))] == [
        (CAROL, "failed", []),
        (DAVE, "failed", []),
    ]
    assert places("knee") == set() and lifecycle.get(old.id).answers == {"marked": "send"}
    assert places("elbow") == {"recipient"}
    assert tallies.counts(old.id) == counts
    assert retry.retry_failed(lifecycle.get(old.id), 1) == 0
    assert retry.retry_failed(lifecycle.get(young.id), 1) == 2


@pytest.mark.parametrize("erased", [[DAVE], [CAROL], [CAROL, DAVE]])
def test_rows_beside_one_that_was_erased_lose_their_cells_too(erased: list[str]) -> None:
    batch = finished(["Carol", "knee"])
    factories.repeated(batch, 9, 2, ["again", "knee"])
    db.session.commit()
    for phone in erased:
        erasure.erase(phone, traces.look(phone))
        db.session.commit()
    tidy()
    assert places("knee") == set()


def test_what_unusable_rows_of_old_imports_said_goes() -> None:
    old, young = imported_rows("knee"), imported_rows("elbow")
    old.worked_at = now() - LONG_AGO
    db.session.commit()
    tidy()
    assert (places("knee"), places("elbow")) == ({"upload_chunk"}, {"opt_out_import_row", "upload_chunk"})
    assert imports.get(old.id).unusable == imports.get(young.id).unusable == 2


def test_old_files_go_and_their_batches_stay() -> None:
    batch = finished(["a", "b"])
    busy = finished(["a", "b"])
    busy.reading = Work.RUNNING
    young = factories.batch([CAROL], number_id=1, created_by=1)
    db.session.commit()
    tidy()
    assert [lifecycle.get(one.id).upload_id is None for one in (batch, busy, young)] == [True, False, False]
    kept = db.session.scalars(select(UploadChunk.upload_id).distinct()).all()
    assert kept == [lifecycle.get(busy.id).upload_id]


def test_old_files_of_imports_go_unless_they_are_to_be_read() -> None:
    ids = {}
    for reading in (Work.DONE, Work.FAILED, Work.WAITING, Work.RUNNING):
        one = take_import("first,second\n+12025550111,+12025550122\n")
        db.session.get_one(Upload, one.upload_id).created_at -= LONG_AGO
        one.reading = reading
        ids[reading] = one.id
    db.session.commit()
    tidy()
    kept = {reading for reading, key in ids.items() if imports.get(key).upload_id is not None}
    assert kept == {Work.WAITING, Work.RUNNING}
    assert db.session.scalar(select(func.count()).select_from(UploadChunk)) == 2


@pytest.mark.long
def test_very_many_go_without_holding_others_up(app: Flask) -> None:
    """Fewer on PostgreSQL, which looks through its foreign keys for each."""
    portions = 4 if db.engine.dialect.name == "sqlite" else 2
    thread = thread_of(they_write("young"))
    known = {"thread_id": thread.id, "number_id": 1, "phone": CAROL, "direction": "in", "state": "received"}
    rows = [{**known, "text": "old", "segments": 1, "created_at": now() - LONG_AGO}]
    thread_id = thread.id
    for _ in range(portions):
        db.session.execute(insert(Message), rows * length(2_500, 10_000))
    db.session.execute(update(Message).where(Message.text == "young").values(created_at=now() - LONG_AGO))
    they_write("young")
    db.session.commit()
    waits: list[float] = []
    done = threading.Event()

    def write() -> None:
        with app.app_context():
            while not done.is_set():
                began = time.monotonic()
                db.session.execute(update(Thread).where(Thread.id == thread_id).values(unread=1))
                db.session.commit()
                waits.append(time.monotonic() - began)
                time.sleep(0.01)

    other = threading.Thread(target=write)
    other.start()
    try:
        tidy()
    finally:
        done.set()
        other.join()
    assert db.session.scalar(select(func.count()).select_from(Message)) == 1
    assert len(waits) > portions  # others wrote in between
