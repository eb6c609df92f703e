"""Importing opt-outs: the form, the page that follows the job, the rows to fix, the column it asks for."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import delete, select

from jobs import intake as jobs
from tests import factories
from tests.views.client import Browser, Page, take
from webapp.db import db
from webapp.models.event import Event
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.opt_out_import import OptOutImport, UnusableRow
from webapp.services.opt_outs import register

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
    assert page.notices[1:] == [
        "2 people of this list are opted out. They are not reached any more, from any of your numbers."
    ]
    assert "2 Added 0 Out already 1 Not read" in page.words
    assert "1 row could not be read" in page.words and "“=12ab” is not a phone number." in page.words
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
    import_id = read(send(staff, "first,second\n+12025550111,+12025550122\n"))
    page = staff.get(f"/opt-outs/imports/{import_id}")
    assert "Which column holds the phone numbers?" in page.words
    refused = staff.submit(page, "/column")
    assert (refused.status, refused.problems) == (422, ["Choose the column that holds the phone numbers."])
    page = staff.submit(page, "/column", phone_column="1")
    assert "Reading the list" in page.words
    read(page)
    assert db.session.scalars(select(OptOut.phone)).all() == ["+12025550122"]


def test_a_file_that_is_no_list_says_so(staff: Browser) -> None:
    page = send(staff, "%PDF-1.7 nonsense")
    assert page.status == 422 and "a PDF document, not a table" in page.problems[0]
    import_id = read(send(staff, "phone_number"))
    page = staff.get(f"/opt-outs/imports/{import_id}")
    assert "The list could not be read." in page.words and "Fix the file and import it again." in page.words


def test_a_list_without_any_phone_warns(staff: Browser) -> None:
    import_id = read(send(staff, "phone\n12ab\n"))
    assert staff.get(f"/opt-outs/imports/{import_id}").notices[1:] == [
        "No one was added. No row of this list has a usable phone."
    ]


def test_what_could_not_be_read_is_in_front_until_somebody_has_dealt_with_it(staff: Browser) -> None:
    import_id = read(send(staff, "phone\n12ab\n720-555-0105 or 720-555-01\n"))
    page = staff.get(f"/opt-outs/imports/{import_id}")
    assert page.notices[0].startswith(
        "2 rows could not be read These people may not be opted out, and can still be texted."
    )
    assert "Add by hand" in page.words
    [notice] = [one for one in staff.get("/opt-outs").notices if "could not be read" in one]
    assert notice.startswith("2 rows of list.csv could not be read.")
    page = staff.submit(page, "/settled")
    assert "2 rows could not be read Settled" in page.words and "by Grace Hopper" in page.words
    assert not [one for one in staff.get("/opt-outs").notices if "could not be read" in one]
    event = db.session.scalars(select(Event).where(Event.kind == "opt_outs.rows_settled")).one()
    assert (event.data["import_id"], event.user_id is None) == (import_id, False)
    form = {"csrf_token": staff.token()}
    assert staff.post(f"/opt-outs/imports/{import_id}/settled", form).status == 409


def test_rows_that_an_erasure_took_away_are_asked_about_no_more(staff: Browser) -> None:
    read(send(staff, "phone\n12ab\n"))
    db.session.execute(delete(UnusableRow))
    db.session.commit()
    assert not staff.get("/opt-outs").notices


def test_our_own_list_opts_nobody_out_whose_opt_out_was_lifted(staff: Browser) -> None:
    for phone in ("+17205550120", "+17205550121"):
        register.record(phone, OptOutSource.STAFF, "asked by phone")
    register.lift("+17205550120", "They asked us to write again", factories.user("Grace").id)
    db.session.commit()
    content = take(staff, "/opt-outs/opt-outs.csv").response.text
    import_id = read(send(staff, content))
    assert set(register.active(["+17205550120", "+17205550121"])) == {"+17205550121"}
    page = staff.get(f"/opt-outs/imports/{import_id}")
    assert (
        "1 row says that the opt-out was lifted. It was left out: no one was opted out again because of it."
        in page.notices
    )
    assert "0 Added 1 Out already 1 Lifted 0 Not read" in page.words


def test_rows_that_say_that_they_are_not_out_are_told(staff: Browser) -> None:
    rows = ["+17205550120,subscribed", "+17205550121,unsubscribed", "+17205550122,active", "n/a,Subscribed"]
    import_id = read(send(staff, "\n".join(["phone,status", *rows])))
    assert (
        "1 row says that its person has not opted out. It is"
        in staff.get(f"/opt-outs/imports/{import_id}").words
    )
    few = "".join(f"+1720555{number},no\n" for number in range(1000, 1003))
    import_id = read(send(staff, f"phone,SMS consent\n+17205550123,yes\n+17205550124,Y\n{few}"))
    page = staff.get(f"/opt-outs/imports/{import_id}")
    assert "2 rows say that their people have not opted out. They are opted out all the same" in page.words
    assert "have not opted" not in staff.get(f"/opt-outs/imports/{read(send(staff))}").words


@pytest.mark.parametrize(
    "rows",
    [
        "SMS consent\n{},yes\n{},Y\n{},\n",
        "Opted out\n{},\n{},yes\n{},\n",  # a download of our own contacts
        "status\n{},unsubscribed\n{},subscribed\n{},Subscribed\n",
    ],
)
def test_a_list_that_looks_like_all_contacts_is_asked_about_before(staff: Browser, rows: str) -> None:
    phones = ["+17205550120", "+17205550121", "+17205550122"]
    import_id = read(send(staff, f"phone,{rows.format(*phones)}"))
    page = staff.get(f"/opt-outs/imports/{import_id}")
    assert "This looks like a list of all contacts." in page.words and not register.active(phones)
    staff.submit(page, "/column", phone_column="0")
    jobs.import_opt_outs(import_id)
    assert set(register.active(phones)) == set(phones)
    assert "looks like" not in staff.get(f"/opt-outs/imports/{import_id}").words


def test_earlier_lists_are_found_again(staff: Browser) -> None:
    read(send(staff))
    page = staff.get("/opt-outs/import")
    assert "list.csv" in page.words and "by Grace Hopper" in page.words and WHENCE in page.words


def test_what_does_not_exist_is_not_found(staff: Browser) -> None:
    assert staff.get("/opt-outs/imports/9").status == 404
    assert take(staff, "/opt-outs/imports/9/unusable.csv").status == 404
