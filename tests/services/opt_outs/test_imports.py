"""A list of opt-outs, from the upload to people who are not reached any more, through the real job."""

from __future__ import annotations

import io
from datetime import timedelta
from errno import ENOSPC

import pytest
from flask import Flask
from sqlalchemy import func, select

from jobs import intake as jobs
from tests import factories
from tests.conversations import CAROL, DAVE, fresh, they_write, thread_of, we_write
from tests.length import length
from tests.services.intake import make
from webapp import queue
from webapp.db import db, now
from webapp.errors import Conflict, Faults
from webapp.models.batch import BatchState
from webapp.models.message import Message, MessageState
from webapp.models.opt_out import OptOut
from webapp.models.opt_out_import import OptOutImport
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.upload import Upload, UploadChunk
from webapp.models.user import User
from webapp.models.work import Work
from webapp.services import background_work, sweep
from webapp.services.inbox.timeline import timeline
from webapp.services.intake import stream
from webapp.services.opt_outs import holds, imports, recording, register
from webapp.services.opt_outs.imports import ImportForm

WHENCE = "Exported from the newsletter tool on 3 March"
LIST = "name,Mobile\nCarol,(202) 555-0111\nDave,+12025550122\nnobody,12ab\nCarol,+1 202 555 0111\n,\nEve,\n"


@pytest.fixture
def ada(app: Flask) -> User:
    """Who brings the lists along."""
    factories.number()
    return factories.user()


def take(
    content: str | bytes, ada: User, name: str = "list.csv", country: str = "US", statement: str = WHENCE
) -> OptOutImport:
    data = content.encode() if isinstance(content, str) else content
    one = imports.take(name, io.BytesIO(data), ImportForm(statement, country), ada.id)
    db.session.commit()
    return one


def imported(content: str | bytes, ada: User, name: str = "list.csv", country: str = "US") -> OptOutImport:
    one = take(content, ada, name, country)
    jobs.import_opt_outs(one.id)
    return imports.get(one.id)


def counts(one: OptOutImport) -> tuple[int, int, int, int]:
    return one.added, one.known, one.repeated, one.unusable


def out() -> set[str]:
    return set(db.session.scalars(select(OptOut.phone).where(OptOut.lifted_at.is_(None))))


def test_every_usable_phone_is_out_and_the_rest_is_kept_with_its_reason(ada: User) -> None:
    one = imported(LIST, ada)
    assert (one.reading, one.rows_read, counts(one)) == (Work.DONE, 5, (2, 0, 1, 2))
    assert out() == {CAROL, DAVE}
    kept = [(row.row_no, row.cells, row.reason) for row in imports.unusable(one)]
    assert kept == [
        (4, ["nobody", "12ab"], "“12ab” is not a phone number."),
        (7, ["Eve", ""], "The phone number is missing."),
    ]


def test_the_statement_is_the_evidence_of_each(ada: User) -> None:
    one = imported(LIST, ada)
    row = db.session.scalars(select(OptOut).where(OptOut.phone == CAROL)).one()
    assert (row.source, row.evidence, row.import_id, row.created_by) == ("import", WHENCE, one.id, ada.id)


def test_the_file_is_forgotten_once_it_is_done(ada: User) -> None:
    one = imported(LIST, ada)
    assert (one.upload_id, one.filename) == (None, "list.csv")
    assert db.session.query(Upload).count() == db.session.query(UploadChunk).count() == 0


def test_the_same_list_again_changes_nothing(ada: User) -> None:
    imported(LIST, ada)
    again = imported(LIST, ada)
    assert counts(again) == (0, 2, 1, 2)
    assert db.session.query(OptOut).count() == 2


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("+12025550111\n+12025550122\n", "bare.txt"),
        ("Telefon;Name\n+1 202 555 0111;Ann\n202-555-0122;Bob\n", "semicolons.csv"),
        ("phone\tname\n2025550111\tZoë\n2025550122\tBob\n".encode("utf-16"), "utf16.txt"),
        ("name,phone\nJosé,2025550111\nBob,2025550122\n".encode("cp1252"), "legacy.csv"),
        ("phone\n1.2025550111E+10\n12025550122.0\n", "floats.csv"),
        (make.xlsx(["phone", "name"], [12025550111, "Ann"], ["'+1 202 555 0122", "Bob"]), "book.xlsx"),
        (make.xls(["phone", "name"], [12025550111.0, "Ann"], ["2025550122", "Bob"]), "book.xls"),
        (make.ods(make.ods_row("phone") + make.ods_row(12025550111) + make.ods_row("2025550122")), "o.ods"),
    ],
)
def test_it_reads_what_lists_of_recipients_may_be(ada: User, content: str | bytes, name: str) -> None:
    one = imported(content, ada, name)
    assert one.reading == Work.DONE, one.reading_fault
    assert out() == {CAROL, DAVE}
    assert counts(one) == (2, 0, 0, 0)


