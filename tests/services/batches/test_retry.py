"""What is tried again needs a number that is still used for it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.services.batches import ended
from webapp.db import db
from webapp.errors import Conflict
from webapp.models.batch import Batch, BatchState
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services.batches import retry
from webapp.services.batches.retry import Resolution


def switched_off(batch: Batch) -> Batch:
    """Nothing of it waited any more: nothing kept an admin from that."""
    assert batch.number is not None
    factories.sms_of(batch.number).active = False
    db.session.commit()
    return batch


def test_nothing_waits_for_ever_for_a_number_that_is_not_used_any_more(app: Flask) -> None:
    batch = switched_off(ended.batch())
    with pytest.raises(Conflict, match=r"is not used for SMS any more\. An admin can switch that on"):
        retry.retry_failed(batch, batch.created_by)
    assert batch.state == BatchState.FINISHED


def test_nor_does_what_is_unknown(app: Flask) -> None:
    batch = switched_off(ended.batch())
    unknown = select(Recipient.id).where(Recipient.status == RecipientStatus.UNKNOWN)
    [one] = db.session.scalars(unknown)
    with pytest.raises(Conflict, match="is not used for SMS any more"):
        retry.resolve(batch.id, one, Resolution.AGAIN, batch.created_by)
    db.session.rollback()
    retry.resolve(batch.id, one, Resolution.SENT, batch.created_by)
    assert batch.state == BatchState.FINISHED
