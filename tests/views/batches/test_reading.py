"""How the file of a list was read is shown, and can be chosen."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from jobs import intake
from tests import factories
from tests.views.batches.conftest import send_list
from tests.views.client import Browser, Page
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.number import Number
from webapp.models.recipient import Recipient
from webapp.models.work import Work

WESTERN = "first_name,phone\nÅsa,+12025550123\nBjörn,+12025550124\n".encode("cp1252")
BOOK = {
    "sheet": "People",
    "sheets": ["Read me", "People"],
    "hidden_rows": 3,
    "hidden_columns": ["Notes"],
    "hidden_read": False,
}


def read(admin: Browser, data: bytes) -> Batch:
    page = send_list(admin, "/batches/new", data, "list.csv")
    batch = db.session.get_one(Batch, int(page.path.split("/")[2]))
    intake.read_upload(batch.id)
    return db.session.get_one(Batch, batch.id, populate_existing=True)


def names(batch: Batch) -> list[str]:
    intake.read_upload(batch.id)
    rows = db.session.scalars(
        select(Recipient.cells).where(Recipient.batch_id == batch.id).order_by(Recipient.row_no)
    )
    return [cells[0] for cells in rows]


def choose(admin: Browser, batch: Batch, **fields: Any) -> Page:
    form = {"csrf_token": admin.token(), **fields}
    return admin.post(f"/batches/{batch.id}/reading", form)


@pytest.mark.usefixtures("number")
def test_the_encoding_is_shown_and_another_can_be_chosen(admin: Browser) -> None:
    batch = read(admin, WESTERN)
    page = admin.get(f"/batches/{batch.id}/recipients")
    assert page.value("encoding") == "cp1252"
    assert "Åsa,+12025550123" in page.words
    admin.submit(page, "/reading", encoding="cp1250")
    assert names(batch) == ["Ĺsa", "Björn"]
    page = admin.get(f"/batches/{batch.id}/recipients")
    assert page.value("encoding") == "cp1250"
    admin.submit(page, "/reading", encoding="cp1252")
    assert names(batch) == ["Åsa", "Björn"]


@pytest.mark.usefixtures("number")
def test_lines_are_shown_as_they_would_read(admin: Browser) -> None:
    batch = read(admin, WESTERN)
    path = f"/batches/{batch.id}/reading/preview"
    assert "Ĺsa,+12025550123" in admin.get(f"{path}?encoding=cp1250", htmx=True).words
    assert "Еsa,+12025550123" in admin.get(f"{path}?encoding=cp1251", htmx=True).words
    assert "12025550123" not in admin.get(f"{path}?encoding=rot13", htmx=True).words
    assert admin.get(f"{path}?encoding=cp1250").status == 404, "it is no page"


@pytest.mark.usefixtures("number")
def test_a_list_without_accents_says_that_it_does_not_matter(admin: Browser) -> None:
    batch = read(admin, b"first_name,phone\nAnn,+12025550123\n")
    assert "The file has plain letters only" in admin.get(f"/batches/{batch.id}/recipients").words


@pytest.mark.usefixtures("number")
def test_a_choice_that_ends_in_no_list_can_be_taken_back(admin: Browser) -> None:
    batch = read(admin, WESTERN)
    choose(admin, batch, encoding="utf-32-le")
    intake.read_upload(batch.id)
    page = admin.get(f"/batches/{batch.id}/recipients")
    assert "could not be used" in page.words
    admin.submit(page, "/reading", encoding="cp1252")
    assert names(batch) == ["Åsa", "Björn"]


@pytest.mark.usefixtures("number")
def test_sheets_and_hidden_rows_are_offered(admin: Browser) -> None:
    batch = read(admin, WESTERN)
    batch.read_as = BOOK
    db.session.commit()
    page = admin.get(f"/batches/{batch.id}/recipients")
    assert page.value("sheet") == "People"
    assert "3 hidden rows and 1 hidden column (Notes) were left out." in page.words
    admin.submit(page, "/reading", sheet="Read me", hidden="yes")
    db.session.refresh(batch)
    assert batch.reading_options == {
        "encoding": "",
        "sheet": "Read me",
        "hidden": True,
        "unassigned": False,
    }
    assert batch.reading == Work.WAITING


@pytest.mark.parametrize(
    "fields",
    [
        {"encoding": "rot13"},
        {"encoding": "zlib_codec"},
        {"sheet": "Secret"},
        {"sheet": "Read me "},
    ],
)
def test_what_is_not_offered_cannot_be_chosen(admin: Browser, number: Number, fields: dict[str, str]) -> None:
    batch = read(admin, WESTERN)
    if "sheet" in fields:
        batch.read_as = BOOK
        db.session.commit()
    page = choose(admin, batch, **fields)
    assert page.status == 422
    assert page.problems
    db.session.refresh(batch)
    assert batch.reading_options == {}


@pytest.mark.usefixtures("number")
def test_what_is_chosen_already_is_not_read_again(admin: Browser) -> None:
    batch = read(admin, WESTERN)
    before = batch.run
    choose(admin, batch, encoding="cp1252")
    db.session.refresh(batch)
    assert (batch.reading, batch.run) == (Work.DONE, before)


def test_a_batch_that_was_started_is_not_read_anew(admin: Browser, number: Number) -> None:
    batch = factories.batch(factories.phones(2), state=BatchState.RUNNING, number_id=number.id)
    batch.read_as = {"encoding": "cp1252", "guessed": True, "lines": [0]}
    db.session.commit()
    choose(admin, batch, encoding="cp1250")
    db.session.refresh(batch)
    assert batch.reading_options == {}
