"""The list of a batch, copied into another one by the job that reads lists."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from jobs import intake as jobs
from tests import factories
from tests.conversations import they_write
from tests.services.batches import ended
from webapp import queue
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.upload import Upload, UploadChunk
from webapp.models.work import Work
from webapp.services import background_work, settings, sweep, uploads
from webapp.services.batches import drafts, lifecycle
from webapp.services.batches.lists import from_batch, reading, reuse
from webapp.services.batches.lists.kept_lists import Kept
from webapp.services.batches.lists.reuse import ReuseForm, Whom
from webapp.services.batches.rows import questions, row_editing
from webapp.services.outbox import claim, due
from webapp.services.privacy import erasure, retention, traces
from webapp.services.recipients import tallies

S = RecipientStatus


@pytest.fixture
def over(app: Flask) -> Batch:
    return ended.batch()


def waiting(source: Batch, *groups: str) -> Batch:
    """Made, and not copied yet."""
    whom = Whom.GROUPS if groups else Whom.LIST
    made = reuse.make(source, ReuseForm("Once more", source.channel, whom, groups), factories.user("Bea").id)
    db.session.commit()
    return made


def test_rows_keep_their_number_their_cells_and_their_phone(over: Batch) -> None:
    made = ended.again(over, "no_reply")
    assert (made.reading, made.checking, made.rows_read) == (Work.DONE, Work.DONE, 2)
    rows, before = ended.rows_of(made), ended.rows_of(over)[4:6]
    assert [(row.row_no, row.phone, row.cells) for row in rows] == [
        (row.row_no, row.phone, row.cells) for row in before
    ]
    assert {row.status for row in rows} == {S.QUEUED}
    assert [row.attempt for row in rows] == [0, 0]
    assert tallies.counts(made.id)[S.QUEUED] == 2
    assert made.columns == over.columns
    assert made.notes[0] == "From “Autumn letter”: Did not reply."


def test_those_of_whom_no_one_knows_are_left_out_and_it_is_said(over: Batch) -> None:
    made = ended.again(over, "failed", "no_reply")
    assert "Ivy" not in ended.names(made)
    assert "1 message may or may not have been sent. These people are left out." in made.notes[1]
    wanted = ended.again(over, "failed", "unknown")
    assert "Ivy" in ended.names(wanted)
    assert "These people are in this list" in wanted.notes[1]


def test_everyone_is_everyone_and_that_is_said_too(over: Batch) -> None:
    made = ended.again(over)
    assert len(ended.rows_of(made)) == len(ended.PEOPLE)
    assert "These people are in this list" in made.notes[1]


def test_duplicates_opt_outs_and_faults_are_found_again(over: Batch) -> None:
    """Leo's name was missing for what was said then, and the check says so again; Gus has opted out since."""
    rows = ended.rows_of(over)
    rows[6].phone = rows[4].phone
    rows[11].cells = [rows[11].cells[0], ""]
    rows[5].status, rows[5].skip_reason = S.SKIPPED, "duplicate of row 99"
    over.content = type(over.content)("Hi {{first_name}}", 1)
    factories.add(OptOut(phone=rows[0].phone, source=OptOutSource.STAFF, evidence="She rang."))
    db.session.commit()
    found = {row.row_no: row for row in ended.rows_of(ended.again(over))}
    assert found[2].skip_reason == "opted out"
    assert (found[8].status, found[8].first_row) == (S.SKIPPED, 6)
    assert found[8].skip_reason == "another message for the phone of row 6"
    assert found[7].status == S.QUEUED
    assert found[13].status == S.FAULTY
    assert [fault[0] for fault in found[13].faults or []] == ["message.missing"]


def test_a_row_to_fix_can_be_fixed_there(over: Batch) -> None:
    row = ended.rows_of(over)[11]
    row.phone, row.cells = None, ["12", "Leo"]
    row.faults = [["too_short", 0, "“12” is too short."]]
    db.session.commit()
    made = ended.again(over, "faulty")
    [copy] = ended.rows_of(made)
    assert (copy.status, copy.row_no, copy.phone) == (S.FAULTY, 13, None)
    row_editing.edit(made, copy, {0: "+1 202 555 0142"}, made.created_by)
    db.session.commit()
    ended.work(made)
    assert [(one.status, one.phone) for one in ended.rows_of(made)] == [(S.QUEUED, "+12025550142")]


def test_one_that_is_interrupted_begins_again(over: Batch) -> None:
    made = waiting(over)
    assert sweep.look()[queue.IMPORT] == [made.id]
    steps = reading.read(made.id)
    while made.rows_read == 0:
        next(steps)
        db.session.commit()
    steps.close()
    made.worked_at = now() - 2 * background_work.SILENCE
    db.session.commit()
    assert sweep.look()[queue.IMPORT] == [made.id]
    ended.work(made)
    assert len(ended.rows_of(made)) == len(ended.PEOPLE)
    assert sum(tallies.counts(made.id)[status] for status in S) == len(ended.PEOPLE)


