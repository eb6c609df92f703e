"""The page of a batch of calls: who is called again, what is downloaded, what cancels ring."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from tests import calls, factories
from tests.views.client import Browser, take
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.content import CallContent
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services.recipients import moving


@pytest.fixture
def batch(of_calls: Batch) -> Batch:
    return of_calls


def running(batch: Batch, *statuses: str) -> Batch:
    """A batch of calls in which this became of its people."""
    people = [f"+1202555{number:04}" for number in range(100, 100 + len(statuses))]
    made = factories.batch(people, number_id=batch.number_id, state="draft")  # type: ignore[arg-type]
    made.channel, made.content, made.started_at = "call", CallContent("Hello."), now()  # type: ignore[assignment]
    made.transition_to(BatchState.RUNNING)
    ids = db.session.scalars(
        select(Recipient.id).where(Recipient.batch_id == made.id).order_by(Recipient.row_no)
    ).all()
    for one, status in zip(ids, statuses, strict=True):
        moving.move([one], RecipientStatus.QUEUED, RecipientStatus.SENDING)
        moving.move([one], RecipientStatus.SENDING, RecipientStatus(status))
    db.session.commit()
    return made


def test_who_is_called_again_is_chosen_by_what_became_of_them(admin: Browser, batch: Batch) -> None:
    made = running(batch, "no_answer", "busy", "voicemail", "rejected", "answered", "talking")
    page = admin.get(f"/batches/{made.id}")
    boxes = [one.attrs for one in page.root.all("input") if one.attrs.get("name") == "again"]
    assert {one["value"]: "checked" in one for one in boxes} == {
        "no_answer": True, "busy": True, "voicemail": False, "rejected": False,
    }  # fmt: skip
    answer = admin.submit(page, "/retry", again=["busy", "voicemail"])
    assert "2 wait to be called again." in answer.words
    found = db.session.execute(
        select(Recipient.row_no, Recipient.status).where(Recipient.batch_id == made.id)
    )
    assert dict(found.all()) == {  # type: ignore[arg-type]
        2: "no_answer", 3: "queued", 4: "queued", 5: "rejected", 6: "answered", 7: "talking",
    }  # fmt: skip
    assert "had 2 of" in admin.get("/audit").words
    token = {"csrf_token": admin.token()}
    assert "There is no one to try again." in admin.post(f"/batches/{made.id}/retry", token).words


@pytest.mark.parametrize(("typed", "rings_on"), [({}, False), ({"hang_up": []}, True)])
def test_canceling_hangs_up_what_rings_unless_it_is_to_ring_on(
    admin: Browser, batch: Batch, typed: dict[str, Any], rings_on: bool
) -> None:
    made = running(batch, "ringing")
    admin.submit(admin.get(f"/batches/{made.id}"), "/cancel", **typed)
    db.session.refresh(made)
    assert (made.state, made.lets_ring) == ("canceled", rings_on)


def test_who_waits_to_be_called_again_is_shown_with_the_time(admin: Browser, batch: Batch) -> None:
    made = running(batch, "no_answer", "ringing")
    people = select(Recipient).where(Recipient.batch_id == made.id).order_by(Recipient.row_no)
    waits = db.session.scalars(people).first()
    assert waits
    waits.attempt = 1
    until = datetime(2031, 3, 12, 14, 3, tzinfo=UTC)
    moving.move(
        [waits.id], RecipientStatus.NO_ANSWER, RecipientStatus.WAITING, not_before=until,
        skip_reason="no answer; called again later",
    )  # fmt: skip
    db.session.commit()
    page = admin.get(f"/batches/{made.id}")
    assert "1 person is called again later" in page.words
    assert "Waiting No answer; called again later Call 2: 12 Mar 2031, 14:03" in page.words
    assert "0 of 2 done." in page.words
    token = {"csrf_token": admin.token()}
    assert "1 call is under way, and goes on." in admin.post(f"/batches/{made.id}/pause", token).words


def test_what_they_said_stands_beside_them(admin: Browser, batch: Batch) -> None:
    made = running(batch, "answered")
    one = db.session.scalars(select(Recipient).where(Recipient.batch_id == made.id)).first()
    assert one and one.phone
    of_batch = {"origin": "batch", "batch_id": made.id, "recipient_id": one.id}
    call = factories.call(one.phone, made.number_id, "ended", outcome="answered", **of_batch)
    calls.turns(call, "Hello.", "Tuesday is fine.", "Goodbye.")
    db.session.commit()
    assert "Tuesday is fine." in admin.get(f"/batches/{made.id}").words


def test_its_calls_are_downloaded_and_that_is_noted(admin: Browser, batch: Batch) -> None:
    made = running(batch, "answered")
    text = take(admin, f"/batches/{made.id}/calls.csv").response.get_data(as_text=True)
    assert text.removeprefix("\ufeff").startswith("row,phone,attempt,state,outcome,")
    assert "downloaded the calls of" in admin.get("/audit").words


def test_a_call_of_which_no_one_knows_is_settled_in_words_of_calls(admin: Browser, batch: Batch) -> None:
    called = factories.batch(["+12025550111"], number_id=batch.number_id, state="draft")  # type: ignore[arg-type]
    called.channel, called.content = "call", CallContent("Hello.")  # type: ignore[assignment]
    called.transition_to(BatchState.RUNNING)
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
