"""What fixes many rows at once: a longer message, or a word where the cell is empty."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from jobs import intake as jobs
from tests import factories
from webapp.db import db
from webapp.errors import Fault
from webapp.models.batch import Batch
from webapp.models.recipient import RecipientStatus
from webapp.services.batches import drafts, row_fixes
from webapp.services.recipients import tallies

LIST = f"phone,first name,essay\n+12025550101,Ada,{'x' * 170}\n+12025550102,,short\n+12025550103,Mary,short\n"


@pytest.fixture
def draft(app: Flask) -> Batch:
    factories.number()
    made = drafts.create(factories.user().id)
    drafts.attach(made, "list.csv", io.BytesIO(LIST.encode()), made.created_by)
    db.session.commit()
    jobs.read_upload(made.id)
    return made


def checked(draft: Batch) -> Batch:
    db.session.commit()
    jobs.check_batch(draft.id)
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Batch, draft.id)


def test_a_longer_message_and_a_fallback_leave_nothing_to_fix(draft: Batch) -> None:
    drafts.write(db.session.get_one(Batch, draft.id), "Hi {{First_Name}}: {{essay}}", 1)
    batch = checked(draft)
    assert row_fixes.offered(batch) == (1, 2, [(1, "first name", 1)])
    row_fixes.allow(batch, 2, batch.created_by)
    batch = checked(batch)
    row_fixes.fill(batch, 1, " you ", batch.created_by)
    batch = checked(batch)
    assert (batch.content.words, batch.content.most_units) == ("Hi {{First_Name|you}}: {{essay}}", 2)
    assert tallies.counts(batch.id)[RecipientStatus.QUEUED] == 3
    assert row_fixes.offered(batch) == (0, 0, [])


def test_no_length_is_offered_where_none_would_do(draft: Batch) -> None:
    drafts.write(db.session.get_one(Batch, draft.id), "{{essay}} " * 6, 1)
    assert row_fixes.offered(checked(draft))[:2] == (1, 0)


@pytest.mark.parametrize("fallback", ["", "  ", "{{x}}", "x" * 101])
def test_a_fallback_is_a_word(draft: Batch, fallback: str) -> None:
    drafts.write(db.session.get_one(Batch, draft.id), "Hi {{first_name}}", 1)
    batch = checked(draft)
    with pytest.raises(Fault):
        row_fixes.fill(batch, 1, fallback, batch.created_by)