def test_what_waits_for_them_is_skipped_and_holds_end(ada: User) -> None:
    they_write("please stop texting me", DAVE)
    thread = factories.thread(CAROL, 1)
    waiting = we_write(thread, "One more thing", ada.id)
    batch = factories.batch([CAROL, DAVE, "+12025550133"], number_id=1, created_by=ada.id)
    over = factories.batch([CAROL], state=BatchState.FINISHED, number_id=1, created_by=ada.id)
    db.session.commit()
    revision = fresh(thread).revision
    imported(LIST, ada)
    db.session.expire_all()
    message = db.session.get_one(Message, waiting.id)
    assert (message.state, message.reason) == (MessageState.SKIPPED, register.REASON)
    statuses = select(Recipient.phone, Recipient.status, Recipient.skip_reason).order_by(Recipient.id)
    assert [tuple(row) for row in db.session.execute(statuses.where(Recipient.batch_id == batch.id))] == [
        (CAROL, RecipientStatus.SKIPPED, "opted out"),
        (DAVE, RecipientStatus.SKIPPED, "opted out"),
        ("+12025550133", RecipientStatus.QUEUED, ""),
    ]
    assert db.session.scalars(select(Recipient.status).where(Recipient.batch_id == over.id)).one() == "queued"
    assert holds.count() == 0
    assert fresh(thread).revision > revision


def test_who_wrote_start_since_is_out_again_only_by_a_new_list(ada: User) -> None:
    one = imported(LIST, ada)
    they_write("START")
    jobs.import_opt_outs(one.id)
    assert out() == {DAVE}
    assert counts(imported(LIST, ada)) == (1, 1, 1, 2)


def test_a_list_without_a_clear_phone_column_asks_which_it_is(ada: User) -> None:
    one = imported("first,second\n+12025550111,+12025550122\n", ada)
    assert (one.reading, one.phone_column, one.phone_candidates, out()) == (Work.DONE, None, [0, 1], set())
    imports.choose_column(imports.locked(one.id), 1)
    db.session.commit()
    jobs.import_opt_outs(one.id)
    assert out() == {DAVE}
    with pytest.raises(Conflict):
        imports.choose_column(imports.locked(one.id), 0)


def test_a_list_whose_file_is_gone_has_to_be_imported_once_more(ada: User) -> None:
    undecided = imported("first,second\n+12025550111,+12025550122\n", ada)
    failed = imported(b"phone_number\n", ada)
    undecided.upload_id = None
    db.session.commit()
    for go_on in (
        lambda: imports.choose_column(undecided, 1),
        lambda: imports.try_again(failed),
    ):
        with pytest.raises(Conflict, match="Its file is not kept any more"):
            go_on()
    assert (undecided.reading, undecided.phone_column, failed.reading) == (Work.DONE, None, Work.FAILED)


@pytest.mark.parametrize("content", [b"phone_number\n", b"\x00\x01\x02"])
def test_a_file_that_cannot_be_used_says_so_and_is_forgotten(ada: User, content: bytes) -> None:
    one = imported(content, ada)
    assert one.reading == Work.FAILED and one.reading_fault.endswith(".")
    assert (one.upload_id, out(), db.session.query(Upload).count()) == (None, set(), 0)


def test_above_a_break_in_the_file_everybody_stays_out(ada: User) -> None:
    phones = factories.phones(2500)
    lines = "".join(f"{phone},x\n" for phone in phones)
    one = imported(f'phone,note\n{lines}+12025550111,"never closed\n', ada)
    assert one.reading == Work.FAILED and "never closed" in one.reading_fault
    assert (one.rows_read, one.added) == (2000, 2000)
    assert len(out()) == 2000


def test_what_is_missing_is_said_at_once(ada: User) -> None:
    with pytest.raises(Faults) as raised:
        take("", ada, statement=" ", country="XX")
    assert raised.value.by_field == {
        "file": "This file is empty. Choose a list with one row for each person.",
        "statement": "Write down where this list comes from.",
        "country": "Choose a country from the list.",
    }


