"""What lists of opt-outs say of someone: rows without a usable phone, and files not read to the end."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import intake as jobs
from tests import factories
from tests.conversations import CAROL
from tests.dump import places
from tests.services.contacts.imports import lists as contact_lists
from tests.services.privacy.lists import NAME, erase, imported_rows, take_import
from webapp.db import db, now
from webapp.errors import Conflict
from webapp.models.upload import Upload
from webapp.models.user import User
from webapp.models.work import Work
from webapp.services import settings
from webapp.services.contacts.imports import store
from webapp.services.opt_outs import imports
from webapp.services.privacy import erasure, export, retention, traces


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


def test_a_list_of_contacts_is_governed_as_one_of_opt_outs_is() -> None:
    ada = db.session.scalars(select(User)).one()
    waits = contact_lists.take(f"Name,Mobile\n{NAME} {CAROL},12ab\n{NAME},{CAROL}\nDave,12ab\n", ada)
    held = json.loads(export.whole(CAROL, traces.look(CAROL)))["lists_of_contacts"]
    assert [row["cells"]["Name"] for row in held] == [f"{NAME} {CAROL}"]
    erase()
    assert places(NAME, CAROL[1:]) == set()
    waits = store.get(waits.id)
    assert (waits.upload_id, [row.cells for row in store.unread(waits)]) == (None, [["Dave", "12ab"]])


def test_not_while_a_list_of_contacts_is_being_imported() -> None:
    ada = db.session.scalars(select(User)).one()
    one = contact_lists.begin(contact_lists.take(f"Mobile\n{CAROL}\n", ada), ada)
    with pytest.raises(Conflict, match=r"The list of contacts “people\.csv” is being read"):
        erase()
    jobs.import_contacts(one.id)
    assert erase().contact


def test_what_lists_of_contacts_say_is_removed_in_time() -> None:
    ada = db.session.scalars(select(User)).one()
    one = contact_lists.take(f"Name,Mobile\n{NAME},{CAROL}\n{NAME},12ab\n", ada)
    settings.put("keep_messages_days", 1)
    settings.put("keep_uploads_days", 1)
    for row in (store.get(one.id), db.session.get_one(Upload, one.upload_id)):
        row.created_at = now() - timedelta(days=2)
    store.get(one.id).worked_at = now() - timedelta(days=2)
    db.session.commit()
    for _ in retention.tidy():
        db.session.commit()
    assert places(NAME) == set()
