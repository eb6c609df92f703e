"""Rows of lists lose what they say of someone, whatever state their batch is in."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import intake as jobs
from tests import factories
from tests.conversations import CAROL, DAVE
from tests.dump import places
from tests.services.privacy.lists import NAME, erase, make_batch, of
from webapp.db import db, now
from webapp.errors import Conflict
from webapp.models.batch import BatchState
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.upload import UploadChunk
from webapp.models.user import User
from webapp.models.work import Work
from webapp.services import settings
from webapp.services.batches import approval_actions, drafts, lifecycle, ready
from webapp.services.batches.rows import row_editing
from webapp.services.privacy import retention
from webapp.services.recipients import tallies


@pytest.fixture(autouse=True)
def ada(app: Flask) -> User:
    """Someone who erases, and the front desk's number."""
    factories.number()
    return factories.user()


@pytest.mark.parametrize("state", lifecycle.BEFORE)
def test_a_batch_that_was_not_started_loses_the_row_and_the_file(ada: User, state: BatchState) -> None:
    batch = make_batch(state)
    erase()
    assert [row.phone for row in of(batch)] == [DAVE]
    assert tallies.counts(batch.id)[RecipientStatus.QUEUED] == 1
    batch = lifecycle.get(batch.id)
    assert batch.upload_id is None
    assert batch.checking == (Work.WAITING if state == BatchState.DRAFT else Work.DONE)
    assert db.session.scalars(select(UploadChunk)).all() == []


def test_a_batch_that_waits_for_approval_is_looked_at_again_and_finishes_without_them(ada: User) -> None:
    other = factories.user("Grace")
    settings.put("approval_over", 1)
    batch = make_batch(BatchState.DRAFT)
    lifecycle.start(batch, ada.id)
    seen = ready.Seen(batch.revision, 0)
    erase()
    batch = lifecycle.get(batch.id)
    assert batch.state == BatchState.PENDING
    with pytest.raises(Conflict, match="Look again"):
        approval_actions.approve(batch, seen, other)
    approval_actions.send_back(batch, "Say who we are.", other)
    drafts.check_again(batch)
    db.session.commit()
    jobs.check_batch(batch.id)
    batch = lifecycle.get(batch.id)
    lifecycle.start(batch, ada.id)
    assert [(row.phone, row.status) for row in of(batch)] == [(DAVE, RecipientStatus.QUEUED)]


def test_a_page_that_is_open_shows_them_no_longer(ada: User) -> None:
    """It looks for news by the revision of the batch, and would show their name until someone loads it."""
    batch = make_batch(BatchState.FINISHED)
    for row in of(batch):
        row.status = RecipientStatus.DELIVERED
    db.session.commit()
    before = lifecycle.get(batch.id).revision
    erase()
    assert lifecycle.get(batch.id).revision > before


def test_a_row_that_was_emptied_stays_skipped_when_its_batch_is_checked_again(ada: User) -> None:
    batch = make_batch(BatchState.RUNNING)
    factories.add(Recipient(batch_id=batch.id, row_no=5, cells=["12ab"], status="faulty", faults=None))
    erase()
    batch = lifecycle.get(batch.id)
    batch.state = BatchState.DRAFT
    drafts.check_again(batch)
    db.session.commit()
    jobs.check_batch(batch.id)
    assert [(row.status, row.skip_reason) for row in of(batch)] == [
        ("skipped", "erased"), ("queued", ""), ("skipped", "no phone"),
    ]  # fmt: skip


def test_a_faulty_row_that_says_their_phone_goes_too(ada: User) -> None:
    batch = make_batch()
    for row_no, cell in ((5, "202-555-0111 ext 4"), (6, "202 555 0111"), (7, "202 555 0122"), (8, "0111")):
        faults = [["phone", 0, "Not a phone."]]
        factories.add(
            Recipient(batch_id=batch.id, row_no=row_no, cells=[cell, NAME], status="faulty", faults=faults)
        )
    erase()
    assert [row.row_no for row in of(batch) if row.cells] == [3, 7, 8]


def test_a_list_that_nobody_could_read_is_dropped(ada: User) -> None:
    unread, other = make_batch(BatchState.DRAFT, (DAVE,)), make_batch(BatchState.DRAFT, (DAVE,))
    unread.reading = Work.FAILED
    erase()
    assert (lifecycle.get(unread.id).upload_id, lifecycle.get(other.id).upload_id is None) == (None, False)


@pytest.mark.parametrize(
    ("read_as", "dropped"),
    [
        ({"sheet": "North", "sheets": ["North", "South"]}, True), ({"hidden_rows": 2}, True),
        ({"hidden_rows": 2, "hidden_read": True}, False), ({"sheet": "North", "sheets": ["North"]}, False),
    ],
)  # fmt: skip
def test_a_file_that_holds_more_than_was_read_is_dropped(
    ada: User, read_as: dict[str, object], dropped: bool
) -> None:
    batch = make_batch(BatchState.RUNNING, (DAVE,))
    batch.read_as = read_as
    erase()
    assert (lifecycle.get(batch.id).upload_id is None) == dropped


def test_the_file_of_a_row_whose_phone_was_corrected_is_dropped(ada: User) -> None:
    batch = make_batch(BatchState.DRAFT, (CAROL,))
    (row,) = of(batch)
    row.phone, row.cells = DAVE, [DAVE, "Dave", ""]
    batch.answers = {row_editing.EDITS: {"2": {"0": DAVE, "1": "Dave"}}}
    erase()
    assert lifecycle.get(batch.id).upload_id is None
    assert places(CAROL) == set()


@pytest.mark.parametrize(("was", "kept"), [("12025550199", True), ("202-555-0111 x", False)])
def test_a_file_is_kept_where_no_edited_row_was_theirs(ada: User, was: str, kept: bool) -> None:
    batch = make_batch(BatchState.DRAFT, (DAVE,))
    rows = {"2": {"0": DAVE}}, {"2": {"0": was}}
    batch.answers = {"whom": "anyone", row_editing.EDITS: rows[0], row_editing.REPLACED: rows[1]}
    erase()
    batch = lifecycle.get(batch.id)
    assert (batch.upload_id is not None) is kept
    assert set(batch.answers) == {"whom", *((row_editing.EDITS, row_editing.REPLACED) if kept else ())}


def test_not_while_a_list_is_being_read(ada: User) -> None:
    make_batch(BatchState.DRAFT).reading = Work.RUNNING
    with pytest.raises(Conflict, match="The list of “Autumn letter” is being read and may hold them"):
        erase()


def test_lists_of_drafts_that_were_left_alone_go_with_old_messages(ada: User) -> None:
    old, young = make_batch(BatchState.DRAFT), make_batch(BatchState.DRAFT)
    settings.put("keep_messages_days", 30)
    old.worked_at, young.worked_at = (now() - timedelta(days=days) for days in (31, 29))
    old.archived_at = now()
    db.session.commit()
    for _ in retention.tidy():
        db.session.commit()
    db.session.expire_all()
    assert (of(old), len(of(young))) == ([], 2)
    assert (old.columns, old.upload_id, old.reading, old.checking) == ([], None, Work.NONE, Work.NONE)
    assert old.reading_fault == drafts.LIST_FORGOTTEN and not any(tallies.counts(old.id).values())
    assert young.upload_id is not None
    drafts.attach(old, "list.csv", io.BytesIO(b"Phone\n+12025550111\n"), ada.id)
    assert (old.reading, old.reading_fault) == (Work.WAITING, "")
