"""What the check asks: several messages for one phone, and people whom the list itself marks."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import intake as jobs
from tests import factories
from webapp.carriers.base import InboundMessage
from webapp.db import db, now
from webapp.errors import Fault
from webapp.models.batch import Batch, BatchState
from webapp.models.number import Number
from webapp.services.batches import drafts, listing
from webapp.services.batches.rows import questions
from webapp.services.inbox.receiving import receive
from webapp.services.opt_outs import holds
from webapp.services.outbox import claim, due, record
from webapp.services.outbox.claimed_entry import Outcome, SendResult

CASES = Path(__file__).parents[3] / "cases"
SIBLINGS = (CASES / "21-siblings.csv").read_text("utf-8")
NEW_AREA = (CASES / "27-new-area-code.csv").read_text("utf-8")
LANDLINE = (CASES / "30-landline.csv").read_text("utf-8")
MARKED = (CASES / "09-opt-out-column.csv").read_text("utf-8")


@pytest.fixture
def draft(app: Flask) -> Batch:
    factories.number()
    made = drafts.create(factories.user().id)
    db.session.commit()
    return made


def checked(draft: Batch, text: str, message: str) -> Batch:
    drafts.attach(draft, "list.csv", io.BytesIO(text.encode()), draft.created_by)
    db.session.commit()
    jobs.read_upload(draft.id)
    drafts.write(db.session.get_one(Batch, draft.id), message, 1)
    db.session.commit()
    return again(draft)


def again(draft: Batch) -> Batch:
    jobs.check_batch(draft.id)
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Batch, draft.id)


def answered(batch: Batch, key: str, choice: str) -> Batch:
    stored = db.session.get_one(Batch, batch.id)  # looking through a list lets go of what was loaded
    questions.answer(stored, key, choice, stored.created_by)
    db.session.commit()
    return again(stored)


def statuses(batch: Batch) -> list[tuple[int, str, str]]:
    return [(one.row_no, str(one.status), one.skip_reason) for one in listing.every(batch.id)]


def test_another_message_for_the_same_phone_is_a_question(draft: Batch) -> None:
    batch = checked(draft, SIBLINGS, "Reminder for {{child}}")
    (asked,) = questions.asked(batch)
    assert asked.sentence == "1 row has the phone of an earlier row, but another message"
    assert statuses(batch) == [
        (2, "queued", ""),
        (3, "skipped", "another message for the phone of row 2"),
        (4, "queued", ""),
    ]
    batch = answered(batch, "siblings", "send")
    assert [status for _, status, _ in statuses(batch)] == ["queued"] * 3
    assert questions.asked(batch)[0].answer == "leave", "it can be taken back"
    batch = answered(batch, "siblings", "leave")
    assert [status for _, status, _ in statuses(batch)] == ["queued", "skipped", "queued"]


def test_each_message_goes_out_once_one_claim_after_the_other(draft: Batch) -> None:
    batch = answered(checked(draft, SIBLINGS, "Reminder for {{child}}"), "siblings", "send")
    batch.transition_to(BatchState.RUNNING)
    db.session.commit()
    (line,) = due.senders()
    texts = []
    while entries := claim.claim(line, 10):
        db.session.commit()
        assert len({entry.phone for entry in entries}) == len(entries)
        texts += [entry.order.text for entry in entries]
        assert claim.claim(line, 10) == [], "two texts to one phone are never on their way together"
        record.record([Outcome(entry, SendResult.ACCEPTED) for entry in entries])
        db.session.commit()
    assert sorted(texts) == ["Reminder for Mia", "Reminder for Tom", "Reminder for Zoe"]


def test_the_same_message_never_goes_to_a_phone_twice(draft: Batch) -> None:
    batch = answered(checked(draft, SIBLINGS, "Parents’ evening"), "siblings", "send")
    assert questions.asked(batch) == []
    assert statuses(batch)[1] == (3, "skipped", "duplicate of row 2")
    batch = db.session.get_one(Batch, batch.id)
    drafts.write(batch, "Reminder for {{child}}", 1)
    db.session.commit()
    assert statuses(again(batch))[1][1] == "queued", "what was answered holds"


@pytest.mark.parametrize(
    "rows",
    [
        "child,phone\n,+17205550101\nMia,+17205550101\n",
        "child,phone\n,+17205550101\n,+17205550101\nMia,+17205550101\n",
        "child,phone\nTom,+17205550101,one,two,many\nMia,+17205550101\n",
    ],
)
def test_a_row_that_cannot_be_used_shadows_no_other(draft: Batch, rows: str) -> None:
    batch = checked(draft, rows, "Reminder for {{child}}")
    assert [status for _, status, _ in statuses(batch)][-1] == "queued"
    assert [status for _, status, _ in statuses(batch)].count("queued") == 1
    assert questions.asked(batch) == []


def test_the_same_row_after_one_that_took_a_place_is_a_duplicate(draft: Batch) -> None:
    rows = "child,phone\n,+17205550101\nMia,+17205550101\nMia,+17205550101\n"
    batch = checked(draft, rows, "Reminder for {{child}}")
    assert [status for _, status, _ in statuses(batch)] == ["faulty", "queued", "skipped"]


def test_people_whom_the_list_marks_are_left_out_unless_somebody_decides_otherwise(draft: Batch) -> None:
    batch = checked(draft, MARKED, "Hi {{first_name}}")
    (asked,) = questions.asked(batch)
    assert asked.sentence == "2 people are marked in “SMS Opt Out”"
    assert [status for _, status, _ in statuses(batch)] == ["skipped", "queued", "skipped"]
    assert listing.skip_reasons(batch.id) == {"marked in “SMS Opt Out”": 2}
    batch = answered(batch, "marked", "send")
    assert [status for _, status, _ in statuses(batch)] == ["queued"] * 3


def test_landlines_are_said_and_can_be_left_out(draft: Batch) -> None:
    draft.country = "GB"
    batch = checked(draft, LANDLINE, "Hello")
    (asked,) = questions.asked(batch)
    assert asked.sentence == "1 number is a landline"
    assert {status for _, status, _ in statuses(batch)} == {"queued"}
    batch = answered(batch, "landline", "leave")
    assert [reason for _, status, reason in statuses(batch) if status == "skipped"] == ["landline"]


@pytest.mark.parametrize("phone", ["+18005550199", "+449012345678", "+498001234567", "+33891123456"])
def test_premium_and_toll_free_numbers_are_left_out_until_somebody_decides_otherwise(
    draft: Batch, phone: str
) -> None:
    batch = checked(draft, f"phone\n{phone}\n+17205550102\n", "Hello")
    assert [one.key for one in questions.asked(batch)] == ["premium"]
    assert [status for _, status, _ in statuses(batch)] == ["skipped", "queued"]
    batch = answered(batch, "premium", "send")
    assert [status for _, status, _ in statuses(batch)] == ["queued", "queued"]


def test_a_number_in_no_known_range_can_be_sent_to_after_a_warning(draft: Batch) -> None:
    draft.country = "US"
    batch = checked(draft, NEW_AREA, "Hello")
    (asked,) = questions.asked(batch)
    assert asked.sentence.endswith("in no range that is known to be in use")
    assert "faulty" in {status for _, status, _ in statuses(batch)}
    stored = db.session.get_one(Batch, batch.id)
    questions.answer(stored, "unassigned", "send", stored.created_by)
    db.session.commit()
    jobs.read_upload(stored.id)
    batch = again(stored)
    assert {status for _, status, _ in statuses(batch)} == {"queued"}
    assert questions.asked(batch)[0].answer == "leave"


def test_who_is_marked_in_one_row_gets_nothing_for_another_row_either(draft: Batch) -> None:
    rows = "child,phone,SMS Opt Out\nTom,+17205550101,\nMia,+17205550101,yes\n"
    batch = answered(checked(draft, rows, "Reminder for {{child}}"), "siblings", "send")
    assert [status for _, status, _ in statuses(batch)] == ["skipped", "skipped"]


def test_whom_the_list_marks_gets_nothing_either_once_a_hold_is_over(draft: Batch) -> None:
    number = db.session.scalars(select(Number)).one()
    sms = InboundMessage("in-1", "+17205550101", number.e164, "please stop texting me", now())
    receive.receive(sms, {})
    rows = "child,phone,SMS Opt Out\nTom,+17205550101,\nMia,+17205550101,yes\nLeo,+17205550102,no\n"
    batch = answered(checked(draft, rows, "Reminder for {{child}}"), "siblings", "send")
    assert [status for _, status, _ in statuses(batch)] == ["skipped", "skipped", "queued"]
    holds.dismiss(holds.waiting()[0], factories.user("Bea"))
    db.session.commit()
    assert [status for _, status, _ in statuses(batch)] == ["skipped", "skipped", "queued"]


def test_what_was_said_of_unknown_ranges_ends_with_another_country(draft: Batch) -> None:
    batch = checked(draft, NEW_AREA, "Hello")
    stored = db.session.get_one(Batch, batch.id)
    questions.answer(stored, "unassigned", "send", stored.created_by)
    drafts.choose_columns(stored, None, "GB")
    db.session.commit()
    jobs.read_upload(stored.id)
    assert "faulty" in {status for _, status, _ in statuses(again(stored))}


def test_a_row_that_swallowed_others_is_never_a_mere_duplicate(draft: Batch) -> None:
    rows = 'name,phone\nAnn,+17205550101\n"Bob,+17205550102\nCy,+17205550103\n",+17205550101\n'
    assert statuses(checked(draft, rows, "Hello"))[-1][1] == "faulty"


def test_a_list_without_doubts_asks_nothing(draft: Batch) -> None:
    rows = "first_name,phone,SMS Opt Out\nAnn,+15035550101,no\n"
    assert questions.asked(checked(draft, rows, "Hi")) == []


@pytest.mark.parametrize(("key", "choice"), [("siblings", "perhaps"), ("weather", "send")])
def test_an_answer_that_is_none_is_refused(draft: Batch, key: str, choice: str) -> None:
    batch = checked(draft, SIBLINGS, "Reminder for {{child}}")
    with pytest.raises(Fault):
        questions.answer(batch, key, choice, batch.created_by)
