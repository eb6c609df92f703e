"""A batch that is due starts by itself, within seconds, in a running installation."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from tests import factories
from tests.conftest import around_the_clock
from tests.processes.house import House, wait_for
from webapp import config
from webapp.app import create_app
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.services.batches import lifecycle

pytestmark = pytest.mark.processes

AHEAD = timedelta(seconds=3.4)
SECONDS = 5
"""How late a due batch may start."""


@pytest.mark.long
def test_a_scheduled_batch_starts_within_five_seconds_and_is_sent(house: House) -> None:
    app = create_app(config.load(house.environment))
    with app.app_context():
        batch = factories.batch(factories.phones(3), state=BatchState.DRAFT)
        due = now() + AHEAD
        lifecycle.schedule(batch, due, batch.created_by)
        around_the_clock()
        wait_for(lambda: _state(batch.id) == BatchState.FINISHED, AHEAD.total_seconds() + SECONDS + 20)
        started = db.session.get_one(Batch, batch.id).started_at
        db.session.rollback()
        app.extensions["redis"].close()
        db.engine.dispose()
    assert started is not None
    assert timedelta(0) <= started - due <= timedelta(seconds=SECONDS)


def _state(batch_id: int) -> BatchState:
    db.session.rollback()  # see what others have committed
    time.sleep(0.1)
    return db.session.get_one(Batch, batch_id, populate_existing=True).state
