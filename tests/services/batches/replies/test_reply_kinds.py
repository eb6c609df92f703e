"""The replies of a batch, told apart: counted, corrected by people, and told later where they came before."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from tests import factories
from tests.conversations import they_write
from tests.plans import plan
from webapp.db import db
from webapp.errors import Fault, NotFound
from webapp.models.batch import Batch
from webapp.models.event import Event
from webapp.models.recipient import UNTOLD, Recipient
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.services.batches import listing, report
from webapp.services.batches.replies import reply_kinds
from webapp.services.recipients import tallies

WROTE = ("yes", "yes please", "What does it cost?", "STOP", "")


@pytest.fixture
def batch(app: Flask) -> Batch:
    """Five got it; four wrote back, one of them STOP."""
    phones = factories.phones(5)
    found = factories.batch(phones, "Hi, shall we call you?")
    for phone, said in zip(phones, WROTE, strict=True):
        factories.sent(found, phone)
        db.session.flush()
        if said:
            they_write(said, phone)
    db.session.commit()
    return found


def told(batch: Batch) -> dict[ReplyKind, int]:
    db.session.expire_all()
    return reply_kinds.counts(batch.id)


def test_there_is_a_count_for_each_kind_and_none_for_who_was_silent(batch: Batch) -> None:
    assert told(batch) == {ReplyKind.YES: 2, ReplyKind.QUESTION: 1, ReplyKind.STOP: 1}
    counts = tallies.counts(batch.id)
    assert sum(told(batch).values()) == counts[tallies.REPLIED] + counts[tallies.OPTED_OUT]


def test_a_person_corrects_one(batch: Batch) -> None:
    revision, user = batch.revision, factories.user()
    assert reply_kinds.correct(batch.id, 2, ReplyKind.OTHER, user.id)
    assert not reply_kinds.correct(batch.id, 2, ReplyKind.OTHER, user.id)
    assert told(batch) == {ReplyKind.YES: 1, ReplyKind.QUESTION: 1, ReplyKind.STOP: 1, ReplyKind.OTHER: 1}
    assert batch.revision == revision + 1
    noted = db.session.scalars(select(Event).where(Event.kind == "recipient.reply_corrected")).all()
    assert [(one.user_id, one.batch_id, one.data["reply"]) for one in noted] == [(user.id, batch.id, "other")]


@pytest.mark.parametrize("row_no", [5, 6, 99])
def test_who_opted_out_or_was_silent_cannot_be_corrected(batch: Batch, row_no: int) -> None:
    with pytest.raises(NotFound):
        reply_kinds.correct(batch.id, row_no, ReplyKind.YES, factories.user().id)


def test_a_person_corrects_all_of_a_kind(batch: Batch) -> None:
    user = factories.user()
    assert reply_kinds.correct_all(batch.id, ReplyKind.YES, ReplyKind.QUESTION, user.id) == 2
    assert reply_kinds.correct_all(batch.id, ReplyKind.STOP, ReplyKind.YES, user.id) == 0
    assert told(batch) == {ReplyKind.QUESTION: 3, ReplyKind.STOP: 1}
    kinds = db.session.scalars(select(Event.data).where(Event.kind == "batch.replies_corrected")).all()
    assert kinds == [{"was": "yes", "reply": "question", "count": 2}]


def test_what_a_person_has_corrected_is_not_told_again(batch: Batch) -> None:
    reply_kinds.correct(batch.id, 2, ReplyKind.OTHER, factories.user().id)
    assert not reply_kinds.tell_old()
    assert told(batch)[ReplyKind.OTHER] == 1


def test_replies_from_before_are_told_by_the_sweep(batch: Batch) -> None:
    before = told(batch)
    db.session.execute(update(Recipient).values(reply_kind=None))
    assert not told(batch)
    assert list(reply_kinds.tell_old()) == [batch.id]
    assert told(batch) == before
    assert not reply_kinds.tell_old(), "each once"


def test_a_kind_that_there_is_not_is_refused() -> None:
    assert reply_kinds.read("wrong_number") == ReplyKind.WRONG_NUMBER
    with pytest.raises(Fault):
        reply_kinds.read("maybe")


def test_the_list_can_be_narrowed_to_one_kind(batch: Batch) -> None:
    rows = listing.recipients(batch.id, kind=ReplyKind.YES).rows
    assert [one.row_no for one in rows] == [2, 3]
    assert [one.row_no for one in listing.recipients(batch.id, kind=ReplyKind.YES, after=2).rows] == [3]


def test_the_report_says_the_kind(batch: Batch) -> None:
    header, *rows = "".join(report.whole(batch)).splitlines()
    at = header.split(",").index("reply_kind")
    assert [row.split(",")[at] for row in rows] == ["yes", "yes", "question", "stop", ""]


# On SQLite alone: PostgreSQL plans by the size of a table, and this one is empty.
@pytest.mark.parametrize("whole_app", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("condition", "index"),
    [
        ("batch_id = 1 AND reply_kind IS NOT NULL", "ix_recipient_reply_kind"),
        ("batch_id = 1 AND reply_kind = 'yes' AND row_no > 3", "ix_recipient_reply_kind"),
        (UNTOLD, "ix_recipient_untold"),
    ],
)
def test_counts_filter_and_what_is_left_to_do_are_read_through_an_index(
    app: Flask, condition: str, index: str
) -> None:
    assert index in " ".join(plan(select(Recipient.id).where(text(condition))))
