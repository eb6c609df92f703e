"""Who of a batch gets another one: by what became of it, what they replied, and why they were left out."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.services.batches import ended
from webapp.db import db
from webapp.models.batch import BatchState
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.services.batches.lists import groups

WHO = [
    (["no_reply"], ["Eve", "Finn"]),
    (["yes"], ["Ada"]),
    (["yes", "question"], ["Ada", "Cleo"]),
    (["replied"], ["Ada", "Ben", "Cleo"]),
    (["replied", "wrong_number"], ["Ada", "Ben", "Cleo", "Dan"]),
    (["delivered"], ["Ada", "Ben", "Eve", "Gus"]),
    (["failed"], ["Hal"]),
    (["unknown"], ["Ivy"]),
    (["no_reply", "unknown"], ["Eve", "Finn", "Ivy"]),
    (["faulty", "lately", "landline", "canceled"], ["Jo", "Leo", "Mia", "Ned"]),
    (["nothing that is known"], []),
]


@pytest.mark.parametrize(("keys", "names"), WHO)
def test_who_is_in_them(app: Flask, keys: list[str], names: list[str]) -> None:
    batch = ended.batch()
    query = select(Recipient.cells).where(groups.people(batch, keys)).order_by(Recipient.row_no)
    assert [cells[1].split(",")[0] for cells in db.session.scalars(query)] == names


def test_they_are_counted_and_what_has_no_one_is_not_offered(app: Flask) -> None:
    batch = ended.batch()
    counts = {one.group.key: one.count for one in groups.counted(batch)}
    assert counts["no_reply"] == 2
    assert counts["delivered"] == 4, "without him who is someone else"
    assert counts["unknown"] == counts["wrong_number"] == 1
    assert "premium" not in counts
    assert "stop" not in counts and "opted_out" not in counts
    batch.state = BatchState.DRAFT
    assert groups.counted(batch) == []


def test_who_wrote_in_another_row_of_theirs_did_reply(app: Flask) -> None:
    """Two children of one parent: the reply stands in the row of the second."""
    batch = ended.batch()
    rows = ended.rows_of(batch)
    rows[4].phone = rows[0].phone
    db.session.commit()
    assert {one.group.key: one.count for one in groups.counted(batch)}["no_reply"] == 1


def test_who_is_someone_else_is_so_in_every_row_of_theirs(app: Flask) -> None:
    """Two rows with one phone: it is a wrong number in both, and who may have got one may have got both."""
    batch = ended.batch()
    rows = {row.cells[1].split(",")[0]: row for row in ended.rows_of(batch)}
    rows["Eve"].phone, rows["Hal"].phone, rows["Jo"].phone = rows["Dan"].phone, rows["Ivy"].phone, None
    db.session.commit()
    counts = {one.group.key: one.count for one in groups.counted(batch)}
    assert (counts["delivered"], counts.get("failed"), counts["lately"]) == (3, None, 1)
    wanted = groups.people(batch, ["delivered", "failed", "lately"])
    query = select(Recipient.cells).where(wanted).order_by(Recipient.row_no)
    assert [cells[1].split(",")[0] for cells in db.session.scalars(query)] == ["Ada", "Ben", "Gus", "Jo"]


def test_who_is_someone_else_and_may_not_have_got_it_is_counted_as_chosen(app: Flask) -> None:
    """“Unknown: 1” led to a draft without anyone."""
    batch = ended.batch()
    rows = {row.cells[1].split(",")[0]: row for row in ended.rows_of(batch)}
    rows["Ivy"].reply_kind = ReplyKind.WRONG_NUMBER
    db.session.commit()
    counts = {one.group.key: one.count for one in groups.counted(batch)}
    for key in ("unknown", "wrong_number"):
        chosen = db.session.scalars(select(Recipient.id).where(groups.people(batch, [key]))).all()
        assert len(chosen) == counts.get(key, 0)


def test_a_batch_of_calls_has_those_of_calls(app: Flask) -> None:
    batch = ended.batch()
    batch.channel, batch.content = Channel.CALL, CallContent("Hello")
    for row, status in zip(
        ended.rows_of(batch), ("no_answer", "busy", "voicemail", "answered"), strict=False
    ):
        row.status, row.replied_at, row.reply_kind = RecipientStatus(status), None, None
    db.session.commit()
    counts = {one.group.key: one.count for one in groups.counted(batch)}
    assert (counts["no_answer"], counts["busy"], counts["voicemail"], counts["answered"]) == (1, 1, 1, 1)
    assert "no_reply" not in counts, "an answered call is no text without a reply"
    assert groups.of_filter(batch, "no_answer", "") == ["no_answer"]


def test_a_filtered_list_leads_to_its_groups(app: Flask) -> None:
    batch = factories.batch([])
    assert groups.of_filter(batch, "failed", "") == ["failed"]
    assert groups.of_filter(batch, "", "yes") == ["yes"]
    assert groups.of_filter(batch, "replied", "") == ["replied"]
    assert "landline" in groups.of_filter(batch, "skipped", "")
    assert groups.of_filter(batch, "queued", "") == groups.of_filter(batch, "opted_out", "") == []
    assert groups.of_filter(batch, "", "") == []
