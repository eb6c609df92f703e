"""The two-person rule: what becomes a request, who decides, and that nothing goes round it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import batches as jobs
from tests import factories
from webapp.db import db, now
from webapp.errors import Conflict, Fault, Forbidden
from webapp.models.approval import Approval, ApprovalState
from webapp.models.batch import Batch, BatchState
from webapp.models.event import Event
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.user import Role, User
from webapp.services import settings
from webapp.services.batches import approval, approval_actions, drafts, lifecycle, ready, retry
from webapp.services.opt_outs import register
from webapp.services.recipients import moving

S = RecipientStatus


@pytest.fixture(autouse=True)
def rule(app: Flask) -> None:
    """More than two people take a second person."""
    settings.put("approval_over", 2)


@pytest.fixture
def ada(app: Flask) -> User:
    return factories.user("Ada")


@pytest.fixture
def grace(app: Flask) -> User:
    return factories.user("Grace")


@pytest.fixture
def draft(ada: User) -> Callable[[int], Batch]:
    return lambda people: factories.batch(factories.phones(people), state=BatchState.DRAFT, created_by=ada.id)


@pytest.fixture
def asked(draft: Callable[[int], Batch], ada: User) -> Batch:
    """Ada has made a batch to three, and asks to send it at once."""
    batch = draft(3)
    lifecycle.start(batch, ada.id)
    return batch


def seen(batch: Batch) -> ready.Seen:
    db.session.refresh(batch)
    return ready.Seen(batch.revision, 0)


def kinds(batch: Batch) -> list[str]:
    query = select(Event.kind).where(Event.batch_id == batch.id).order_by(Event.id)
    return [kind.removeprefix("batch.") for kind in db.session.scalars(query)]


def tomorrow() -> datetime:
    return now() + timedelta(days=1)


def people_of(batch: Batch) -> list[int]:
    query = select(Recipient.id).where(Recipient.batch_id == batch.id).order_by(Recipient.row_no)
    return list(db.session.scalars(query))


@pytest.mark.parametrize(("over", "people", "state"), [
    (None, 3, BatchState.RUNNING), (3, 3, BatchState.RUNNING), (2, 3, BatchState.PENDING),
])  # fmt: skip
def test_only_more_than_the_limit_takes_two(
    draft: Callable[[int], Batch], ada: User, over: int | None, people: int, state: BatchState
) -> None:
    settings.put("approval_over", over)
    batch = draft(people)
    lifecycle.start(batch, ada.id)
    assert batch.state == state
    assert (approval.latest(batch.id) is not None) == (state == BatchState.PENDING)


def test_whoever_is_left_out_does_not_count(draft: Callable[[int], Batch], ada: User) -> None:
    batch = draft(3)
    moving.move(people_of(batch)[:1], S.QUEUED, S.SKIPPED, skip_reason="opted out")
    lifecycle.start(batch, ada.id)
    assert batch.state == BatchState.RUNNING


def test_approved_it_starts_as_asked(asked: Batch, grace: User) -> None:
    approval_actions.approve(asked, seen(asked), grace)
    assert asked.state == BatchState.RUNNING
    assert kinds(asked) == ["approval_asked", "approved", "started"]
    request = approval.latest(asked.id)
    assert request is not None
    assert (request.state, request.decided_by, request.people) == ("approved", grace.id, 3)


def test_approved_it_is_scheduled_as_asked_and_the_clock_starts_it(
    draft: Callable[[int], Batch], ada: User, grace: User
) -> None:
    batch, at = draft(3), tomorrow()
    lifecycle.schedule(batch, at, ada.id)
    assert (batch.state, batch.scheduled_at) == (BatchState.PENDING, at)
    approval_actions.approve(batch, seen(batch), grace)
    assert (batch.state, batch.scheduled_at) == (BatchState.SCHEDULED, at)
    batch.scheduled_at = now() - timedelta(minutes=1)
    db.session.commit()
    jobs.start_due(batch.id)
    assert batch.state == BatchState.RUNNING


def test_a_batch_that_waits_is_not_started_by_the_clock_nor_by_hand(
    draft: Callable[[int], Batch], ada: User
) -> None:
    batch = draft(3)
    lifecycle.schedule(batch, now() - timedelta(seconds=1), ada.id)
    db.session.commit()
    jobs.start_due(batch.id)
    assert batch.state == BatchState.PENDING
    for again in (lambda: lifecycle.start(batch, ada.id), lambda: lifecycle.start(batch)):
        with pytest.raises(Conflict, match="waits for approval"):
            again()
    with pytest.raises(Conflict, match="waits for approval"):
        lifecycle.schedule(batch, tomorrow(), ada.id)


def test_neither_the_maker_nor_the_asker_nor_staff_decide(asked: Batch, ada: User, grace: User) -> None:
    noor = factories.user("Noor", role=Role.STAFF)
    gone = factories.user("Tim", deactivated_at=now())
    for nobody, why in (
        (ada, "Someone else must approve"),
        (noor, "Only an admin"),
        (gone, "Only an admin"),
    ):
        with pytest.raises(Forbidden, match=why):
            approval_actions.approve(asked, seen(asked), nobody)
        with pytest.raises(Forbidden, match=why):
            approval_actions.send_back(asked, "No", nobody)
    assert asked.state == BatchState.PENDING
    assert approval_actions.deciders(asked, db.session.scalars(select(Approval)).one()) == [grace]


def test_whoever_asks_for_another_does_not_approve_and_neither_does_the_maker(
    draft: Callable[[int], Batch], ada: User, grace: User
) -> None:
    batch = draft(3)
    lifecycle.start(batch, grace.id)
    for one in (ada, grace):
        assert approval_actions.waiting_for(one) == []
        with pytest.raises(Forbidden, match="Someone else"):
            approval_actions.approve(batch, seen(batch), one)
    noor = factories.user("Noor")
    assert [one.batch for one in approval_actions.waiting_for(noor)] == [batch]
    approval_actions.approve(batch, seen(batch), noor)
    assert batch.state == BatchState.RUNNING


def test_sent_back_it_is_a_draft_with_a_reason(asked: Batch, ada: User, grace: User) -> None:
    with pytest.raises(Fault, match="Say what should be changed"):
        approval_actions.send_back(asked, " ", grace)
    approval_actions.send_back(asked, "The  date is wrong", grace)
    assert asked.state == BatchState.DRAFT
    assert db.session.scalars(select(Approval.reason)).one() == "The date is wrong"
    with pytest.raises(Conflict, match="does not wait"):
        approval_actions.approve(asked, seen(asked), grace)
    lifecycle.start(asked, ada.id)
    assert asked.state == BatchState.PENDING
    assert kinds(asked) == ["approval_asked", "sent_back", "approval_asked"]


def test_nothing_changes_while_it_waits(asked: Batch) -> None:
    with pytest.raises(Conflict, match="can no longer be changed"):
        drafts.write(asked, "Something else", 1)
    with pytest.raises(Conflict, match="can no longer be changed"):
        drafts.choose_number(asked, asked.number_id)


def test_taken_back_it_can_be_changed_and_the_request_is_gone(asked: Batch, ada: User, grace: User) -> None:
    approval_actions.take_back(asked, ada.id)
    drafts.write(asked, "Something else", 1)
    with pytest.raises(Conflict, match="does not wait"):
        approval_actions.approve(asked, seen(asked), grace)
    assert approval_actions.waiting_for(grace) == []


def test_what_changed_since_it_was_seen_is_not_approved(asked: Batch, grace: User) -> None:
    before = seen(asked)
    register.record(factories.phones(1)[0], "staff", "by phone")
    db.session.refresh(asked)
    with pytest.raises(Conflict, match="has changed since you looked"):
        approval_actions.approve(asked, before, grace)
    approval_actions.approve(asked, seen(asked), grace)
    assert asked.state == BatchState.RUNNING


def test_a_moment_that_has_passed_is_not_approved(
    draft: Callable[[int], Batch], ada: User, grace: User
) -> None:
    batch = draft(3)
    lifecycle.schedule(batch, now() - timedelta(seconds=1), ada.id)
    with pytest.raises(Conflict, match="has passed"):
        approval_actions.approve(batch, seen(batch), grace)


def test_another_time_is_another_request(draft: Callable[[int], Batch], ada: User, grace: User) -> None:
    batch = draft(3)
    lifecycle.schedule(batch, tomorrow(), ada.id)
    approval_actions.approve(batch, seen(batch), grace)
    lifecycle.schedule(batch, tomorrow() + timedelta(hours=1), ada.id)
    assert batch.state == BatchState.PENDING
    states = db.session.scalars(select(Approval.state).order_by(Approval.id)).all()
    assert states == [ApprovalState.WITHDRAWN, ApprovalState.WAITING]
    approval_actions.approve(batch, seen(batch), grace)
    lifecycle.start(batch, grace.id)
    assert batch.state == BatchState.PENDING, "the admin who approved it cannot start it earlier alone"


def test_an_approval_ends_with_its_schedule(draft: Callable[[int], Batch], ada: User, grace: User) -> None:
    batch = draft(3)
    lifecycle.schedule(batch, tomorrow(), ada.id)
    approval_actions.approve(batch, seen(batch), grace)
    lifecycle.unschedule(batch, ada.id)
    lifecycle.schedule(batch, tomorrow(), ada.id)
    assert batch.state == BatchState.PENDING


@pytest.mark.parametrize("minutes_ago", [1, 90])
def test_what_was_scheduled_before_the_rule_waits_when_it_is_due(
    draft: Callable[[int], Batch], ada: User, grace: User, minutes_ago: int
) -> None:
    settings.put("approval_over", None)
    batch = draft(3)
    lifecycle.schedule(batch, now() - timedelta(minutes=minutes_ago), ada.id)
    settings.put("approval_over", 2)
    db.session.commit()
    jobs.start_due(batch.id)
    assert (batch.state, batch.scheduled_at) == (BatchState.PENDING, None)
    approval_actions.approve(batch, seen(batch), grace)
    assert batch.state == BatchState.RUNNING


def test_what_was_missed_before_the_rule_is_not_resumed_by_one(
    draft: Callable[[int], Batch], ada: User
) -> None:
    settings.put("approval_over", None)
    batch = draft(3)
    lifecycle.schedule(batch, now() - timedelta(hours=2), ada.id)
    db.session.commit()
    jobs.start_due(batch.id)
    settings.put("approval_over", 2)
    with pytest.raises(Conflict, match="another admin must approve"):
        lifecycle.resume(batch, ada.id)


def test_a_retry_of_what_nobody_approved_keeps_to_the_limit(ada: User) -> None:
    batch = factories.batch(factories.phones(3), created_by=ada.id)
    for source, target in ((S.QUEUED, S.SENDING), (S.SENDING, S.FAILED)):
        moving.move_all(batch.id, source, target)
    with pytest.raises(Conflict, match="another admin must approve"):
        retry.retry_failed(batch, ada.id)
    settings.put("approval_over", 3)
    assert retry.retry_failed(batch, ada.id) == 3


def test_a_retry_of_what_was_approved_goes_on(asked: Batch, ada: User, grace: User) -> None:
    approval_actions.approve(asked, seen(asked), grace)
    for source, target in ((S.QUEUED, S.SENDING), (S.SENDING, S.FAILED)):
        moving.move_all(asked.id, source, target)
    db.session.refresh(asked)
    assert retry.retry_failed(asked, ada.id) == 3


def test_a_draft_is_deleted_with_its_requests(asked: Batch, ada: User) -> None:
    approval_actions.take_back(asked, ada.id)
    drafts.remove(asked, ada.id)
    db.session.commit()
    assert approval.latest(asked.id) is None
