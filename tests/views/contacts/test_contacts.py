"""Contacts: finding one, everything that is held on a phone, taking it away."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import factories
from tests.conversations import CAROL, DAVE, they_write, thread_of
from tests.views.client import Browser, take
from webapp.carriers.base import InboundMessage
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.contact import Contact
from webapp.models.event import Event
from webapp.models.number import Number
from webapp.models.opt_out import OptOutSource
from webapp.services.contacts import details
from webapp.services.inbox.receiving import receive
from webapp.services.opt_outs import register
from webapp.services.privacy import record
from webapp.views.contacts import contacts


@pytest.fixture(autouse=True)
def number(app: object) -> Number:
    """The front desk's."""
    found = factories.number()
    db.session.commit()
    return found


@pytest.fixture
def carol(number: Number) -> Contact:
    """In a batch, which she got; she answers, and asks to be left alone, which Dave does not."""
    batch = factories.batch([CAROL, DAVE], number_id=number.id, consent_note="at the fair")
    factories.sent(batch, CAROL)
    they_write("=HYPERLINK(1) who is this?")
    they_write("take me off your list")
    found = record.known(CAROL)
    assert found is not None
    details.rename(found, "Carol Élan")
    db.session.commit()
    return found


def test_everything_on_one_page(staff: Browser, carol: Contact) -> None:
    page = staff.get(f"/contacts/{carol.id}")
    assert page.title == "Carol Élan"
    for words in (
        "They wrote “take me off your list”. This reads like an opt-out.",
        "Nothing is sent to them until someone decides.",
        "Autumn letter Row 2",
        "They are our customers (at the fair) by Ada",
        "Front desk",
        "Messages and calls 3 messages, from",
    ):
        assert words in page.words, words


def test_who_was_only_called_has_calls_and_not_no_messages(admin: Browser, number: Number) -> None:
    factories.call(DAVE, number.id, "ended", created_at=now() - timedelta(days=2))
    page = admin.get(f"/contacts/phone/{DAVE}")
    assert "Messages and calls 1 call, on " in page.words
    assert "With Messages Calls First Last Front desk +1 202-555-0100 0 1 2 days ago 2 days ago" in page.words
    assert "1 call in 1 conversation" in admin.get(f"/contacts/phone/{DAVE}/erase").words
    they_write("Who called?", DAVE)
    assert "1 message and 1 call, from " in admin.get(f"/contacts/phone/{DAVE}").words


def test_the_name_is_changed_there(staff: Browser, carol: Contact) -> None:
    page = staff.submit(staff.get(f"/contacts/{carol.id}"), f"/contacts/{carol.id}", name=" Carol  Herschel ")
    assert (page.title, page.notices[0]) == ("Carol Herschel", "Saved.")
    page = staff.submit(page, f"/contacts/{carol.id}", name="x" * 201)
    assert page.status == 422
    assert page.problems == ["The name can have up to 200 characters."]
    assert page.value("name") == "x" * 201


def test_their_own_time_zone_is_chosen_there(staff: Browser, carol: Contact) -> None:
    page = staff.get(f"/contacts/{carol.id}")
    assert "As their phone tells: New York" in page.words
    page = staff.submit(page, f"/contacts/{carol.id}", zone="America/Los_Angeles")
    assert (page.value("zone"), page.notices[0]) == ("America/Los_Angeles", "Saved.")
    assert staff.submit(page, f"/contacts/{carol.id}", zone="Atlantis/Deep").status == 422


def test_the_conversation_and_the_opt_outs_lead_there(staff: Browser, carol: Contact) -> None:
    register.record(CAROL, OptOutSource.STAFF, "On the phone")
    db.session.commit()
    thread = thread_of(they_write("Hello"))
    for path, word in ((f"/inbox/{thread.id}", "Contact"), ("/opt-outs", "Carol Élan")):
        links = [one for one in staff.get(path).root.all("a") if one.words() == word]
        assert staff.get(links[0].attrs["href"]).path == f"/contacts/{carol.id}"


@pytest.mark.parametrize(("typed", "found"), [("élan", 1), ("0111", 1), ("0122", 0), ("001 (202) 555.01", 1)])
def test_they_are_found_by_name_and_phone(staff: Browser, carol: Contact, typed: str, found: int) -> None:
    page = staff.get("/contacts", query_string={"q": typed})
    assert ("Carol Élan" in page.words) is bool(found)
    assert (f"1 contact found with “{typed}”." in page.words) is bool(found)
    assert "1 contact." in staff.get("/contacts").words
    assert ("No one found" in page.words) is not found or not found


def test_who_is_no_contact_is_found_by_the_whole_phone(staff: Browser, carol: Contact) -> None:
    page = staff.get("/contacts", query_string={"q": "+1 202-555-0122"})
    assert "No contact has the phone +1 202-555-0122" in page.words
    (link,) = [one for one in page.root.all("a") if one.words() == "See whether anything is held on it"]
    page = staff.get(link.attrs["href"])
    assert page.title == "+1 202-555-0122"
    assert "Autumn letter Row 3" in page.words
    assert "There are no conversations with them." in page.words


