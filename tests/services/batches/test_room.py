"""The two-person rule, and people who were left out and could be reached after all."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.user import User
from webapp.services import settings
from webapp.services.batches import decisions, lifecycle, ready
from webapp.services.recipients import by_phone

FIRST = factories.phones(1)[0]


@pytest.fixture
def ada(app: Flask) -> User:
    return factories.user("Ada")


def withheld(by: User) -> Batch:
    """A draft to three; the first has written what somebody has to decide on."""
    return withhold(factories.batch(factories.phones(3), state=BatchState.DRAFT, created_by=by.id))


def withhold(batch: Batch) -> Batch:
    assert by_phone.skip_queued([FIRST], "on hold") == 1
    db.session.refresh(batch)
    return batch


def rule(over: int | None, by: User) -> None:
    """More than so many people take a second person, from now on."""
    db.session.commit()
    settings.change_to({"approval_over": over}, by)
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
    decisions.approve(batch, ready.Seen(batch.revision, 0), grace)
    withhold(batch)
    assert come_back() == 1


@pytest.mark.parametrize("over", [1, 2])
def test_what_was_started_before_the_rule_goes_on_without_it(ada: User, over: int) -> None:
    lifecycle.start(withheld(ada), ada.id)
    rule(9, ada)
    rule(over, ada)
    assert come_back() == 1


def test_a_draft_from_before_the_rule_is_under_it(ada: User) -> None:
    withheld(ada)
    rule(1, ada)
    assert come_back() == 0


def test_what_was_started_under_the_rule_stays_under_it(ada: User) -> None:
    rule(2, ada)
    lifecycle.start(withheld(ada), ada.id)
    rule(None, ada)
    rule(2, ada)
    assert come_back() == 0
