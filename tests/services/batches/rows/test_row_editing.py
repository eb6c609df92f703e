"""Editing the cells of a row: it is read again, and so are those that share its phone."""

from __future__ import annotations

import io
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import intake as jobs
from tests import factories
from webapp.db import db
from webapp.errors import Conflict, Faults
from webapp.models.batch import Batch, BatchState
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.models.event import Event
from webapp.models.opt_out import OptOutSource
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services.batches import drafts, listing, report
from webapp.services.batches.rows import row_editing
from webapp.services.opt_outs import register
from webapp.services.privacy import erasure, traces
from webapp.services.recipients import tallies

LIST = """phone,first name,note
+12025550101,Ada,a
202,Grace,b
+12025550103,,c
+12025550104,Mary,d
+12025550104,Mary,d
"""
OPTED_OUT = "+12025550109"
ADA, GRACE, NAMELESS, MARY, TWICE = 2, 3, 4, 5, 6
QUEUED, FAULTY, SKIPPED = RecipientStatus.QUEUED, RecipientStatus.FAULTY, RecipientStatus.SKIPPED


class Case(NamedTuple):
    """What is typed into a row, by column, and what becomes of rows (the others stay as they were)."""

    row: int
    typed: dict[int, str]
    becomes: dict[int, tuple[RecipientStatus, str]]


CASES = {
    "a phone that people can be reached at": Case(GRACE, {0: " (202) 555-0102 "}, {GRACE: (QUEUED, "")}),
    "the phone of an earlier row": Case(
        GRACE, {0: "2025550101", 1: "Ada"}, {GRACE: (SKIPPED, "duplicate of row 2")}
    ),
    "the phone of later rows": Case(
        GRACE,
        {0: "2025550104", 1: "Mary"},
        {GRACE: (QUEUED, ""), MARY: (SKIPPED, "duplicate of row 3"), TWICE: (SKIPPED, "duplicate of row 3")},
    ),
    "the phone of someone who opted out": Case(GRACE, {0: OPTED_OUT}, {GRACE: (SKIPPED, "opted out")}),
    "a cell that the message needs": Case(NAMELESS, {1: "Joan"}, {NAMELESS: (QUEUED, "")}),
    "a cell that makes it too long": Case(NAMELESS, {1: "x" * 200}, {NAMELESS: (FAULTY, "")}),
    "another phone for the first of two": Case(MARY, {0: "2025550106"}, {TWICE: (QUEUED, "")}),
    "nothing": Case(NAMELESS, {}, {}),
}
"""All that is not faulty before: Ada and Mary are queued, and row 6 repeats row 5."""
AS_BEFORE = {
    ADA: (QUEUED, ""),
    GRACE: (FAULTY, ""),
    NAMELESS: (FAULTY, ""),
    MARY: (QUEUED, ""),
    TWICE: (SKIPPED, "duplicate of row 5"),
}


@pytest.fixture(params=[Channel.SMS, Channel.CALL])
def batch(app: Flask, request: pytest.FixtureRequest) -> Batch:
    """A list with two rows to fix, checked against what is said."""
    factories.number()
    made = drafts.create(factories.user().id, channel=request.param)
    made.country = "US"
    drafts.attach(made, "list.csv", io.BytesIO(LIST.encode()), made.created_by)
    db.session.commit()
    jobs.read_upload(made.id)
    says = "Hi {{first_name}}"
    if request.param == Channel.SMS:
        drafts.write(db.session.get_one(Batch, made.id), says, 1)
    else:
        drafts.set_content(db.session.get_one(Batch, made.id), CallContent(message=says), None)
    register.record(OPTED_OUT, OptOutSource.STAFF)
    return checked(made.id)


def checked(batch_id: int) -> Batch:
    db.session.commit()
    jobs.check_batch(batch_id)
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Batch, batch_id)


def row(batch: Batch, row_no: int) -> Recipient:
    found = listing.recipient(batch.id, row_no)
    assert found
    return found