def test_someone_is_added_by_hand(staff: Browser, number: Number) -> None:
    """Where all our numbers are of one country, phones are read as people there write them."""
    page = staff.get("/contacts/new")
    for path in ("/contacts/new", "/opt-outs/add", "/inbox/new"):
        assert "Without a country code, United States is assumed." in staff.get(path).words, path
    bad = staff.submit(page, "/contacts/new", phone="12", name="Carol")
    assert (bad.status, bad.value("name")) == (422, "Carol")
    added = staff.submit(bad, "/contacts/new", phone="(202) 555-0111")
    assert (added.title, added.notices) == ("Carol", ["Added."])
    again = staff.submit(page, "/contacts/new", phone=CAROL, name="Caro")
    assert (again.title, again.notices) == (
        "Carol",
        ["They were known already: this is what is held on them."],
    )
    searched = staff.get("/contacts", query_string={"q": "+1 202-555-0122"})
    (link,) = [one for one in searched.root.all("a") if one.words() == "Add it as a contact"]
    assert staff.get(link.attrs["href"]).value("phone") == "+12025550122"


def test_a_text_that_waits_for_its_number_is_held_too(staff: Browser) -> None:
    receive.receive(InboundMessage("in-x", CAROL, "+12025550177", "Hello?", now()), {})
    page = staff.get(f"/contacts/phone/{CAROL}")
    assert "Texts for a number that is not yours 1" in page.words


def test_nothing_is_held(staff: Browser) -> None:
    assert "Nothing is held on this phone" in staff.get("/contacts/phone/+12025550199").words
    assert "No contacts yet" in staff.get("/contacts").words
    assert staff.get("/contacts/99").status == 404
    assert staff.get(f"/contacts/phone/{'1' * 17}").status == 404


