"""Another channel is a class, a line in the registry and one of its content: batches are sent by it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from jobs.dispatch import Connections
from tests import factories
from tests.channels.letters import LETTER, Letter, LetterContent, Letters, Post
from webapp import queue
from webapp.carriers.registry import CARRIERS
from webapp.channels.registry import CHANNELS
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.content import CONTENTS
from webapp.models.entry import Entry, Origin
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.models.opt_out import OptOutSource
from webapp.models.recipient import Recipient
from webapp.services.batches import checking, drafts, ready, report
from webapp.services.opt_outs import register
from webapp.services.outbox.dispatcher import Dispatcher
from webapp.services.privacy import export, traces
from webapp.services.threads.enqueue import put

CAROL, DAVE = "+12025550111", "+12025550122"


@pytest.fixture
def post(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    made = Post()
    monkeypatch.setitem(CARRIERS, "tiny", made)
    monkeypatch.setitem(CHANNELS, LETTER, Letters())
    monkeypatch.setitem(CONTENTS, LETTER, LetterContent)
    monkeypatch.setattr("webapp.services.outbox.dispatcher.LOOK_AGAIN", 0.02)
    yield made
    db.session.rollback()


@pytest.fixture
def number(post: Post) -> Number:
    ours = factories.number(carrier="tiny")
    ours.services[LETTER] = NumberService(channel=LETTER)
    db.session.flush()
    return ours


def letters(number: Number, words: str = "Dear friend") -> Batch:
    batch = factories.batch([CAROL, DAVE], number_id=number.id, state=BatchState.DRAFT)
    batch.channel, batch.content = LETTER, LetterContent(words)
    db.session.commit()
    return batch


def send_all() -> None:
    db.session.commit()
    with ExitStack() as stack:
        Dispatcher(Connections(stack), queue.redis()).run()


def standing(batch: Batch) -> list[str]:
    return list(db.session.scalars(select(Recipient.status).where(Recipient.batch_id == batch.id)))


def test_a_batch_of_it_is_checked_and_sent(post: Post, number: Number) -> None:
    batch = letters(number)
    drafts.choose_number(batch, number.id)
    drafts.check_again(batch)
    db.session.commit()
    list(checking.check(batch.id))
    db.session.commit()
    assert ready.obstacles(batch) == []
    assert batch.units_total == 2
    batch.transition_to(BatchState.RUNNING)
    send_all()
    words = sorted(one.words for one in post.posted)  # two threads hand them over
    assert words == ["Dear friend, Person 2", "Dear friend, Person 3"]
    assert post.sent == []
    assert standing(batch) == ["sent", "sent"]
    kinds = select(Entry.kind, Entry.state, Entry.carrier_id).order_by(Entry.id)
    found = {tuple(row) for row in db.session.execute(kinds)}
    assert found == {(LETTER, "sent", "letter-1"), (LETTER, "sent", "letter-2")}
    assert db.session.get_one(Batch, batch.id).state == BatchState.FINISHED


def test_the_report_has_columns_of_its_own(post: Post, number: Number) -> None:
    batch = letters(number)
    register.record(CAROL, OptOutSource.STAFF, "They rang us.")
    batch.transition_to(BatchState.RUNNING)
    send_all()
    header, carol, dave = "".join(report.whole(batch)).splitlines()
    assert header.endswith(",opted_out_at,consent,words,sheets")
    assert carol.endswith(",,")
    assert dave.endswith(',"Dear friend, Person 3",1')
    first = db.session.scalars(select(Letter)).one()
    again = {"thread_id": first.thread_id, "number_id": first.number_id, "phone": DAVE, "direction": "out"}
    factories.add(Letter(**again, state="sent", recipient_id=first.recipient_id, text="Once more", units=2))
    assert "".join(report.whole(batch)).splitlines()[2].endswith(",Once more,2")


def test_the_export_of_a_person_has_its_words(post: Post, number: Number) -> None:
    letters(number)
    (row,) = json.loads(export.whole(CAROL, traces.look(CAROL)))["lists"]
    assert row["message"] == "Dear friend"


def test_what_is_missing_is_said_in_its_own_words(post: Post, number: Number) -> None:
    found = ready.obstacles(letters(number, ""))
    assert [(one.step, one.sentence) for one in found] == [("message", "Write the letter.")]


def test_a_number_without_it_is_refused(post: Post, number: Number) -> None:
    number.services[LETTER].active = False
    assert "Choose the number to send from." in [one.sentence for one in ready.obstacles(letters(number))]


@pytest.mark.parametrize(("slowed", "by_text", "by_letter"), [("sms", 0, 2), (LETTER, 1, 0)])
def test_a_rest_of_one_channel_does_not_stop_the_other(
    post: Post, number: Number, slowed: str, by_text: int, by_letter: int
) -> None:
    batch = letters(number)
    batch.transition_to(BatchState.RUNNING)
    put(factories.thread("+12025550133", number.id), "Hi", Origin.STAFF)
    number.services[slowed].slowed_until = now() + timedelta(minutes=5)
    send_all()
    assert (len(post.sent), len(post.posted)) == (by_text, by_letter)


def test_nobody_who_opted_out_gets_one(post: Post, number: Number) -> None:
    batch = letters(number)
    batch.transition_to(BatchState.RUNNING)
    register.record(CAROL, OptOutSource.STAFF, "They rang us.")
    send_all()
    assert [one.to for one in post.posted] == [DAVE]
    assert sorted(standing(batch)) == ["sent", "skipped"]
