"""What is approved goes out at the moment that was chosen, or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from tests import factories
from webapp.db import db, now
from webapp.errors import Conflict
from webapp.models.batch import Batch, BatchState
from webapp.models.user import User
from webapp.services import settings
from webapp.services.batches import approval_actions, ready, timing

EAST, WEST = "America/New_York", "America/Los_Angeles"


def in_the_west(ahead: timedelta) -> str:
    """So far ahead on the clocks there, as a batch keeps it."""
    local: datetime = (now() + ahead).astimezone(ZoneInfo(WEST))
    return f"{local:%Y-%m-%dT%H:%M}"


@pytest.fixture
def asked(app: Flask) -> Batch:
    """For a time that has come in New York, and comes in Los Angeles within the hour."""
    settings.put("approval_over", 1)
    draft = factories.batch(factories.phones(2), state=BatchState.DRAFT)
    draft.whereabouts = [[[EAST], ["*"], 1], [[WEST], ["*"], 1]]
    timing.start_locally(
        draft, ready.Seen(draft.revision, 0), in_the_west(timedelta(hours=1)), draft.created_by
    )
    db.session.commit()
    assert (draft.state, draft.scheduled_at) == (BatchState.PENDING, None)
    return draft


def approve(batch: Batch, grace: User) -> None:
    approval_actions.approve(batch, ready.Seen(batch.revision, 0), grace)


def test_a_time_that_comes_somewhere_yet_can_be_approved(asked: Batch) -> None:
    approve(asked, factories.user("Grace"))
    assert asked.state == BatchState.RUNNING


def test_one_that_is_over_on_every_clock_cannot(asked: Batch) -> None:
    """It would go out days later, at once and to everyone."""
    asked.local_at = in_the_west(timedelta(hours=-1))
    with pytest.raises(Conflict, match="has passed"):
        approve(asked, factories.user("Grace"))
    assert asked.state == BatchState.PENDING
