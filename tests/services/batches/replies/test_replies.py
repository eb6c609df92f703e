"""What each recipient wrote back stands beside them, and beside no one else."""

from __future__ import annotations

import csv
import io

from flask import Flask
from sqlalchemy import select

from tests import calls, factories
from tests.conversations import they_write
from webapp.db import db
from webapp.models.recipient import Recipient
from webapp.services.batches import report
from webapp.services.batches.replies import replies

ADA, BEN, CID = phones = factories.phones(3)


def test_each_has_their_own_reply(app: Flask) -> None:
    batch = factories.batch(phones)
    for phone in phones:
        factories.sent(batch, phone)
    db.session.commit()
    they_write("Here is our garden.", CID)
    they_write("yes", ADA)
    they_write("STOP", BEN)
    they_write("and more", ADA)
    rows = db.session.scalars(select(Recipient).order_by(Recipient.row_no)).all()
    wrote = replies.of(rows)
    assert [wrote.get(row.id) for row in rows] == ["yes", "STOP", "Here is our garden."]


def test_what_someone_writes_after_a_call_is_their_reply_too(app: Flask) -> None:
    made = calls.batch(list(phones), calls.number())
    calls.claimed()
    they_write("Before noon, please.", BEN)
    rows = db.session.scalars(
        select(Recipient).where(Recipient.batch_id == made.id).order_by(Recipient.row_no)
    ).all()
    assert replies.of(rows) == {rows[1].id: "Before noon, please."}


def test_of_a_batch_of_calls_they_are_the_texts_that_follow(app: Flask) -> None:
    batch = calls.batch([ADA, BEN])
    calls.claimed()
    they_write("Who called me?", BEN)
    lines = csv.DictReader(io.StringIO("".join(report.whole(batch)).removeprefix("\ufeff")))
    assert [(line["reply"], bool(line["replied_at"])) for line in lines] == [
        ("", False),
        ("Who called me?", True),
    ]
