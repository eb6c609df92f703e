"""Importing a list of people: the form, the page that follows its jobs, what it asks, and what came of it."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from jobs import intake as jobs
from tests import factories
from tests.services.contacts.imports.lists import CAROL, LIST, contact, facts
from tests.views.client import Browser, Page, take
from webapp.db import db
from webapp.models.contact_import import ContactImport
from webapp.models.upload import Upload
from webapp.models.work import Work
from webapp.services.contacts.segments import store as segments


@pytest.fixture(autouse=True)
def number(app: object) -> None:
    """The front desk's number, by which the assumed country is known."""
    factories.number()
    db.session.commit()


def send(staff: Browser, content: str = LIST, country: str = "US") -> int:
    """A list is brought along and read; returns the id of its import."""
    form = {"csrf_token": staff.token(), "country": country}
    page = staff.post("/contacts/import", {**form, "file": (io.BytesIO(content.encode()), "people.csv")})
    assert "Reading the list" in page.words and "It is about to begin." in page.words
    import_id = int(page.path.split("/")[3])
    jobs.import_contacts(import_id)
    return import_id


def shown(staff: Browser, import_id: int) -> Page:
    return staff.get(f"/contacts/imports/{import_id}")


def import_it(staff: Browser, import_id: int, **typed: str) -> Page:
    """Send the form of the check page as it is proposed, but for what is typed."""
    return staff.submit(shown(staff, import_id), f"/contacts/imports/{import_id}/start", **typed)


def test_from_the_file_to_the_contacts(staff: Browser) -> None:
    assert "Import contacts" in staff.get("/contacts").words
    import_id = send(staff)
    page = shown(staff, import_id)
    assert "3 new, 0 known, 1 cannot be read" in page.words
    assert "1 row has the phone of an earlier row" in page.words
    assert "Import 3 people" in page.words and "no workflow starts by the import" in page.words
    lines = take(staff, f"/contacts/imports/{import_id}/unread.csv").response.text.splitlines()
    assert lines[0].removeprefix("\ufeff") == "Name,Mobile,City,Joined,row,what is wrong"
    assert lines[1].startswith("Nobody,12ab,Rome,,4,")
    page = import_it(staff, import_id, label="Members", new_segment="Spring")
    assert "Importing the list" in page.words
    jobs.import_contacts(import_id)
    page = shown(staff, import_id)
    assert "3 people of this list are in your contacts." in page.words
    assert "3 New" in page.words and "1 Not read" in page.words
    assert facts(CAROL)["City"] == "Bonn"
    assert [one.name for one in segments.listed()] == ["Spring"]
    assert (
        "Carol Jones"
        in staff.get("/contacts?if-0-subject=contact.labels&if-0-operator=is&if-0-value=members").words
    )


def test_it_asks_about_those_whom_the_list_marks(staff: Browser) -> None:
    import_id = send(staff, f"Name,Phone,Unsubscribed\nCarol,{CAROL},yes\nDave,+12025550122,no\n")
    page = shown(staff, import_id)
    assert "1 row is marked in “Unsubscribed”" in page.words
    page = import_it(staff, import_id)
    jobs.import_contacts(import_id)
    assert "1 row of the list says that someone has opted out" in shown(staff, import_id).words
    assert "Opted out" in staff.get(f"/contacts/{contact(CAROL).id}").words
    assert "marked in" not in shown(staff, send(staff)).words


def test_a_plan_with_faults_is_shown_again_with_what_was_typed(staff: Browser) -> None:
    import_id = send(staff)
    page = import_it(staff, import_id, **{"as-2": "Same", "as-3": "same", "label": "x" * 41})
    assert page.status == 422
    assert "Two columns cannot both become “same”." in page.words
    assert "A label can have up to 40 characters." in page.words
    assert page.value("as-2") == "Same"


def test_columns_of_another_reading_are_not_imported(staff: Browser) -> None:
    """Two tabs, or two of the team: the second one chooses by columns that are others by now."""
    import_id = send(staff)
    old, address = shown(staff, import_id), f"/contacts/imports/{import_id}"
    staff.post(f"{address}/phones", {"csrf_token": staff.token(), "country": "DE", "phone_column": "1"})
    jobs.import_contacts(import_id)
    page = staff.submit(old, f"{address}/start", **{"as-2": "Old"})
    assert page.status == 422 and "was read in another way meanwhile" in page.words
    assert page.value("as-2") == "City"
    assert "Importing the list" in staff.submit(page, f"{address}/start").words


def test_it_asks_where_the_phones_are(staff: Browser) -> None:
    import_id = send(staff, "Mobile,Work phone\n+12025550111,+12025550122\n+12025550133,+12025550144\n")
    page = shown(staff, import_id)
    assert "Which column holds the phone numbers?" in page.words
    address = f"/contacts/imports/{import_id}/phones"
    assert staff.post(address, {"csrf_token": staff.token(), "country": "US"}).status == 422
    staff.post(address, {"csrf_token": staff.token(), "country": "US", "phone_column": "1"})
    jobs.import_contacts(import_id)
    assert "2 new, 0 known" in shown(staff, import_id).words


def test_a_file_that_is_none_says_so(staff: Browser) -> None:
    page = shown(staff, send(staff, "Mobile\n"))
    assert "The list could not be read." in page.words and "Try again" in page.words
    page = staff.post("/contacts/import", {"csrf_token": staff.token(), "country": "US"})
    assert page.status == 422 and "This file is empty." in page.words


def test_a_list_can_be_discarded_before_it_is_imported(staff: Browser) -> None:
    import_id = send(staff)
    page = staff.post(f"/contacts/imports/{import_id}/discard", {"csrf_token": staff.token()})
    assert "The list is forgotten." in page.words
    assert shown(staff, import_id).status == 404
    assert db.session.scalars(select(Upload)).all() == []


def test_it_can_be_stopped_and_goes_on(staff: Browser) -> None:
    import_id = send(staff)
    import_it(staff, import_id)
    page = staff.post(f"/contacts/imports/{import_id}/stop", {"csrf_token": staff.token()})
    assert "stopped it. 0 of 5 rows are done." in page.words
    staff.post(f"/contacts/imports/{import_id}/go-on", {"csrf_token": staff.token()})
    jobs.import_contacts(import_id)
    assert db.session.get_one(ContactImport, import_id).importing == Work.DONE
    again = staff.post(f"/contacts/imports/{import_id}/go-on", {"csrf_token": staff.token()})
    assert "It goes on already, or is done." in again.words
