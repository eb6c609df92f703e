"""The two-person rule, and people who were left out and could be reached after all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.event import Event
from webapp.models.user import User
from webapp.services import events, settings
from webapp.services.batches import approval_actions, lifecycle, ready
from webapp.services.privacy import audit
from webapp.services.recipients import by_phone
from webapp.services.team import setting_changes

FIRST = factories.phones(1)[0]


@pytest.fixture
def ada(app: Flask) -> User:
    return factories.user("Ada")


def withheld(by: User) -> Batch:
    """A draft to three; the first has written what someone has to decide on."""
    return withhold(factories.batch(factories.phones(3), state=BatchState.DRAFT, created_by=by.id))


def withhold(batch: Batch) -> Batch:
    assert by_phone.skip_queued([FIRST], "on hold") == 1
    db.session.refresh(batch)
    return batch


def rule(over: int | None, by: User) -> None:
    """More than so many people take a second person, from now on."""
    db.session.commit()
    setting_changes.change_to({"approval_over": over}, by)
    db.session.commit()


def come_back() -> int:
    return by_phone.unskip(FIRST, "on hold")


def test_whoever_was_left_out_does_not_come_back_over_the_limit(ada: User) -> None:
    rule(2, ada)
    lifecycle.start(withheld(ada), ada.id)
    assert come_back() == 0
    rule(3, ada)
    assert come_back() == 1


def test_whoever_was_approved_comes_back(ada: User) -> None:
    rule(2, ada)
    batch = factories.batch(factories.phones(3), state=BatchState.DRAFT, created_by=ada.id)
    lifecycle.start(batch, ada.id)
    grace = factories.user("Grace")
    approval_actions.approve(batch, ready.Seen(batch.revision, 0), grace)
    withhold(batch)
    assert come_back() == 1


@pytest.mark.parametrize("over", [1, 2])
def test_what_was_started_before_the_rule_goes_on_without_it(ada: User, over: int) -> None:
    lifecycle.start(withheld(ada), ada.id)
    rule(9, ada)
    rule(over, ada)
    assert come_back() == 1


def test_a_draft_from_before_the_rule_is_under_it(ada: User) -> None:
    batch = withheld(ada)
    rule(1, ada)
    lifecycle.start(batch, ada.id)
    assert (batch.state, come_back()) == (BatchState.PENDING, 0)


def test_what_was_started_under_the_rule_stays_under_it(ada: User) -> None:
    rule(2, ada)
    lifecycle.start(withheld(ada), ada.id)
    rule(None, ada)
    rule(2, ada)
    assert come_back() == 0


@pytest.mark.parametrize("erased", [False, True])
def test_whoever_is_reached_is_not_decided_by_the_audit(ada: User, erased: bool) -> None:
    """It is deleted after some years, and redacted when someone is erased."""
    batch = withheld(ada)
    lifecycle.start(batch, ada.id)
    batch.started_at = now() - timedelta(days=1200)
    for days, before, after in ((1000, None, 9), (900, 9, 1)):
        data = {"key": "approval_over", "before": before, "after": after}
        factories.add(Event(kind="settings.changed", at=now() - timedelta(days=days), data=data, about=""))
    settings.put("approval_over", 1)
    settings.put("audit_years", 1)
    lines = db.session.scalars(select(Event.id).where(Event.kind == "settings.changed")).all()
    forgotten = events.redact(lines, lambda _: True, lambda _: True) if erased else audit.forget_some()
    assert forgotten == len(lines) == 2
    db.session.commit()
    assert come_back() == 1


def test_a_request_that_was_sent_back_covers_nobody(ada: User) -> None:
    rule(2, ada)
    batch = factories.batch(factories.phones(3), state=BatchState.DRAFT, created_by=ada.id)
    lifecycle.start(batch, ada.id)
    approval_actions.send_back(batch, "Too many", factories.user("Grace"))
    lifecycle.start(withhold(batch), ada.id)
    assert (batch.state, come_back()) == (BatchState.RUNNING, 0)


def test_a_draft_has_room_for_everyone_and_is_asked_about_when_it_starts(ada: User) -> None:
    """Else those who were let in again stayed out of a large list until it was checked once more."""
    rule(2, ada)
    draft = withheld(ada)
    assert come_back() == 1
    lifecycle.start(draft, ada.id)
    assert draft.state == BatchState.PENDING


def test_a_batch_that_waits_for_approval_is_whole_again(ada: User) -> None:
    rule(2, ada)
    batch = factories.batch(factories.phones(3), state=BatchState.DRAFT, created_by=ada.id)
    lifecycle.start(batch, ada.id)
    withhold(batch)
    assert come_back() == 1


def test_a_batch_that_was_missed_before_the_rule_goes_on_without_it(ada: User) -> None:
    batch = withheld(ada)
    lifecycle.schedule(batch, now() - timedelta(hours=2), ada.id)
    lifecycle.start_due(batch)
    assert batch.state == BatchState.PAUSED
    rule(1, ada)
    assert come_back() == 1


def test_what_was_asked_for_and_taken_back_gives_no_room(ada: User) -> None:
    rule(2, ada)
    batch = factories.batch(factories.phones(3), state=BatchState.DRAFT, created_by=ada.id)
    lifecycle.start(batch, ada.id)
    approval_actions.take_back(batch, ada.id)
    lifecycle.start(withhold(batch), ada.id)
    assert (batch.state, come_back()) == (BatchState.RUNNING, 0)
