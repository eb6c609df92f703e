"""Whatever spelling of their phone was kept, it is found and erased; others stay."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import intake as jobs
from tests import factories
from tests.conversations import CAROL, DAVE, they_write
from tests.dump import places
from tests.services.privacy.lists import NAME, erase, make_batch, of, take_import
from webapp.carriers.base import Report, StatusReport
from webapp.db import db
from webapp.models.batch import BatchState
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.user import User
from webapp.models.webhook_event import WebhookEvent
from webapp.services import events, receipts
from webapp.services.batches import lifecycle
from webapp.services.privacy import export, traces
from webapp.services.recipients import tallies

MEXICO, ARGENTINA, BRAZIL = "+525512345678", "+5491123456789", "+5511961234567"
SPELLINGS = [
    (MEXICO, "5215512345678"),
    (MEXICO, "52 1 55 1234-5678"),
    (MEXICO, "0052 55.1234.5678"),
    (MEXICO, "55 1234 5678"),
    (ARGENTINA, "541123456789"),
    (BRAZIL, "551161234567"),
    (CAROL, "(202) 555-0111"),
]


@pytest.fixture(autouse=True)
def ada(app: Flask) -> User:
    """Someone who erases, and the front desk's number."""
    factories.number()
    return factories.user()


def kept_webhooks() -> list[str]:
    return [str(one.payload) for one in db.session.scalars(select(WebhookEvent).order_by(WebhookEvent.id))]


@pytest.mark.parametrize(("phone", "written"), SPELLINGS)
def test_a_webhook_of_an_unknown_message_in_any_spelling(phone: str, written: str) -> None:
    for name, to in (("theirs", written), ("other", DAVE[1:])):
        receipts.receive(StatusReport(name, "", Report.DELIVERED), {"to": to, "status": "delivered"})
    db.session.commit()
    assert written in json.dumps(json.loads(export.whole(phone, traces.look(phone)))["from_the_carrier"])
    assert erase(phone).webhooks == 1
    theirs, other = kept_webhooks()
    assert (theirs, DAVE[1:] in other) == ("{}", True)


def test_a_number_in_a_webhook_that_stands_there_as_a_number() -> None:
    receipts.receive(StatusReport("theirs", "", Report.DELIVERED), {"to": int(CAROL[1:])})
    assert erase().webhooks == 1


def test_a_line_of_the_audit_in_any_spelling() -> None:
    events.note("batch.tested", note="to 52 1 55 1234 5678")
    assert erase(MEXICO).lines == 1
    assert places("1234 5678") == set()


@pytest.mark.parametrize(("phone", "written"), SPELLINGS)
def test_a_faulty_row_in_any_spelling(phone: str, written: str) -> None:
    batch = make_batch(to=(DAVE,))
    for row_no, cell in ((5, f"{written} or ring her mother"), (6, "720 555 0133 or her mother")):
        faults = [["phone", 0, "Not a phone."]]
        row = Recipient(batch_id=batch.id, row_no=row_no, cells=[cell], status="faulty", faults=faults)
        factories.add(row)
    erase(phone)
    assert [row.row_no for row in of(batch) if row.cells] == [2, 6]


def swallowing(state: BatchState, fault: str) -> Recipient:
    batch = make_batch(state, (DAVE,))
    (row,) = of(batch)
    row.cells = [DAVE, f"Ann,(202) 555-0199,Rome\n{NAME},(202) 555-0111,Rome\nDave", "Rome"]
    row.status, row.faults = RecipientStatus.FAULTY, [[fault, 1, "“name” goes over 3 lines."]]
    tallies.clear(batch.id)
    tallies.add(batch.id, RecipientStatus.FAULTY, 1)
    db.session.commit()
    return row


@pytest.mark.parametrize("state", [BatchState.FINISHED, BatchState.DRAFT])
def test_a_person_whose_row_another_one_has_swallowed(state: BatchState) -> None:
    swallowing(state, "swallowed_rows")
    assert NAME in export.whole(CAROL, traces.look(CAROL))
    assert erase().rows == 1
    assert places(NAME, "555-0111") == set()
    assert lifecycle.get(1).upload_id is None


def test_a_faulty_row_of_another_phone_that_only_speaks_of_them_stays() -> None:
    swallowing(BatchState.FINISHED, "message.missing")
    assert erase().rows == 0
    assert places(NAME) == {"recipient", "upload_chunk"}


def test_a_row_of_a_list_of_opt_outs_that_has_swallowed_theirs() -> None:
    one = take_import(f'Mobile,name\n{DAVE},"Dave\n(202) 555-0111,{NAME}\n(202) 555-0199,Ann"\n')
    jobs.import_opt_outs(one.id)
    assert erase().rows == 1
    assert places(NAME, "555-0111") == set()


def test_a_webhook_about_somebody_else_stays() -> None:
    they_write("hello", sender=DAVE)
    receipts.receive(
        StatusReport("other", "", Report.DELIVERED), {"to": f"9{CAROL[1:]}0", "at": "2026-11-28"}
    )
    before = kept_webhooks()
    erase()
    assert kept_webhooks() == before