def test_a_job_that_died_is_taken_over_where_it_stopped(ada: User) -> None:
    phones = factories.phones(12_000)
    one = take("phone\n" + "\n".join([*phones, phones[0], "12ab"]), ada)
    first = recording.read(one.id)
    while next(first) < 5000:
        db.session.commit()
    db.session.commit()
    assert sweep.look()[queue.IMPORT_OPT_OUTS] == []
    one.worked_at = now() - background_work.SILENCE - timedelta(seconds=1)
    db.session.commit()
    assert sweep.look()[queue.IMPORT_OPT_OUTS] == [one.id]
    jobs.import_opt_outs(one.id)
    one = imports.get(one.id)
    assert (one.reading, one.rows_read, counts(one)) == (Work.DONE, 12_002, (12_000, 0, 1, 1))
    for _ in first:  # and when it lives after all, it stops without a trace
        db.session.commit()
    db.session.commit()
    assert counts(imports.get(one.id)) == (12_000, 0, 1, 1)
    assert db.session.scalar(select(func.count()).select_from(OptOut)) == 12_000


@pytest.mark.long
def test_a_large_list_is_worked_out_beside_the_job(ada: User) -> None:
    phones = factories.phones(length(6_000, 50_000))
    content = "phone,note\n" + "".join(f"{phone},{'x' * 90}\n" for phone in phones)
    assert len(content) > stream.LARGE
    batch = factories.batch(phones[:200], number_id=1, created_by=ada.id)
    assert counts(imported(content, ada)) == (len(phones), 0, 0, 0)
    skipped = select(func.count()).where(Recipient.batch_id == batch.id, Recipient.status == "skipped")
    assert db.session.scalar(skipped) == 200


@pytest.mark.parametrize(
    ("error", "said"), [(RuntimeError("one"), "RuntimeError"), (OSError(ENOSPC, "one"), "once there is room")]
)
def test_a_fault_of_our_own_is_said_and_can_be_tried_again(ada: User, error: Exception, said: str) -> None:
    one = take(LIST, ada)
    begun = background_work.begin(one.id, recording.READING)
    background_work.failed(one.id, recording.READING, error)
    db.session.commit()
    assert begun and one.reading == Work.FAILED and said in one.reading_fault
    imports.try_again(imports.locked(one.id))
    db.session.commit()
    jobs.import_opt_outs(one.id)
    assert counts(imports.get(one.id)) == (2, 0, 1, 2)


def test_the_story_of_a_conversation_says_so(ada: User) -> None:
    thread = thread_of(they_write("Hello"))
    imported(LIST, ada)
    lines = [line.text for line in timeline.latest(fresh(thread), None).lines]
    assert lines == [f"{ada.name} brought a list with them: {WHENCE}"]


UNTIDY = """name,phone
Ann,720-555-0105 / 720-555-0106
Bob,(720) 555-0107 x12
Cy,720-555-0108 (cell)
Di,Home: 720-555-0109 Mobile: 720-555-0110
Ed,"720-555-0111, do not call! (told 12/03/2025)"
Fi,565 555 0123
Gus,720-555-0105
Hal,720-555-0112 or 5550113
"""


def test_every_phone_that_can_be_read_is_out_however_untidy_its_row_is(ada: User) -> None:
    one = imported(UNTIDY, ada)
    read = {f"+172055501{last:02}" for last in range(5, 13)} | {"+15655550123"}
    assert out() == read
    assert counts(one) == (9, 0, 1, 1)
    [row] = imports.unusable(one)
    assert (row.row_no, row.reason) == (9, "“5550113” in “720-555-0112 or 5550113” could not be read.")


def test_of_a_phone_that_may_be_two_both_are_out_and_it_is_said(ada: User) -> None:
    one = imported("phone\n1 609 234 5678\n0151 12345678\n", ada, country="DE")
    assert out() == {"+16092345678", "+4916092345678", "+4915112345678"}
    [row] = imports.unusable(one)
    assert row.reason.endswith("Both are opted out.")


def test_the_calling_code_beside_an_opt_out_counts(ada: User) -> None:
    imported("country_code,phone\n+49,15125550123\n+44,07700 900161 / 07700 900162\n", ada)
    assert out() == {"+4915125550123", "+447700900161", "+447700900162"}
