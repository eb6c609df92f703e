"""Step 2 of a batch of calls, and the way there."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import factories
from tests.views.batches.conftest import Upload
from tests.views.client import Browser
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.content import CallContent
from webapp.models.number_service import NumberService
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services.recipients import moving


@pytest.fixture
def batch(admin: Browser, upload: Upload) -> Batch:
    """With a list and a number, and nothing to say yet."""
    made = upload()
    assert made.number
    service = made.number.services.get("call") or NumberService(channel="call")
    service.active, service.pace, service.at_once = True, 1.0, 5
    made.number.services["call"] = service
    made.channel, made.content = "call", CallContent()  # type: ignore[assignment]
    db.session.commit()
    return made


TYPED = {
    "name": "Autumn calls", "message": "Hello {{first_name}}, this is Bright Smile.", "language": "en",
    "ring_seconds": "25", "longest_seconds": "300", "retries": "2",
    "retry_minutes": "90", "retry_other_time": "yes",
}  # fmt: skip


def test_what_is_written_is_kept(admin: Browser, batch: Batch) -> None:
    page = admin.get(f"/batches/{batch.id}/call")
    assert "What the call says first" in page.words
    answer = admin.submit(page, f"/batches/{batch.id}/call", **TYPED)
    assert answer.status == 200
    db.session.refresh(batch)
    assert (batch.name, batch.content) == (
        "Autumn calls",
        CallContent(TYPED["message"], ring_seconds=25, longest_seconds=300, retries=2, retry_minutes=90,
                    retry_other_time=True),
    )  # fmt: skip
    shown = admin.get(f"/batches/{batch.id}/call")
    assert shown.value("message") == TYPED["message"]


def test_what_is_wrong_is_said_and_what_was_typed_stays(admin: Browser, batch: Batch) -> None:
    page = admin.get(f"/batches/{batch.id}/call")
    wrong = {**TYPED, "ring_seconds": "1000", "retries": "many", "message": "Hello {{nobody}}"}
    answer = admin.submit(page, f"/batches/{batch.id}/call", **wrong)
    assert answer.status == 422
    assert answer.problems == [
        "This is a whole number from 5 to 120.",
        "This is a whole number from 0 to 10.",
        "There is no column 'nobody'.",
    ]
    assert answer.value("message") == "Hello {{nobody}}"


def test_the_step_of_the_other_channel_leads_here(admin: Browser, batch: Batch) -> None:
    assert "What the call says first" in admin.get(f"/batches/{batch.id}/message").words
    text = factories.batch(["+12025550111"], number_id=batch.number_id, state="draft")  # type: ignore[arg-type]
    db.session.commit()
    assert admin.get(f"/batches/{text.id}/call").path == f"/batches/{text.id}/message"
    token = {"csrf_token": admin.token()}
    assert admin.post(f"/batches/{text.id}/call", token).status == 404


def test_a_batch_of_calls_is_begun_where_a_number_places_them(admin: Browser, batch: Batch) -> None:
    assert "Calls" in admin.get("/batches/new").words
    page = admin.get("/batches/new?channel=call")
    assert "Write what the call says first" in page.words
    form = {"csrf_token": page.value("csrf_token"), "message_first": "yes"}
    answer = admin.post("/batches/new?channel=call", form)
    assert "What the call says first" in answer.words


def test_its_pages_can_be_looked_at(admin: Browser, batch: Batch) -> None:
    admin.submit(admin.get(f"/batches/{batch.id}/call"), f"/batches/{batch.id}/call", **TYPED)
    for page in ("recipients", "call", "check", "when"):
        assert admin.get(f"/batches/{batch.id}/{page}").status == 200
    assert admin.get("/batches").status == 200


def test_a_call_of_which_no_one_knows_is_settled_in_words_of_calls(admin: Browser, batch: Batch) -> None:
    called = factories.batch(["+12025550111"], number_id=batch.number_id, state="draft")  # type: ignore[arg-type]
    called.channel, called.content = "call", CallContent("Hello.")  # type: ignore[assignment]
    called.go(BatchState.RUNNING)
    moving.move_all(called.id, RecipientStatus.QUEUED, RecipientStatus.SENDING)
    moving.move_all(called.id, RecipientStatus.SENDING, RecipientStatus.UNKNOWN)
    recipient_id = db.session.scalars(select(Recipient.id).where(Recipient.batch_id == called.id)).one()
    call = factories.call("+12025550111", called.number_id, "unknown", origin="batch", batch_id=called.id,
                          recipient_id=recipient_id)  # fmt: skip
    db.session.commit()
    page = admin.get(f"/batches/{called.id}?status=unknown")
    assert "They were reached" in page.words and "If it has, this person is called twice." in page.words
    assert "It was sent" not in page.words
    path = f"/batches/{called.id}/recipients/{recipient_id}/resolve"
    answer = admin.post(path, {"csrf_token": page.value("csrf_token"), "resolution": "sent"})
    assert "That is noted." in answer.words
    db.session.expire_all()
    assert (call.state, call.outcome, call.lease_until) == ("ended", "answered", None)
    assert "as reached" in admin.get("/audit").words
