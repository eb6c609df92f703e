"""How long a batch takes, as its page says: against what may go out in a second."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests import factories
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.recipient import Recipient
from webapp.models.recipient import RecipientStatus as S
from webapp.services import settings
from webapp.services.batches import estimate
from webapp.services.batches.estimate import Pace
from webapp.services.recipients import moving, tallies


def pace(batch: Batch) -> Pace:
    db.session.refresh(batch)
    return estimate.pace(batch, tallies.counts(batch.id))


def test_the_time_left_knows_of_batches_that_share_the_number(app: Flask) -> None:
    number = factories.number(pace=2.0)
    batch = factories.batch(factories.phones(10), number_id=number.id, units_total=20)
    assert pace(batch).seconds == 10
    other = factories.batch(factories.phones(1), number_id=number.id, created_by=batch.created_by)
    assert (pace(batch).sharing, pace(batch).seconds) == (2, 20)
    rows = list(db.session.scalars(select(Recipient.id).where(Recipient.batch_id == other.id)))
    moving.move(rows, S.QUEUED, S.WAITING)
    assert (pace(batch).sharing, pace(batch).seconds) == (1, 10), "that one sends nothing before the morning"


def test_the_account_bounds_all_numbers_together(app: Flask) -> None:
    """It counts messages, however long they are."""
    fast, other = factories.number(pace=100.0), factories.number("+12025550199", pace=1.0)
    settings.put("requests_per_second", 5)
    batch = factories.batch(factories.phones(10), number_id=fast.id, units_total=20)
    assert pace(batch) == Pace(10, 1, 2, "")
    factories.batch(factories.phones(3), number_id=other.id, created_by=batch.created_by)
    assert pace(batch) == Pace(10, 2, 4, "")
    settings.put("requests_per_second", None)
    assert pace(batch) == Pace(100, 1, 0.2, "")


def test_a_number_without_a_pace_is_as_fast_as_the_account(app: Flask) -> None:
    batch = factories.batch(factories.phones(60), number_id=factories.number(pace=None).id, units_total=60)
    assert pace(batch) == Pace(None, 1, None, "")
    settings.put("requests_per_second", 30)
    assert pace(batch) == Pace(30, 1, 2, "")
