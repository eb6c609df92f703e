"""Batches that leave the list, and come back to it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from webapp.db import db
from webapp.errors import Conflict
from webapp.models.batch import Batch, BatchState
from webapp.models.event import Event
from webapp.models.recipient import RecipientStatus
from webapp.services.batches import archiving, retry
from webapp.services.recipients import moving, tallies


@pytest.fixture
def batch(app: Flask) -> Batch:
    return factories.batch(factories.phones(1), state=BatchState.FINISHED)


@pytest.mark.parametrize("state", BatchState)
def test_only_what_is_over_or_a_draft_is_archived(batch: Batch, state: BatchState) -> None:
    batch.state = state
    if state in (BatchState.DRAFT, BatchState.FINISHED, BatchState.CANCELED):
        archiving.archive(batch, batch.created_by)
        assert batch.archived_at is not None
    else:
        with pytest.raises(Conflict, match="can be archived"):
            archiving.archive(batch, batch.created_by)
        assert batch.archived_at is None


def test_back_to_the_list_and_the_audit_knows(batch: Batch) -> None:
    for act in (archiving.archive, archiving.archive, archiving.unarchive, archiving.unarchive):
        act(batch, batch.created_by)
    assert batch.archived_at is None
    assert batch.state == BatchState.FINISHED
    kinds = [event.kind for event in db.session.query(Event).order_by(Event.id) if "archived" in event.kind]
    assert kinds == ["batch.archived", "batch.unarchived"]


def test_one_that_goes_on_is_in_the_list(batch: Batch) -> None:
    archiving.archive(batch, batch.created_by)
    moving.move_all(batch.id, RecipientStatus.QUEUED, RecipientStatus.FAILED)
    assert tallies.counts(batch.id)[RecipientStatus.FAILED] == 1
    assert retry.retry_failed(batch, batch.created_by) == 1
    assert (batch.state, batch.archived_at) == (BatchState.RUNNING, None)
