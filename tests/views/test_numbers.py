"""The team's numbers: add, edit, remove, and when that is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests import calls, desks, factories
from tests.carriers.tiny import Tiny
from tests.channels.letters import LETTER, Letters
from tests.views.client import Browser, Page
from webapp.carriers.registry import CARRIERS
from webapp.channels.registry import CHANNELS
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.call import CallState
from webapp.models.contact import Contact
from webapp.models.entry import Origin
from webapp.models.event import Event
from webapp.models.message import Message
from webapp.models.number import DEFAULT_CARRIER, Number
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.agents import store
from webapp.services.numbers import numbers
from webapp.services.threads import opening
from webapp.services.threads.enqueue import put


def add(admin: Browser, **typed: object) -> Page:
    return admin.submit(admin.get("/numbers/add"), "/numbers/add", **typed)


def the_number(by: User, **changes: object) -> Number:
    known = {"phone": "+44 7700 900123", "label": "", "country": ""}
    number = numbers.add(numbers.NumberForm(**{**known, **changes}), by)
    db.session.commit()
    return number


def batch_on(number: Number, by: User, state: BatchState) -> Batch:
    batch = Batch(name="Spring", state=state, number_id=number.id, created_by=by.id)
    db.session.add(batch)
    db.session.commit()
    return batch


def test_an_empty_list_offers_to_add_one(admin: Browser, staff: Browser) -> None:
    assert "No numbers yet" in admin.get("/numbers").words
    assert "An admin of your team can add the numbers" in staff.get("/numbers").words


def test_a_number_is_added_with_the_country_it_belongs_to(admin: Browser) -> None:
    page = add(
        admin, phone="+44 (7700) 900-123", label=" Front  desk ", sms_pace="2,5", sms_monthly_limit="500"
    )
    assert page.notices == ["+44 7700 900123 is added."]
    number = numbers.every()[0]
    assert (number.e164, number.label, number.country) == ("+447700900123", "Front desk", "GB")
    sms = factories.sms_of(number)
    assert (sms.active, sms.pace, sms.monthly_limit) == (True, 2.5, 500)


def test_a_new_number_sends_texts_and_places_calls_only_where_that_is_wanted(admin: Browser) -> None:
    add(admin, phone="+44 7700 900123")
    add(admin, phone="+44 7700 900456", call_active="yes", call_at_once="7")
    texts, both = (numbers.every()[at].services for at in (0, 1))
    assert (texts["sms"].active, texts["call"].active, texts["call"].at_once) == (True, False, 5)
    assert (both["sms"].active, both["call"].active, both["call"].at_once) == (True, True, 7)


def test_a_number_without_country_code_is_read_in_the_chosen_country(admin: Browser) -> None:
    add(admin, phone="07700 900123", country="GB")
    assert numbers.every()[0].e164 == "+447700900123"


def test_every_fault_is_said_at_once_and_what_was_typed_stays(admin: Browser) -> None:
    page = add(admin, phone="12", label="x" * 101, sms_active=[], sms_pace="900", sms_monthly_limit="many")
    assert page.status == 422
    assert page.problems == [
        "“12” has no country code; write it with + and the country code.",
        "The label can have up to 100 characters.",
        "This is a number from 0.1 to 100.",
        "This is a whole number from 1 to 100,000,000.",
        "Choose at least one service.",
    ]
    assert (page.value("phone"), page.value("sms_pace")) == ("12", "900")
    assert numbers.every() == []


@pytest.mark.parametrize("pace", ["0", "0.09", "100.1", "-1", "nan", "inf", "1e9", "fast", "1 000"])
def test_a_pace_out_of_bounds_is_refused(admin: Browser, pace: str) -> None:
    page = add(admin, phone="+44 7700 900123", sms_pace=pace)
    assert page.problems == ["This is a number from 0.1 to 100."]


@pytest.mark.parametrize(("pace", "kept"), [("0.1", 0.1), ("100", 100.0), (" 3 ", 3.0), ("", 1.0)])
def test_a_pace_within_bounds_is_kept(admin: Browser, pace: str, kept: float) -> None:
    add(admin, phone="+44 7700 900123", sms_pace=pace)
    assert factories.sms_of(numbers.every()[0]).pace == kept


def test_the_same_number_is_not_added_twice(admin: Browser, ada: User) -> None:
    the_number(ada)
    page = add(admin, phone="+447700900123")
    assert page.problems == ["+44 7700 900123 has been added already."]


def test_htmx_gets_the_form_alone_with_its_faults(admin: Browser) -> None:
    page = admin.submit(admin.get("/numbers/add"), "/numbers/add", htmx=True, phone="")
    assert (page.status, page.problems) == (422, ["Enter the phone number."])
    assert page.root.all()[0].attrs["id"] == "number-form"
    assert page.root.all("h1") == []


def test_a_number_is_edited_but_its_phone_stays(admin: Browser, ada: User) -> None:
    number = the_number(ada)
    form = admin.get(f"/numbers/{number.id}")
    assert (form.value("label"), form.value("country")) == ("", "GB")
    admin.submit(form, f"/numbers/{number.id}", label="Desk", country="IE")
    assert (number.label, number.country, number.e164) == ("Desk", "IE", "+447700900123")
    assert factories.sms_of(number).active


def test_all_that_was_typed_about_a_number_is_saved_at_once(admin: Browser, ada: User) -> None:
    number = the_number(ada)
    form = admin.get(f"/numbers/{number.id}")
    assert [one.words() for one in form.root.all("button") if one.words().startswith("Save")] == ["Save"]
    admin.submit(form, f"/numbers/{number.id}", label="Desk", sms_pace="4")
    assert (number.label, factories.sms_of(number).pace) == ("Desk", 4.0)
    kinds = select(Event.kind).where(Event.kind.startswith("number.")).order_by(Event.id)
    noted = ["number.added", "number.service_changed", "number.changed"]
    assert db.session.scalars(kinds).all() == noted


def test_a_form_that_says_nothing_of_a_service_leaves_it_as_it_is(admin: Browser, ada: User) -> None:
    number = the_number(ada)
    admin.post(f"/numbers/{number.id}", {"csrf_token": admin.token(), "label": "Desk", "country": "GB"})
    db.session.expire_all()
    assert (number.label, factories.sms_of(number).active) == ("Desk", True)


def save(admin: Browser, number: Number, htmx: bool = False, **typed: object) -> Page:
    form = admin.get(f"/numbers/{number.id}")
    return admin.submit(form, f"/numbers/{number.id}", htmx=htmx, **typed)


def test_a_service_is_edited_by_itself(admin: Browser, ada: User) -> None:
    number = the_number(ada)
    assert admin.get(f"/numbers/{number.id}").value("sms_pace") == "1"
    page = save(admin, number, sms_pace="5", sms_monthly_limit="1000")
    assert page.notices == ["+44 7700 900123 is saved."]
    sms = factories.sms_of(number)
    assert (sms.active, sms.pace, sms.monthly_limit) == (True, 5.0, 1000)
    assert "5 segments a second" in admin.get("/numbers").words
    assert "0 of 1,000 segments this month" in admin.get("/numbers").words
    noted = db.session.scalars(select(Event).where(Event.kind == "number.service_changed")).one()
    assert noted.data["values"] == {"pace": 5.0, "monthly_limit": 1000}
    save(admin, number, sms_pace="5", sms_monthly_limit="")
    assert sms.monthly_limit is None


@pytest.mark.parametrize("htmx", [True, False])
def test_a_service_with_faults_stays_as_it_was_typed(admin: Browser, ada: User, htmx: bool) -> None:
    number = the_number(ada)
    page = save(admin, number, htmx, sms_pace="900", sms_monthly_limit="7")
    assert (page.status, page.problems) == (422, ["This is a number from 0.1 to 100."])
    assert (page.value("sms_pace"), page.value("sms_monthly_limit")) == ("900", "7")
    db.session.expire_all()
    assert factories.sms_of(number).monthly_limit is None


def test_a_number_that_is_in_use_can_be_taken_out_of_service(admin: Browser, ada: User) -> None:
    number = the_number(ada)
    assert save(admin, number, sms_active=[]).problems == []
    assert not factories.sms_of(number).active


def test_sms_cannot_be_switched_off_under_a_batch(admin: Browser, ada: User) -> None:
    number = the_number(ada)
    batch_on(number, ada, BatchState.SCHEDULED)
    page = save(admin, number, sms_active=[])
    assert page.problems == ["1 batch is still to be sent from this number: SMS must stay on."]
    db.session.expire_all()
    assert factories.sms_of(number).active


@pytest.mark.parametrize(("texts", "what"), [(1, "1 message still waits"), (2, "2 messages still wait")])
def test_sms_cannot_be_switched_off_under_messages_that_wait(
    admin: Browser, ada: User, texts: int, what: str
) -> None:
    number = the_number(ada)
    thread = opening.open_one(number.id, "+447700900456")
    for text in range(texts):
        put(thread, f"Text {text}", Origin.STAFF, ada.id, not_before=now() + timedelta(hours=9))
    db.session.commit()
    sentence = f"{what} to be sent from this number: SMS must stay on."
    assert save(admin, number, sms_active=[]).problems == [sentence]
    db.session.execute(update(Message).values(state="sent"))
    db.session.commit()
    assert save(admin, number, sms_active=[]).problems == []


def test_calls_cannot_be_switched_off_under_a_call_that_waits(admin: Browser, ada: User) -> None:
    number = calls.number(e164="+447700900124")
    call = calls.single("+447700900456", number)
    refused = save(admin, number, call_active=[])
    assert refused.problems == ["1 call still waits to be placed: Calls must stay on."]
    call.transition_to(CallState.CANCELED)
    calls.batch(["+447700900456"], number)
    refused = save(admin, number, call_active=[])
    assert refused.problems == ["1 batch of calls is not over yet: Calls must stay on."]


def test_a_number_that_is_older_than_a_channel_is_listed(
    admin: Browser, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_number(ada)
    monkeypatch.setitem(CHANNELS, LETTER, Letters())
    assert "Letters" not in admin.get("/numbers").words


def test_an_unused_number_is_removed(admin: Browser, ada: User) -> None:
    number = the_number(ada)
    page = admin.submit(admin.get("/numbers"), f"/numbers/{number.id}/remove")
    assert page.notices == ["+44 7700 900123 is removed."]
    assert numbers.every() == []


def test_a_number_in_use_stays_and_says_why(admin: Browser, ada: User) -> None:
    number = the_number(ada)
    batch_on(number, ada, BatchState.FINISHED)
    contact = Contact(phone="+447700900456")
    db.session.add(contact)
    db.session.flush()
    db.session.add(Thread(contact_id=contact.id, number_id=number.id))
    page = admin.get("/numbers")
    assert "It is kept because it is used by 1 batch and 1 conversation." in page.words
    token = page.value("csrf_token")
    answer = admin.post(f"/numbers/{number.id}/remove", {"csrf_token": token})
    assert answer.status == 409
    sentence = "+44 7700 900123 cannot be removed: it is used by 1 batch and 1 conversation."
    assert sentence in answer.words
    assert len(numbers.every()) == 1


@pytest.mark.usefixtures("with_simulator")
def test_with_the_simulator_a_number_is_one_click_away(admin: Browser) -> None:
    page = admin.submit(admin.get("/numbers"), "/numbers/simulated")
    assert page.notices == ["+1 202-555-0100 is added. It exists in the simulator only."]
    admin.submit(page, "/numbers/simulated")
    assert [number.e164 for number in numbers.every()] == ["+12025550100", "+12025550101"]


def test_without_the_simulator_there_are_no_simulated_numbers(admin: Browser) -> None:
    token = admin.get("/numbers").value("csrf_token")
    assert "simulated" not in admin.get("/numbers").words
    assert admin.post("/numbers/simulated", {"csrf_token": token}).status == 404


def test_a_carrier_is_chosen_where_there_are_several(admin: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    for other in CARRIERS.keys() - {DEFAULT_CARRIER}:
        monkeypatch.delitem(CARRIERS, other)
    assert "Carrier" not in admin.get("/numbers/add").words
    monkeypatch.setitem(CARRIERS, "tiny", Tiny())
    add(admin, phone="+12025550177", carrier="tiny")
    assert db.session.scalar(select(Number.carrier)) == "tiny"


def test_a_number_has_an_agent_that_answers_strangers(admin: Browser, staff: Browser, ada: User) -> None:
    number, desk = the_number(ada), desks.agent(ada)
    page = admin.get(f"/numbers/{number.id}")
    assert "Who answers strangers and replies?" in page.words
    assert page.value("sms_agent_id") == ""
    admin.submit(page, f"/numbers/{number.id}", sms_agent_id=str(desk.id))
    assert factories.sms_of(numbers.get(number.id)).agent_id == desk.id
    assert "Desk" in staff.get("/numbers").words
    assert "changed SMS of the number +44 7700 900123: answered by Desk" in admin.get("/audit").words
    admin.submit(admin.get(f"/numbers/{number.id}"), f"/numbers/{number.id}", sms_agent_id="")
    assert "answered by Staff" in admin.get("/audit").words


@pytest.mark.parametrize("typed", ["999", "x", "-1", "9" * 30])
def test_only_an_agent_that_can_answer_is_taken(admin: Browser, ada: User, typed: str) -> None:
    number = the_number(ada)
    page = admin.submit(admin.get(f"/numbers/{number.id}"), f"/numbers/{number.id}", sms_agent_id=typed)
    assert page.status == 422 and len(page.problems) == 1
    assert factories.sms_of(numbers.get(number.id)).agent_id is None


def test_an_agent_that_is_archived_leaves_its_number_to_staff(admin: Browser, ada: User) -> None:
    number, desk = the_number(ada), desks.agent(ada)
    factories.sms_of(number).agent_id = desk.id
    store.archive(desk.id, ada)
    page = admin.get(f"/numbers/{number.id}")
    assert "Desk" not in page.words
    admin.submit(page, f"/numbers/{number.id}")
    assert factories.sms_of(numbers.get(number.id)).agent_id is None