def test_a_list_of_several_portions(over: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.services.intake.storing.ROWS_AT_ONCE", 3)
    assert len(ended.rows_of(ended.again(over))) == len(ended.PEOPLE)


def test_what_was_erased_is_not_copied_and_what_is_copied_is_erased(over: Batch) -> None:
    ada, eve = (ended.rows_of(over)[at].phone or "" for at in (0, 4))
    erasure.erase(ada, traces.look(ada))
    db.session.commit()
    made = ended.again(over)
    assert "Ada" not in ended.names(made)
    erasure.erase(eve, traces.look(eve))
    db.session.commit()
    assert "Eve" not in ended.names(made)


def test_of_rows_that_are_gone_the_file_is_read_again(over: Batch) -> None:
    text = "phone_number,first_name\n+1 202 555 0142,Ada\n+1 202 555 0143,Ben\n"
    over.upload_id = uploads.keep("autumn.csv", io.BytesIO(text.encode()), over.created_by).id
    forget_rows(over)
    made = ended.again(over)
    assert made.reading_fault == ""
    assert [row.cells[1] for row in ended.rows_of(made)] == ["Ada", "Ben"]
    assert made.upload_id not in (None, over.upload_id)
    drafts.remove(lifecycle.get(made.id, lock=True), made.created_by)
    db.session.commit()
    assert db.session.get(Upload, over.upload_id) is not None


def test_never_everyone_of_the_file_in_the_place_of_a_group(over: Batch) -> None:
    made = waiting(over, "no_reply")
    over.upload_id = uploads.keep("autumn.csv", io.BytesIO(b"phone\n+12025550142\n"), over.created_by).id
    forget_rows(over)
    ended.work(made)
    assert (made.reading, made.reading_fault) == (Work.FAILED, from_batch.CHANGED)
    assert ended.rows_of(made) == []


def test_a_file_that_is_being_removed_is_no_list(over: Batch) -> None:
    over.upload_id = uploads.keep("autumn.csv", io.BytesIO(b"phone\n+12025550142\n"), over.created_by).id
    forget_rows(over)
    made = waiting(over)
    db.session.execute(delete(UploadChunk).where(UploadChunk.upload_id == over.upload_id))
    db.session.commit()
    ended.work(made)
    assert made.reading == Work.FAILED
    assert "is being removed" in made.reading_fault


def test_a_draft_that_was_deleted_or_got_another_list_is_no_list(over: Batch) -> None:
    over.state = BatchState.DRAFT
    made, other = waiting(over), waiting(over)
    steps = reading.read(other.id)
    next(steps)
    db.session.commit()
    while other.rows_read == 0:
        next(steps)
        db.session.commit()
    over.rows_read = 1  # read in another way, meanwhile
    db.session.commit()
    for _ in steps:
        db.session.commit()
    assert (other.reading, other.reading_fault) == (Work.FAILED, from_batch.CHANGED)
    drafts.remove(lifecycle.get(over.id, lock=True), over.created_by)
    db.session.commit()
    ended.work(made)
    assert (made.copied_from, made.reading_fault) == (None, from_batch.CHANGED)


def test_who_replies_before_a_reminder_is_left_out(over: Batch) -> None:
    """Eve writes after the draft was made: the check leaves her out, and so does the claim (gate)."""
    made = ended.again(over, "no_reply")
    eve = ended.rows_of(over)[4]
    factories.sent(over, eve.phone or "")
    db.session.commit()
    they_write("Yes", eve.phone or "")
    drafts.check_again(made)
    db.session.commit()
    jobs.check_batch(made.id)
    db.session.expire_all()
    assert [(row.status, row.skip_reason) for row in ended.rows_of(made)] == [
        (S.SKIPPED, "has replied by now"), (S.QUEUED, "")
    ]  # fmt: skip
    assert made.notes[-1] == "Who replies before this batch reaches them is left out."


def test_who_replies_while_a_reminder_is_under_way_does_not_get_it(over: Batch) -> None:
    made = ended.again(over, "no_reply")
    eve, finn = (row.phone or "" for row in ended.rows_of(made))
    factories.sent(over, eve)
    lifecycle.start(lifecycle.get(made.id, lock=True), made.created_by)
    db.session.commit()
    they_write("Yes", eve)
    sent = [one.phone for one in claim.claim(due.senders()[0], 10)]
    assert sent == [finn]
    assert [row.skip_reason for row in ended.rows_of(made)] == ["has replied by now", ""]


def test_a_batch_to_those_who_did_reply_is_no_reminder(over: Batch) -> None:
    assert {row.status for row in ended.rows_of(ended.again(over, "yes", "no_reply"))} == {S.QUEUED}


def test_without_its_file_numbers_in_no_range_cannot_be_read_again(over: Batch) -> None:
    over.reading_options = {"unassigned": True, "encoding": "utf-8"}
    over.answers = {questions.UNASSIGNED.key: questions.SEND, "marked": questions.SEND}
    db.session.commit()
    made = ended.again(over)
    assert (made.answers, made.reading_options) == ({}, {"encoding": "utf-8"})


def test_what_the_team_no_longer_keeps(over: Batch) -> None:
    settings.put("keep_messages_days", 7)
    over.finished_at = now().replace(year=2025)
    db.session.commit()
    for _ in retention.tidy():
        db.session.commit()
    db.session.execute(update(Batch).values(upload_id=None))
    made = waiting_fault(over)
    assert made == reuse.NOT_THERE[Kept.NOTHING]


def waiting_fault(source: Batch) -> str:
    with pytest.raises(Exception) as raised:
        waiting(source)
    db.session.rollback()
    return str(getattr(raised.value, "sentence", raised.value))


def forget_rows(batch: Batch) -> None:
    db.session.execute(update(Recipient).where(Recipient.batch_id == batch.id).values(cells=[], faults=None))
    db.session.commit()
    assert db.session.scalar(select(Recipient.id).limit(1))