def rows(batch: Batch) -> dict[int, tuple[RecipientStatus, str]]:
    query = select(Recipient).where(Recipient.batch_id == batch.id).order_by(Recipient.row_no)
    return {one.row_no: (one.status, one.skip_reason) for one in db.session.scalars(query)}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_an_edited_row_is_checked_with_all_that_it_touches(batch: Batch, case: Case) -> None:
    assert rows(batch) == AS_BEFORE
    row_editing.edit(batch, row(batch, case.row), case.typed, batch.created_by)
    batch = checked(batch.id)
    long = case is CASES["a cell that makes it too long"] and batch.channel == Channel.CALL
    expected = {**AS_BEFORE, **({case.row: (QUEUED, "")} if long else case.becomes)}
    assert rows(batch) == expected
    counts = tallies.counts(batch.id)
    assert [counts[one] for one in (QUEUED, FAULTY, SKIPPED)] == [
        sum(status == one for status, _ in expected.values()) for one in (QUEUED, FAULTY, SKIPPED)
    ]


def test_what_is_no_phone_changes_nothing_and_names_its_cell(batch: Batch) -> None:
    with pytest.raises(Faults) as refused:
        row_editing.edit(batch, row(batch, GRACE), {0: "20255501"}, batch.created_by)
    assert list(refused.value.by_field) == ["0"]
    db.session.rollback()
    assert row(batch, GRACE).cells == ["202", "Grace", "b"]


def test_the_report_has_the_new_cells_and_the_audit_tells_of_them(batch: Batch) -> None:
    row_editing.edit(batch, row(batch, GRACE), {0: "2025550102", 1: "Grace\x00 H."}, batch.created_by)
    batch = checked(batch.id)
    event = db.session.scalars(select(Event).where(Event.kind == "batch.row_edited")).one()
    assert event.data == {"row": GRACE, "columns": "phone, first name"}
    assert [line.split(",")[:2] for line in report.faulty(batch)] == [
        ["phone", "first name"],
        ["+12025550103", ""],
    ]


def test_only_cells_that_are_shown_of_a_draft_that_is_checked_can_be_edited(batch: Batch) -> None:
    assert row_editing.columns(batch, row(batch, GRACE)) == [0, 1]
    with pytest.raises(Conflict):
        row_editing.edit(batch, row(batch, GRACE), {2: "x"}, batch.created_by)
    slipped = row(batch, GRACE)
    slipped.faults = [[row_editing.TOO_MANY_CELLS, None, "The row has 4 cells."]]
    assert row_editing.columns(batch, slipped) == [0, 1, 2]
    batch.state = BatchState.SCHEDULED
    with pytest.raises(Conflict):
        row_editing.edit(batch, row(batch, ADA), {1: "x"}, batch.created_by)
    batch.state = BatchState.DRAFT
    drafts.read_again(batch)
    with pytest.raises(Conflict):
        row_editing.edit(batch, row(batch, ADA), {}, batch.created_by)


def test_what_was_edited_counts_when_the_list_is_read_again_and_not_when_it_is_replaced(batch: Batch) -> None:
    row_editing.edit(batch, row(batch, GRACE), {0: "2025550102", 1: "Grace H."}, batch.created_by)
    row_editing.edit(batch, row(batch, MARY), {0: "2025550101"}, batch.created_by)
    before = rows(checked(batch.id))
    assert row_editing.replaced(batch) == ["202", "Grace", "+12025550104"], "as the file has them"
    batch = read_again(batch.id, country="US")
    assert (rows(batch), row(batch, GRACE).cells) == (before, ["2025550102", "Grace H.", "b"])
    batch = read_again(batch.id, country="")
    assert [fault[1] for fault in row(batch, GRACE).faults or []] == [0]
    assert row(batch, GRACE).status == FAULTY, "without a country it is no phone"
    assert rows(read_again(batch.id, country="US")) == before
    drafts.attach(batch, "list.csv", io.BytesIO(LIST.encode()), batch.created_by)
    db.session.commit()
    jobs.read_upload(batch.id)
    assert rows(checked(batch.id)) == AS_BEFORE


def test_who_is_erased_stands_in_no_edited_cells(batch: Batch) -> None:
    row_editing.edit(batch, row(batch, NAMELESS), {1: "Joan"}, batch.created_by)
    phone = row(batch, NAMELESS).phone or ""
    checked(batch.id)
    erasure.erase(phone, traces.look(phone))
    assert db.session.get_one(Batch, batch.id).answers == {}


def read_again(batch_id: int, country: str) -> Batch:
    batch = db.session.get_one(Batch, batch_id)
    drafts.choose_columns(batch, None, country)
    db.session.commit()
    jobs.read_upload(batch_id)
    return checked(batch_id)