def test_everyone_is_on_exactly_one_page(staff: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    phones = factories.phones(record.PAGE + 3)
    db.session.add_all(Contact(phone=phone) for phone in phones)
    first = staff.get("/contacts")
    older = next(a.attrs["href"] for a in first.root.all("a") if a.words() == "Older")
    shown = [row.words() for page in (first, staff.get(older)) for row in page.root.all("tr")[1:]]
    assert len(set(shown)) == len(shown) == len(phones)
    assert f"{len(phones)} contacts." in first.words
    monkeypatch.setattr(contacts, "MOST_OF_ALL", 20)
    assert "20+ contacts." in staff.get("/contacts").words


def test_all_of_it_is_taken_away_as_json(staff: Browser, carol: Contact) -> None:
    page = staff.get(f"/contacts/{carol.id}")
    answer = staff.submit(page, "/export.json").response
    assert answer.headers["Content-Disposition"] == 'attachment; filename="contact-0111.json"'
    held = json.loads(answer.text)
    assert held["contact"][0]["name"] == "Carol Élan"
    assert [one["text"] for one in held["conversations"][0]["messages"]][1:] == [
        "=HYPERLINK(1) who is this?",
        "take me off your list",
    ]
    (row,) = held["lists"]
    assert (row["batch"], row["cells"]) == (
        "Autumn letter",
        {"phone_number": CAROL, "first_name": "Person 2"},
    )
    assert row["consent"] == "They are our customers (at the fair)"
    assert [one["text"] for one in held["holds"]] == ["take me off your list"]
    assert {one["kind"] for one in held["from_the_carrier"]} == {"inbound"}
    assert {one["kind"] for one in held["audit"]} == {"contact.held", "contact.renamed"}
    assert DAVE not in answer.text


def test_the_messages_are_taken_away_without_formulas(staff: Browser, carol: Contact) -> None:
    page = staff.get(f"/contacts/{carol.id}")
    answer = staff.submit(page, "/messages.csv", buffered=True).response
    lines = answer.text.removeprefix("\ufeff").splitlines()
    assert lines[0] == "at,number,direction,written by,text,state,reason,files"
    assert ",+12025550100,out,batch,Hi,sent," in lines[1]
    assert f",+12025550100,in,{CAROL},'=HYPERLINK(1) who is this?,received," in lines[2]


@pytest.mark.parametrize("form", ["export.json", "messages.csv", "files.zip"])
def test_an_address_that_is_no_phone_breaks_no_download(admin: Browser, form: str) -> None:
    admin.get("/")
    answer = admin.post(f"/contacts/phone/a%0D%0Ab/{form}", {"csrf_token": admin.token()}, buffered=True)
    assert answer.response.status_code < 500
    assert "\r" not in answer.response.headers.get("Content-Disposition", "")


def test_taking_it_away_is_noted(staff: Browser, carol: Contact) -> None:
    staff.submit(staff.get(f"/contacts/{carol.id}"), "/export.json")
    event = db.session.scalars(select(Event).where(Event.kind == "contact.exported")).one()
    assert event.data == {"phone": CAROL, "format": "json"}


def test_a_repeated_row_is_taken_away_too(staff: Browser, carol: Contact) -> None:
    batch = db.session.scalars(select(Batch)).one()
    factories.repeated(batch, row_no=4, of=2, cells=["(202) 555-0111", "Caro"])
    factories.repeated(batch, row_no=5, of=3, cells=["(202) 555-0122", "Dave"])
    held = json.loads(staff.submit(staff.get(f"/contacts/{carol.id}"), "/export.json").response.text)
    assert [one["row_no"] for one in held["lists"]] == [4, 2]


def test_an_admin_erases_after_typing_the_end_of_the_phone(admin: Browser, carol: Contact) -> None:
    page = admin.get(f"/contacts/phone/{CAROL}/erase")
    assert "3 messages in 1 conversation" in page.words
    wrong = admin.submit(page, "/erase", confirm="0122")
    assert wrong.status == 422
    assert wrong.problems == ["Type the last 4 digits of the phone that is to be erased: 0111."]
    held = admin.submit(page, "/erase", confirm="0111")
    assert held.status == 422
    assert "Decide that first" in held.problems[0]
    admin.submit(admin.get(f"/contacts/{carol.id}"), "/opt-out")
    page = admin.get(f"/contacts/phone/{CAROL}/erase")
    assert "That this phone has opted out" in page.words
    done = admin.submit(page, "/erase", confirm=" 0111 ")
    assert done.notices == ["They are erased."]
    page = admin.get(f"/contacts/phone/{CAROL}")
    assert (page.title, page.words.count("They have opted out")) == ("+1 202-555-0111 Opted out", 1)
    assert "read a message of theirs as an opt-out" in page.words
    assert "They are in no batch." in page.words
    assert "–" in admin.get("/opt-outs").words


def test_a_zone_is_saved_without_putting_back_the_name_that_a_colleague_has_changed(
    staff: Browser, carol: Contact
) -> None:
    path = f"/contacts/{carol.id}"
    page = staff.get(path)
    staff.submit(staff.get(path), path, name="Carol Herschel")
    staff.submit(page, path, zone="Europe/Rome")
    db.session.expire_all()
    assert (carol.name, carol.timezone) == ("Carol Herschel", "Europe/Rome")


def test_the_batch_shows_that_there_was_somebody(admin: Browser, carol: Contact) -> None:
    admin.submit(admin.get(f"/contacts/{carol.id}"), "/opt-out")
    admin.submit(admin.get(f"/contacts/phone/{CAROL}/erase"), "/erase", confirm="0111")
    page = admin.get("/batches/1")
    assert "No number" in page.words
    assert admin.get("/batches/1/rows/2").status == 200
    report = take(admin, "/batches/1/report.csv").response.text.splitlines()
    assert report[1].startswith("2,,,skipped,opted out,0,")


def test_staff_do_not_erase(staff: Browser, carol: Contact) -> None:
    page = staff.get(f"/contacts/{carol.id}")
    assert "An admin of your team can do this." in page.words
    assert staff.get(f"/contacts/phone/{CAROL}/erase").status == 403
    assert staff.post(f"/contacts/phone/{CAROL}/erase", {"csrf_token": staff.token()}).status == 403


def test_someone_is_blocked_and_let_in_again(staff: Browser, number: Number) -> None:
    thread = factories.thread(CAROL, number.id)
    they_write("hello")
    path = f"/contacts/{thread.contact_id}"
    page = staff.submit(staff.get(path), f"{path}/block")
    assert "Blocked since" in page.words
    assert page.notices == ["Blocked. Their calls are refused, and their texts need no reply."]
    inbox = staff.get(f"/inbox/{thread.id}?view=blocked")
    assert inbox.words.count("Blocked") == 3, "the view, in its list, and above the conversation"
    theirs = f"/inbox/{thread.id}?view="
    assert theirs not in str([e.attrs for e in staff.get("/inbox?view=replied").root.all("a")])
    assert "They wait for a reply." not in inbox.words
    page = staff.submit(page, f"{path}/unblock")
    assert "Blocked since" not in page.words
    noted = select(Event.kind).where(Event.kind.like("contact.%block%")).order_by(Event.id)
    assert list(db.session.scalars(noted)) == [
        "contact.blocked",
        "contact.unblocked",
    ]


def test_who_is_in_a_draft_is_not_said_to_be_queued(staff: Browser, number: Number) -> None:
    factories.batch([DAVE], number_id=number.id, state=BatchState.DRAFT)
    db.session.commit()
    page = staff.get(f"/contacts/phone/{DAVE}")
    assert "Autumn letter Row 2 Draft" in page.words
    assert "Queued" not in page.words
