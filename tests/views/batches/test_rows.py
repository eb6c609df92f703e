"""The page of one row: what it gets, and its cells, which can be edited until the batch is sent."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from tests.views.batches.conftest import check
from tests.views.client import Browser
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.recipient import Recipient

Checked = Callable[..., Batch]


def test_rows_to_fix_are_fixed_one_after_the_other(admin: Browser, checked: Checked) -> None:
    batch = checked()
    assert "Open a row to fix it here." in admin.get(f"/batches/{batch.id}/check").words
    page = admin.get(f"/batches/{batch.id}/rows/4")
    assert "first_name is empty, and has no fallback." in page.words
    page = admin.submit(page, "/rows/4", **{"cell-1": "Mary", "then": "next"})
    assert page.path.endswith("/rows/5") and "Row 4 is saved." in page.words
    page = admin.submit(page, "/rows/5", **{"cell-0": "202 5"})
    assert page.status == 422
    assert page.problems == ["“202 5” is too short for a phone number in the United States."]
    assert page.value("cell-0") == "202 5"
    page = admin.submit(page, "/rows/5", **{"cell-0": "202 555 0155"})
    assert page.path.endswith("/check") and "Checking the list" in page.words
    check(batch)
    assert (
        "Nothing to fix. 4 people will get the message; 1 is skipped."
        in admin.get(f"/batches/{batch.id}/check").words
    )


def test_each_row_leads_to_those_beside_it(admin: Browser, checked: Checked) -> None:
    batch = checked()
    numbers = select(Recipient.row_no).where(Recipient.batch_id == batch.id).order_by(Recipient.row_no)
    rows = db.session.scalars(numbers).all()
    without = select(Recipient.row_no).where(Recipient.batch_id == batch.id, Recipient.phone.is_(None))
    assert db.session.scalars(without).first() in rows[1:-1]
    page, seen = admin.get(f"/batches/{batch.id}/rows/{rows[0]}"), [rows[0]]
    while further := [e.attrs["href"] for e in page.root.all("a") if e.attrs.get("rel") == "next"]:
        page = admin.get(further[0] or "")
        seen.append(int((further[0] or "").rsplit("/", 1)[1]))
    assert seen == rows


def test_other_rows_of_a_draft_can_be_edited_until_it_is_sent(admin: Browser, checked: Checked) -> None:
    batch = checked()
    page = admin.submit(admin.get(f"/batches/{batch.id}/rows/2"), "/rows/2", **{"cell-1": "Ada L."})
    assert page.path.endswith("/check")
    check(batch)
    page = admin.get(f"/batches/{batch.id}/rows/2")
    assert "Hi Ada L.!" in page.words
    assert "Row 2 Draft" in page.words and "Queued" not in page.words
    batch.state = BatchState.FINISHED
    db.session.commit()
    assert "Edit this row" not in admin.get(f"/batches/{batch.id}/rows/2").words
    assert admin.submit(page, "/rows/2", **{"cell-1": "Eve"}).path == f"/batches/{batch.id}"
    query = select(Recipient.cells).where(Recipient.batch_id == batch.id, Recipient.row_no == 2)
    assert db.session.scalars(query).one()[1] == "Ada L."
