"""The made-up batches: their lists, what was sent of them, and their tallies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from webapp.db import db
from webapp.models.batch import BatchState
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.opt_out import OptOutSource
from webapp.models.recipient import Recipient
from webapp.models.user import User
from webapp.services import uploads
from webapp.services.demo import lists
from webapp.services.demo.stage import Stage
from webapp.services.demo.story import DENTAL, GONE, PEOPLE, Ago, Outreach
from webapp.services.opt_outs import register
from webapp.services.recipients import tallies

NOW = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)
TOLD = Outreach(
    "Reminders", DENTAL, "", "Hi {{first_name}}, {{appointment}}?", (0, 3), Ago(2, "10:00"),
    troubles={"Alan": GONE},
)  # fmt: skip


@pytest.fixture
def by(app: Flask) -> User:
    return factories.user()


@pytest.fixture
def ours(app: Flask) -> dict[str, Number]:
    return {DENTAL: factories.number(DENTAL)}


def made(told: Outreach, by: User, ours: dict[str, Number]) -> lists.Sent:
    found = lists.make(told, by, ours, {}, NOW)
    lists.count(found)
    return found


def test_a_list_is_there_as_if_it_had_been_uploaded_and_checked(by: User, ours: dict[str, Number]) -> None:
    batch = made(TOLD, by, ours).batch
    assert (batch.state, batch.rows_read, batch.units_total) == (BatchState.FINISHED, 3, 3)
    assert batch.upload_id is not None
    assert uploads.piece(batch.upload_id, 0, 100).startswith(b"phone_number,first_name,appointment,treatment")
    assert tallies.counts(batch.id)["queued"] == 3


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (replace(TOLD, start=None), BatchState.DRAFT),
        (replace(TOLD, start=None, scheduled=21), BatchState.SCHEDULED),
        (replace(TOLD, paused="Paused."), BatchState.PAUSED),
    ],
)
def test_none_is_ever_running(told: Outreach, state: BatchState, by: User, ours: dict[str, Number]) -> None:
    batch = made(told, by, ours).batch
    assert batch.state == state
    if told.scheduled:
        assert batch.scheduled_at == datetime(2026, 12, 19, 15, 0, tzinfo=UTC)


def test_what_is_sent_is_what_its_rows_and_tallies_say(by: User, ours: dict[str, Number]) -> None:
    found, stage = lists.make(TOLD, by, ours, {}, NOW), Stage(by, ours)
    register.record(PEOPLE["Amara"].phone, OptOutSource.STAFF, "Asked for it.")
    for index in range(3):
        lists.send(found, stage, index)
    lists.count(found)
    rows = db.session.scalars(select(Recipient).order_by(Recipient.row_no)).all()
    told = [(row.status, row.skip_reason) for row in rows]
    assert told == [("delivered", ""), ("undelivered", ""), ("skipped", "opted out")]
    counts = tallies.counts(found.batch.id)
    assert {key: count for key, count in counts.items() if count} == {
        "delivered": 1, "undelivered": 1, "skipped": 1,
    }  # fmt: skip
    texts = db.session.scalars(select(Message.text).order_by(Message.id)).all()
    assert texts == ["Hi Ada, Monday, 9:00?", "Hi Alan, Tuesday, 10:30?"]
    assert stage.conversations[0].outreach.row["first_name"] == "Ada"
