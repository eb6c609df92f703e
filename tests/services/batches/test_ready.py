"""What keeps a batch from being sent."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests import factories
from webapp.db import db, now
from webapp.errors import Conflict
from webapp.models.batch import BatchState
from webapp.models.work import Work
from webapp.services.batches import lifecycle, ready


@pytest.mark.parametrize(
    ("lacks", "step", "sentence"),
    [
        ({"reading": Work.NONE}, "recipients", "Upload a list of recipients."),
        ({"reading": Work.RUNNING}, "recipients", "The list is still being read."),
        ({"reading": Work.FAILED, "reading_fault": "It is a PDF."}, "recipients", "It is a PDF."),
        ({"phone_column": None}, "recipients", "Say which column holds the phone numbers."),
        ({"number_id": None}, "recipients", "Choose the number to send from."),
        ({"message": ""}, "message", "Write the message."),
        ({"message": "Hi {{frist_name}}"}, "message", "Did you mean {{first_name}}?"),
        ({"checking": Work.NONE}, "check", "has not been checked yet"),
        ({"checking": Work.RUNNING}, "check", "has not been checked yet"),
        ({"checking": Work.FAILED, "checking_fault": "Interrupted."}, "check", "Interrupted."),
    ],
)
def test_a_draft_that_lacks_something_is_neither_started_nor_scheduled(
    app: Flask, lacks: dict[str, Any], step: str, sentence: str
) -> None:
    batch = factories.batch(factories.phones(2), **{"state": BatchState.DRAFT, **lacks})
    (obstacle,) = ready.obstacles(batch)
    assert obstacle.step == step
    assert sentence in obstacle.sentence
    assert ready.step(batch) == step
    with pytest.raises(Conflict):
        lifecycle.start(batch)
    with pytest.raises(Conflict):
        lifecycle.schedule(batch, now(), batch.created_by)


def test_a_list_with_nobody_on_it_is_not_started(app: Flask) -> None:
    batch = factories.batch([], state=BatchState.DRAFT)
    with pytest.raises(Conflict, match="There is no one to send to"):
        lifecycle.start(batch)


def test_a_number_that_no_longer_sends_is_an_obstacle(app: Flask) -> None:
    batch = factories.batch(factories.phones(1), state=BatchState.DRAFT)
    db.session.refresh(batch)
    assert batch.number is not None
    factories.sms_of(batch.number).active = False
    assert [one.sentence for one in ready.obstacles(batch)] == ["Choose the number to send from."]
