"""Lists of opt-outs: how they were read, and another choice."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy import select

from jobs import intake as jobs
from tests import factories
from tests.views.client import Browser
from webapp.db import db
from webapp.models.opt_out import OptOut
from webapp.models.opt_out_import import OptOutImport, UnusableRow
from webapp.services import uploads
from webapp.services.intake import choices
from webapp.services.opt_outs import imports

LIST = "name,mobile\nÅsa,(202) 555-0111\nDave,x\n".encode("cp1252")
BOOK = {"sheet": "People", "sheets": ["People"], "hidden_rows": 2, "hidden_columns": [], "hidden_read": False}


@pytest.fixture(autouse=True)
def number(app: object) -> None:
    """The front desk's number."""
    factories.number()
    db.session.commit()


def imported(staff: Browser, content: bytes = LIST) -> OptOutImport:
    form = {"csrf_token": staff.token(), "statement": "From our old tool", "country": "US"}
    page = staff.post("/opt-outs/import", {**form, "file": (io.BytesIO(content), "list.csv")})
    import_id = int(page.path.split("/")[3])
    jobs.import_opt_outs(import_id)
    return db.session.get_one(OptOutImport, import_id, populate_existing=True)


def as_workbook(one: OptOutImport, read_as: dict[str, Any]) -> None:
    """As if its file, which is kept then, had been a workbook."""
    one.upload_id = uploads.store("list.csv", io.BytesIO(LIST), one.created_by).id
    one.read_as = read_as
    db.session.commit()


def test_a_list_that_asks_for_its_column_shows_its_encoding(staff: Browser) -> None:
    one = imported(staff, "name,code\nÅsa,x\nBjörn,y\n".encode("cp1252"))
    page = staff.get(f"/opt-outs/imports/{one.id}")
    assert page.value("encoding") == "cp1252"
    assert "Åsa,x" in page.words
    path = f"/opt-outs/imports/{one.id}/reading/preview?encoding=cp1250"
    assert "Ĺsa,x" in staff.get(path, htmx=True).words
    staff.submit(page, "/reading", encoding="cp1250")
    db.session.refresh(one)
    assert (one.reading, one.reading_options["encoding"]) == ("waiting", "cp1250")


def test_a_list_that_is_done_has_no_file_and_no_choice(staff: Browser) -> None:
    one = imported(staff)
    assert one.upload_id is None
    assert not staff.get(f"/opt-outs/imports/{one.id}").value("encoding")
    page = staff.post(
        f"/opt-outs/imports/{one.id}/reading", {"csrf_token": staff.token(), "encoding": "cp1250"}
    )
    assert page.status == 422


def test_hidden_rows_can_be_read_afterwards_and_nobody_is_counted_twice(staff: Browser) -> None:
    one = imported(staff)
    as_workbook(one, BOOK)
    page = staff.get(f"/opt-outs/imports/{one.id}")
    assert "2 hidden rows were left out." in page.words
    staff.submit(page, "/reading", hidden="yes")
    jobs.import_opt_outs(one.id)
    db.session.refresh(one)
    assert one.reading_options["hidden"] is True
    assert (one.rows_read, one.added, one.known, one.unusable) == (2, 1, 0, 1)
    assert db.session.scalars(select(OptOut.phone)).all() == ["+12025550111"]
    assert len(db.session.scalars(select(UnusableRow)).all()) == 1


@pytest.mark.parametrize(
    ("read_as", "kept"),
    [
        (BOOK, True),
        (BOOK | {"sheets": ["People", "More"], "hidden_rows": 0}, True),
        (BOOK | {"hidden_columns": ["B"], "hidden_rows": 0}, True),
        (BOOK | {"hidden_read": True}, False),
        (BOOK | {"hidden_rows": 0}, False),
        ({"encoding": "cp1252", "guessed": True, "lines": [0]}, False),
    ],
)
def test_a_file_is_kept_only_while_it_has_other_rows(
    staff: Browser, read_as: dict[str, Any], kept: bool
) -> None:
    one = imported(staff)
    as_workbook(one, read_as)
    assert choices.offers_rows(one) is kept
    imports.close(one)
    assert (one.upload_id is not None) is kept
