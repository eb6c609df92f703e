"""What lists of opt-outs say of someone: rows without a usable phone, and files not read to the end."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from jobs import intake as jobs
from tests import factories
from tests.conversations import CAROL
from tests.dump import places
from tests.services.privacy.lists import NAME, erase, imported_rows, take_import
from webapp.db import db
from webapp.errors import Conflict
from webapp.models.work import Work
from webapp.services.opt_outs import imports
from webapp.services.privacy import erasure, export, traces


@pytest.fixture(autouse=True)
def ada(app: Flask) -> None:
    """Someone who erases, and the front desk's number."""
    factories.number()
    factories.user()


def test_their_row_goes_and_the_others_stay() -> None:
    one = imported_rows()
    removed = erase()
    assert (removed.rows, removed.files, removed.nothing) == (1, 1, False)
    assert places(NAME, CAROL[1:]) == set()
    one = imports.get(one.id)
    assert [row.cells for row in imports.unusable(one)] == [["Dave", "12ab"]]
    assert one.unusable == 2


def test_a_row_that_came_since_they_were_looked_for_goes_too() -> None:
    one = take_import(f"name,Mobile\nCarol {CAROL},12ab\n")
    found = traces.look(CAROL)
    jobs.import_opt_outs(one.id)
    assert found.imported == frozenset()
    assert erasure.erase(CAROL, found).rows == 1


@pytest.mark.parametrize("reading", [Work.WAITING, Work.RUNNING])
def test_not_while_a_list_of_opt_outs_is_being_read(reading: Work) -> None:
    take_import(f"name,Mobile\nCarol {CAROL},12ab\n").reading = reading
    with pytest.raises(Conflict, match=r"The list of opt-outs “out\.csv” is being read and may hold them"):
        erase()


def test_an_import_that_was_not_finished_has_to_be_brought_once_more() -> None:
    one = take_import(f"Mobile\n{CAROL}\n")
    one.reading = Work.FAILED
    erase()
    with pytest.raises(Conflict, match="not kept any more"):
        imports.try_again(imports.locked(one.id))


def test_the_export_shows_the_row_and_where_its_list_comes_from() -> None:
    one = imported_rows()
    db.session.commit()
    (row,) = json.loads(export.whole(CAROL, traces.look(CAROL)))["lists_of_opt_outs"]
    assert row["cells"] == {"name": f"{NAME} {CAROL}", "Mobile": "12ab"}
    assert (row["import_id"], row["row_no"], row["file"]) == (one.id, 2, "out.csv")
    assert row["statement"] == "Exported from the newsletter tool"
