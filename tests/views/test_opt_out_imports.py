"""Importing opt-outs: the form, the page that follows the job, the rows to mend, the column it asks for."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from jobs import intake as jobs
from tests import factories
from tests.views.client import Browser, Page, take
from webapp.db import db
from webapp.models.contact import OptOut
from webapp.models.event import Event
from webapp.models.opt_out_import import OptOutImport

LIST = "name,mobile\nCarol,(202) 555-0111\nDave,+12025550122\nnobody,=12ab\n"
WHENCE = "Exported from the newsletter tool"


@pytest.fixture(autouse=True)
def number(app: object) -> None:
    """The front desk's number."""
    factories.number()
    db.session.commit()


def send(staff: Browser, content: str = LIST, statement: str = WHENCE, country: str = "US") -> Page:
    form = {"csrf_token": staff.token(), "statement": statement, "country": country}
    return staff.post("/opt-outs/import", {**form, "file": (io.BytesIO(content.encode()), "list.csv")})


def read(page: Page) -> int:
    """Let the job read the list that a page is about."""
    import_id = int(page.path.split("/")[3])
    jobs.import_opt_outs(import_id)
    return import_id


def test_the_form_assumes_the_country_of_our_numbers(staff: Browser) -> None:
    page = staff.get("/opt-outs/import")
    assert page.value("country") == "US"
    assert "Import a list" in staff.get("/opt-outs").words


def test_from_the_upload_to_what_became_of_it(staff: Browser) -> None:
    page = send(staff)
    assert "Reading the list" in page.words and "It is about to begin." in page.words
    import_id = read(page)
    page = staff.get(f"/opt-outs/imports/{import_id}")
    assert page.notices == [
        "2 people of this list are opted out. They are not reached any more, from any of your numbers."
    ]
    assert "2 Added 0 Out already 1 No usable phone" in page.words
    assert "1 row has no usable phone" in page.words and "'=12ab' is not a phone number." in page.words
    lines = take(staff, f"/opt-outs/imports/{import_id}/unusable.csv").response.text.splitlines()
    assert lines[0].removeprefix("\ufeff") == "name,mobile,row,what is wrong"
    assert lines[1].startswith("nobody,'=12ab,4,")
    listed = staff.get("/opt-outs").words
    assert f"A list imported by Grace Hopper {WHENCE}" in listed
    event = db.session.scalars(select(Event).where(Event.kind == "opt_outs.imported")).one()
    assert (event.data["added"], event.data["unusable"], event.data["text"]) == (2, 1, WHENCE)


def test_the_page_follows_the_job(staff: Browser) -> None:
    page = send(staff)
    seen = db.session.scalars(select(OptOutImport.revision)).one()
    assert staff.get(page.path, htmx=True, query_string={"v": seen}).status == 204
    read(page)
    changed = staff.get(page.path, htmx=True, query_string={"v": seen})
    assert (changed.status, "Added" in changed.words) == (200, True)


def test_every_fault_is_said_and_what_was_typed_stays(staff: Browser) -> None:
    page = send(staff, "", " ", "FR")
    assert page.status == 422
    assert page.problems == [
        "This file is empty. Choose a list with one row for each person.",
        "Write down where this list comes from.",
    ]
    assert page.value("country") == "FR"
    page = send(staff, LIST, "x" * 501)
    assert page.problems == ["Keep it under 500 characters."]
    assert db.session.query(OptOutImport).count() == 0


def test_where_the_column_is_not_clear_it_asks(staff: Browser) -> None:
    import_id = read(send(staff, "home phone,mobile phone\n+12025550111,+12025550122\n"))
    page = staff.get(f"/opt-outs/imports/{import_id}")
    assert "Which column holds the phone numbers?" in page.words
    refused = staff.submit(page, "/column")
    assert (refused.status, refused.problems) == (422, ["Choose the column that holds the phone numbers."])
    page = staff.submit(page, "/column", phone_column="1")
    assert "Reading the list" in page.words
    read(page)
    assert db.session.scalars(select(OptOut.phone)).all() == ["+12025550122"]


def test_a_file_that_is_no_list_says_so(staff: Browser) -> None:
    import_id = read(send(staff, "%PDF-1.7 nonsense"))
    page = staff.get(f"/opt-outs/imports/{import_id}")
    assert "The list could not be read." in page.words and "Mend the file and import it again." in page.words


def test_a_list_without_any_phone_warns(staff: Browser) -> None:
    import_id = read(send(staff, "phone\n12ab\n"))
    assert staff.get(f"/opt-outs/imports/{import_id}").notices == [
        "Nobody was added. No row of this list has a usable phone."
    ]


def test_earlier_lists_are_found_again(staff: Browser) -> None:
    read(send(staff))
    page = staff.get("/opt-outs/import")
    assert "list.csv" in page.words and "by Grace Hopper" in page.words and WHENCE in page.words


def test_what_does_not_exist_is_not_found(staff: Browser) -> None:
    assert staff.get("/opt-outs/imports/9").status == 404
    assert take(staff, "/opt-outs/imports/9/unusable.csv").status == 404
