"""From an upload to checked rows, through the real jobs."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import intake as jobs
from tests import factories
from webapp.db import db, now
from webapp.errors import Fault
from webapp.models.batch import Batch, BatchState
from webapp.models.opt_out import OptOutSource
from webapp.models.recipient import Recipient
from webapp.models.work import Work
from webapp.services import background_work, uploads
from webapp.services.batches import drafts, listing
from webapp.services.batches.lists import list_work, reading
from webapp.services.opt_outs import register
from webapp.services.recipients import tallies


@pytest.fixture
def batch(app: Flask) -> Batch:
    factories.number()
    made = drafts.create(factories.user().id)
    db.session.commit()
    return made


def upload(batch: Batch, content: str | bytes, name: str = "list.csv") -> Batch:
    data = content.encode() if isinstance(content, str) else content
    drafts.attach(batch, name, io.BytesIO(data), batch.created_by)
    db.session.commit()
    jobs.read_upload(batch.id)
    return db.session.get_one(Batch, batch.id, populate_existing=True)


def write(batch: Batch, message: str, max_segments: int = 1) -> Batch:
    drafts.write(batch, message, max_segments)
    db.session.commit()
    jobs.check_batch(batch.id)
    return db.session.get_one(Batch, batch.id, populate_existing=True)


def rows(batch: Batch) -> list[tuple[int, str | None, str, str]]:
    found = db.session.scalars(
        select(Recipient).where(Recipient.batch_id == batch.id).order_by(Recipient.row_no)
    )
    return [(one.row_no, one.phone, str(one.status), one.skip_reason) for one in found]


def counts(batch: Batch) -> dict[str, int]:
    return {name: count for name, count in tallies.counts(batch.id).items() if count}


LIST = "Phone number,first_name\n(202) 555-0123,Ada\n12ab,Bob\n+1 202 555 0123,Ada again\n202-555-0124,\n"


def test_each_row_is_stored_with_its_number_in_the_spreadsheet(batch: Batch) -> None:
    read = upload(batch, LIST)
    assert read.reading == Work.DONE
    assert (read.columns, read.phone_column, read.rows_read) == (["Phone number", "first_name"], 0, 4)
    assert rows(read) == [
        (2, "+12025550123", "queued", ""),
        (3, None, "faulty", ""),
        (4, "+12025550123", "skipped", "duplicate of row 2"),
        (5, "+12025550124", "queued", ""),
    ]
    assert counts(read) == {"queued": 2, "faulty": 1, "skipped": 1}


def test_the_check_names_what_is_missing_and_a_fallback_mends_it(batch: Batch) -> None:
    upload(batch, LIST)
    checked = write(batch, "Hi {{first name}}")
    assert checked.checking == Work.DONE
    assert [row[2] for row in rows(checked)] == ["queued", "faulty", "skipped", "faulty"]
    fifth = listing.recipient(batch.id, 5)
    assert fifth is not None and fifth.faults == [
        ["message.missing", 1, "first name is empty, and has no fallback."]
    ]
    fixed = write(checked, "Hi {{first_name|there}}")
    assert [row[2] for row in rows(fixed)] == ["queued", "faulty", "skipped", "queued"]
    assert counts(fixed) == {"queued": 2, "faulty": 1, "skipped": 1}
    assert fixed.units_total == 2


def test_a_message_that_is_too_long_in_one_row_is_a_fault_of_that_row(batch: Batch) -> None:
    upload(batch, f"phone_number,note\n+12025550123,short\n+12025550124,{'x' * 170}\n")
    assert [row[2] for row in rows(write(batch, "{{note}}"))] == ["queued", "faulty"]
    assert [row[2] for row in rows(write(batch, "{{note}}", 2))] == ["queued", "queued"]


def test_who_has_opted_out_is_skipped_and_can_be_counted(batch: Batch) -> None:
    register.record("+12025550124", OptOutSource.STAFF, "by letter")
    upload(batch, LIST)
    checked = write(batch, "Hello")
    assert listing.skip_reasons(checked.id) == {"duplicate in the file": 1, "opted out": 1}


def test_a_list_without_a_clear_phone_column_asks_which_it_is(batch: Batch) -> None:
    read = upload(batch, "home phone,mobile phone\n+12025550123,+12025550124\n")
    assert (read.phone_column, read.phone_candidates, rows(read)) == (None, [0, 1], [])
    drafts.choose_columns(read, 1, None)
    db.session.commit()
    jobs.read_upload(read.id)
    assert rows(read) == [(2, "+12025550124", "queued", "")]


def test_another_country_reads_the_phones_anew(batch: Batch) -> None:
    read = upload(batch, "phone\n07700 900123\n")
    assert rows(read)[0][2] == "faulty"
    drafts.choose_columns(read, None, "GB")
    db.session.commit()
    jobs.read_upload(read.id)
    assert rows(read) == [(2, "+447700900123", "queued", "")]


@pytest.mark.parametrize("content", [b"phone_number\n", b"\x00\x01\x02", b'a,b\n"open,1\n'])
def test_a_file_that_cannot_be_used_says_so_and_leaves_no_rows(batch: Batch, content: bytes) -> None:
    read = upload(batch, content)
    assert read.reading == Work.FAILED
    assert read.reading_fault.endswith(".")
    assert rows(read) == [] and counts(read) == {}


def test_an_open_quote_at_the_end_of_a_long_list_leaves_no_rows(batch: Batch) -> None:
    lines = "".join(f"+1202{2000000 + index},x\n" for index in range(2500))
    read = upload(batch, f'phone_number,note\n{lines}+12025550123,"never closed\n')
    assert read.reading == Work.FAILED
    assert rows(read) == [] and counts(read) == {}


def test_an_empty_or_a_huge_upload_is_refused_at_once(batch: Batch) -> None:
    with pytest.raises(Fault, match="empty"):
        uploads.store("list.csv", io.BytesIO(b""), batch.created_by)


def test_a_new_list_replaces_the_old_one(batch: Batch) -> None:
    upload(batch, LIST)
    again = upload(batch, "phone\n+12025550150\n")
    assert rows(again) == [(2, "+12025550150", "queued", "")]
    assert counts(again) == {"queued": 1}


def test_a_job_that_died_is_replaced_after_its_silence(batch: Batch) -> None:
    drafts.attach(batch, "list.csv", io.BytesIO(LIST.encode()), batch.created_by)
    db.session.commit()
    first = reading.read(batch.id)
    next(first)
    db.session.commit()
    jobs.read_upload(batch.id)
    assert batch.reading == Work.RUNNING, "the first one may still live"
    batch.worked_at = now() - background_work.SILENCE - timedelta(seconds=1)
    db.session.commit()
    jobs.read_upload(batch.id)
    db.session.refresh(batch)
    assert batch.reading == Work.DONE
    assert len(rows(batch)) == 4
    for _ in first:  # and when it lives after all, it stops without a trace
        db.session.commit()
    db.session.commit()
    assert len(rows(batch)) == 4
    assert counts(batch) == {"queued": 2, "faulty": 1, "skipped": 1}


def test_a_list_that_is_always_interrupted_is_given_up(batch: Batch) -> None:
    drafts.attach(batch, "list.csv", io.BytesIO(LIST.encode()), batch.created_by)
    for _ in range(background_work.MOST_ATTEMPTS):
        assert background_work.begin(batch.id, list_work.READING)
        batch.worked_at = now() - background_work.SILENCE - timedelta(seconds=1)
    assert background_work.begin(batch.id, list_work.READING) is None
    assert batch.reading == Work.FAILED
    assert "interrupted" in batch.reading_fault


def test_a_batch_that_was_started_is_not_read_again(batch: Batch) -> None:
    started = factories.batch(factories.phones(2), state=BatchState.RUNNING, number_id=batch.number_id)
    db.session.commit()
    jobs.read_upload(started.id)
    assert len(rows(started)) == 2
