"""Migration 0024: what a batch may reach is what the audit and its requests told before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade

from tests import factories
from webapp.db import db, now
from webapp.models.approval import Approval, ApprovalState
from webapp.models.batch import Batch, BatchState
from webapp.models.event import Event
from webapp.models.user import User
from webapp.services import settings

pytestmark = pytest.mark.long  # this update is finished: test_migrations goes through it


@pytest.fixture
def ada(app: Flask) -> User:
    return factories.user("Ada")


def migrate() -> None:
    db.session.commit()
    downgrade(revision="0023")
    upgrade()
    db.session.expire_all()


def batch(by: User, started_days_ago: int | None = 10) -> Batch:
    """A batch to no one yet; `started_days_ago`: None for a draft."""
    values: dict[str, Any] = {"state": BatchState.DRAFT}
    if started_days_ago is not None:
        values = {"started_at": now() - timedelta(days=started_days_ago)}
    return factories.batch([], created_by=by.id, number_id=None, **values)


def asked(one: Batch, people: int, state: ApprovalState) -> None:
    factories.add(Approval(batch_id=one.id, people=people, state=state, asked_by=one.created_by))


def changed(days_ago: int, before: int | None, after: int | None, key: str = "approval_over") -> None:
    data = {"key": key, "before": before, "after": after}
    factories.add(Event(kind="settings.changed", at=now() - timedelta(days=days_ago), data=data, about=""))


def test_a_latest_request_tells_if_it_was_not_sent_back(ada: User) -> None:
    approved, scheduled, sent_back = batch(ada), batch(ada, None), batch(ada, None)
    asked(approved, 9, ApprovalState.WITHDRAWN)
    asked(approved, 5, ApprovalState.APPROVED)
    asked(scheduled, 7, ApprovalState.APPROVED)
    asked(sent_back, 8, ApprovalState.WITHDRAWN)
    asked(sent_back, 6, ApprovalState.SENT_BACK)
    migrate()
    assert [one.reach_limit for one in (approved, scheduled, sent_back)] == [5, 7, 0]


def test_what_was_started_while_the_rule_was_off_has_no_limit(ada: User) -> None:
    before_it, under_it, after_it, draft = batch(ada, 10), batch(ada, 7), batch(ada, 3), batch(ada, None)
    changed(9, 4, 5, key="cap_count")
    changed(8, None, 2)
    changed(6, 2, 3)
    changed(5, 3, None)
    settings.put("approval_over", None)
    migrate()
    limits = [one.reach_limit for one in (before_it, under_it, after_it, draft)]
    assert limits == [None, 0, None, 0]


def test_what_was_started_under_a_rule_that_holds_keeps_to_it(ada: User) -> None:
    started = batch(ada, 3)
    changed(5, None, 2)
    settings.put("approval_over", 2)
    migrate()
    assert started.reach_limit == 0
