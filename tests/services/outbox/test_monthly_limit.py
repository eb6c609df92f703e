"""The monthly limit of a number's service: what it is for stops there, and goes on with the next month."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests import factories
from tests.calls import claimed
from webapp.db import db, now
from webapp.models.batch import Batch
from webapp.models.entry import Origin
from webapp.models.number_service import NumberService, month
from webapp.services.numbers import channel_services
from webapp.services.outbox import due, record
from webapp.services.outbox.claimed_entry import Outcome, SendResult
from webapp.services.threads.enqueue import put

CAROL = "+12025550111"


def sms(batch: Batch) -> NumberService:
    assert batch.number
    return db.session.get_one(NumberService, (batch.number.id, "sms"), populate_existing=True)


def test_a_list_stops_at_the_limit(app: Flask) -> None:
    batch = factories.batch(factories.phones(5))
    sms(batch).monthly_limit = 3
    assert len(claimed(2)) == 2
    assert len(claimed()) == 1
    assert sms(batch).used == 3
    assert due.senders() == [], "nobody looks at it again until the month is over"
    assert [number.id for number, _ in channel_services.exhausted()] == [batch.number_id]


def test_what_is_longer_than_what_is_left_goes_out_once(app: Flask) -> None:
    batch = factories.batch(factories.phones(4), "x" * 200, max_segments=2)
    sms(batch).monthly_limit = 3
    assert len(claimed()) == 1
    assert len(claimed()) == 1
    assert (claimed(), sms(batch).used) == ([], 4)


@pytest.mark.parametrize(
    ("origin", "goes"),
    [
        (Origin.STAFF, True),
        (Origin.AGENT, True),
        (Origin.CONFIRMATION, True),
        (Origin.TEST, True),
        (Origin.WORKFLOW, False),
        (Origin.API, False),
    ],
)
def test_answers_go_out_all_the_same_and_count(app: Flask, origin: Origin, goes: bool) -> None:
    batch = factories.batch([])
    sms(batch).monthly_limit, sms(batch).used, sms(batch).month = 3, 3, month()
    put(factories.thread(CAROL, batch.number_id), "Hi", origin)
    assert len(claimed()) == goes
    assert sms(batch).used == 3 + goes


def test_a_new_month_begins_at_nothing(app: Flask) -> None:
    batch = factories.batch(factories.phones(2))
    before = month(now().replace(day=1) - timedelta(days=1))
    sms(batch).monthly_limit, sms(batch).used, sms(batch).month = 1, 1, before
    assert len(claimed()) == 1
    assert (sms(batch).used, sms(batch).month) == (1, month())


def test_what_did_not_leave_does_not_count(app: Flask) -> None:
    batch = factories.batch(factories.phones(2))
    sms(batch).monthly_limit = 1
    [entry] = claimed()
    record.record([Outcome(entry, SendResult.RETURNED, sentence="Too busy.")])
    assert sms(batch).used == 0
    assert len(claimed()) == 1
