"""Who has opted out: the list with its evidence, adding someone, lifting an opt-out."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import factories
from tests.conversations import CAROL, DAVE, they_write, we_write
from tests.views.client import Browser, Page, take
from webapp.db import db
from webapp.models.event import Event
from webapp.models.message import Message, MessageState
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.user import User
from webapp.services.contacts import details
from webapp.services.opt_outs import listing, register


@pytest.fixture(autouse=True)
def number(app: object) -> None:
    """The front desk's number."""
    factories.number()
    db.session.commit()


def rows(page: Page) -> list[str]:
    return [row.words() for row in page.root.all("tr")[1:]]


def add(browser: Browser, **typed: str) -> Page:
    return browser.submit(browser.get("/opt-outs/add"), "/opt-outs/add", **typed)


def lift(browser: Browser, reason: str) -> Page:
    active = db.session.scalars(select(OptOut.id).where(OptOut.lifted_at.is_(None))).first()
    return browser.submit(browser.get(f"/opt-outs/{active}/lift"), "/lift", reason=reason)


def test_an_empty_list_says_who_will_appear(staff: Browser) -> None:
    assert "No one has opted out" in staff.get("/opt-outs").words


def test_it_shows_the_evidence_and_leads_to_the_conversation(staff: Browser) -> None:
    message = they_write("Arrêt!")
    page = staff.get("/opt-outs")
    assert "1 person has opted out." in page.words
    assert "+1 202-555-0111" in rows(page)[0]
    assert "Their message “Arrêt!”" in rows(page)[0]
    assert [a.attrs["href"] for a in page.root.all("a") if a.words().startswith("Conversation")] == [
        f"/inbox/{message.thread_id}?view=all"
    ]


def test_an_opt_out_known_from_the_carrier_leads_to_the_latest_conversation(staff: Browser) -> None:
    thread = factories.thread(CAROL, 1)
    register.record(CAROL, OptOutSource.CARRIER, "This person has opted out with the carrier.")
    page = staff.get("/opt-outs")
    assert "The carrier This person has opted out with the carrier." in rows(page)[0]
    assert f"/inbox/{thread.id}?view=all" in page.response.text


def test_staff_add_somebody_and_it_holds_at_once(staff: Browser, ada: User) -> None:
    thread = factories.thread(CAROL, 1)
    waiting = we_write(thread, "One more thing", ada.id)
    batch = factories.batch([CAROL], number_id=1, created_by=ada.id)
    page = add(staff, phone="(202) 555-0111", reason=" Said so on the phone,\n3 March ")
    assert page.notices == ["+1 202-555-0111 will not be reached any more, from any of your numbers."]
    assert "Grace Hopper Said so on the phone, 3 March" in rows(page)[0]
    db.session.expire_all()
    assert db.session.get_one(Message, waiting.id).state == MessageState.SKIPPED
    skipped = db.session.scalars(select(Recipient).where(Recipient.batch_id == batch.id)).one()
    assert (skipped.status, skipped.skip_reason) == (RecipientStatus.SKIPPED, "opted out")
    assert "Grace Hopper noted that they opted out" in staff.get(f"/inbox/{thread.id}").words
    event = db.session.scalars(select(Event).where(Event.kind == "contact.opted_out")).one()
    assert event.data["phone"] == CAROL and event.user_id


def test_every_fault_is_said_at_once(staff: Browser) -> None:
    page = add(staff, phone="12", reason=" ")
    assert page.status == 422
    assert page.problems == [
        "“12” is too short for a phone number in the United States.",
        "Write down what they said, and when.",
    ]
    assert page.value("phone") == "12"


def test_nobody_is_added_twice(staff: Browser) -> None:
    they_write("STOP")
    page = add(staff, phone=CAROL, reason="Again")
    assert page.problems == ["+1 202-555-0111 has opted out already."]


def test_lifting_needs_a_reason_and_is_kept(staff: Browser) -> None:
    thread_id = they_write("STOP").thread_id
    refused = lift(staff, " ")
    assert refused.status == 422
    assert refused.problems == ["Write down when and how they agreed to be reached again."]
    page = lift(staff, "Asked for messages again on the phone")
    assert page.notices == ["+1 202-555-0111 can be reached again."]
    assert "No one has opted out" in page.words
    words = staff.get(f"/inbox/{thread_id}").words
    assert "Grace Hopper lifted the opt-out: Asked for messages again on the phone" in words
    assert "You cannot write here now" not in words
    kept = db.session.scalars(select(OptOut)).one()
    assert (kept.evidence, kept.lift_reason) == ("STOP", "Asked for messages again on the phone")


def test_too_long_a_reason_is_refused_with_what_was_typed(staff: Browser) -> None:
    they_write("STOP")
    page = lift(staff, "y" * 201)
    assert page.problems == ["Keep it under 200 characters."]
    assert (page.value("reason") or "").strip() == "y" * 201


def test_what_has_been_lifted_meanwhile_is_not_found(staff: Browser) -> None:
    they_write("STOP")
    page = staff.get("/opt-outs/1/lift")
    they_write("START")
    assert staff.submit(page, "/lift", reason="On the phone").status == 404
    assert staff.get("/opt-outs/999/lift").status == 404


def test_after_lifting_they_can_opt_out_again(staff: Browser) -> None:
    they_write("STOP")
    lift(staff, "On the phone")
    they_write("STOP")
    assert len(rows(staff.get("/opt-outs"))) == 1


def test_it_is_searched_by_phone_and_name(staff: Browser) -> None:
    they_write("STOP")
    they_write("STOP", "+12025550122")
    details.rename(factories.thread(CAROL, 1).contact, "Carol")
    db.session.commit()
    looks = [a.attrs.get("class") for a in staff.get("/opt-outs").root.all("a") if a.words() == "Carol"]
    assert looks == ["long"]  # a name of 200 letters widens no page; a phone is not broken
    for typed, count in (
        ("0122", 1),
        ("+1 (202) 555", 2),
        ("011 1 (202) 555 0122", 1),
        ("carol", 1),
        ("%", 0),
        ("nobody", 0),
        ("0199", 0),
    ):
        page = staff.get("/opt-outs", query_string={"q": typed})
        assert len(rows(page)) == count, typed
        people = f"{count} {'person' if count == 1 else 'people'} found with “{typed}”."
        assert (people in page.words) is bool(count), typed
    assert "That phone may be reached." in page.words


def test_everyone_is_on_exactly_one_page(staff: Browser) -> None:
    phones = factories.phones(listing.PAGE + 3)
    for phone in phones:
        register.record(phone, OptOutSource.STAFF, "On the phone")
    first = staff.get("/opt-outs")
    older = next(a.attrs["href"] for a in first.root.all("a") if a.words() == "Older")
    assert len({*rows(first), *rows(staff.get(older))}) == len(phones)


def test_all_of_them_can_be_taken_away_without_formulas(staff: Browser) -> None:
    they_write("STOP")
    register.record(
        "+12025550199", OptOutSource.STAFF, "=HYPERLINK(1)", user_id=db.session.query(User).first().id
    )
    db.session.commit()
    answer = take(staff, "/opt-outs/opt-outs.csv").response
    lines = answer.text.removeprefix("\ufeff").splitlines()
    assert (
        lines[0]
        == "phone,name,since,known from,evidence,noted by,lifted at,lifted by,why lifted,told again by"
    )
    assert lines[1].startswith("+12025550199,,") and "staff,'=HYPERLINK(1)," in lines[1]
    assert lines[2].startswith(f"{CAROL},,") and lines[2].endswith("keyword,STOP,,,,,")
    assert "Download all" in staff.get("/opt-outs").words


def test_lifted_ones_can_be_taken_away_too(staff: Browser) -> None:
    they_write("STOP")
    they_write("START")
    they_write("STOP", DAVE)
    lift(staff, "Asked on the phone")
    lines = take(staff, "/opt-outs/opt-outs.csv").response.text.splitlines()
    assert "No one has opted out" in staff.get("/opt-outs").words
    assert lines[1].startswith(DAVE) and lines[1].endswith(",Grace Hopper,Asked on the phone,")
    assert lines[2].startswith(CAROL) and lines[2].endswith(",,They wrote “START”.,")


def test_who_takes_them_away_is_noted(staff: Browser, grace: User) -> None:
    take(staff, "/opt-outs/opt-outs.csv")
    event = db.session.scalars(select(Event).where(Event.kind == "opt_outs.exported")).one()
    assert event.user_id == grace.id


def test_it_is_narrowed_down_to_where_they_are_known_from(staff: Browser) -> None:
    they_write("STOP")
    register.record(DAVE, OptOutSource.STAFF, "On the phone")
    page = staff.get("/opt-outs", query_string={"source": "staff"})
    assert len(rows(page)) == 1 and "+1 202-555-0122" in rows(page)[0]
    assert page.value("source") == "staff" and "1 person known from: Staff. Show all 2" in page.words
    assert len(rows(staff.get("/opt-outs", query_string={"source": "keyword", "q": "0111"}))) == 1
    assert "No one found" in staff.get("/opt-outs", query_string={"source": "carrier"}).words
    assert len(rows(staff.get("/opt-outs", query_string={"source": "nonsense"}))) == 2


def test_the_evidence_leads_to_the_very_message(staff: Browser) -> None:
    they_write("Hello")
    stop = they_write("STOP")
    page = staff.get("/opt-outs")
    link = next(a.attrs["href"] for a in page.root.all("a") if a.words() == "“STOP”")
    assert link == f"/inbox/{stop.thread_id}?view=all&from={stop.id}#m-{stop.id}"
    told = staff.get(link.partition("#")[0])
    assert f"m-{stop.id}" in {li.attrs.get("id") for li in told.root.all("li")}


@pytest.mark.long
def test_more_than_a_page_of_them(staff: Browser) -> None:
    for phone in factories.phones(listing.PAGE + 3):
        register.record(phone, OptOutSource.CARRIER)
    db.session.commit()
    lines = take(staff, "/opt-outs/opt-outs.csv").response.text.splitlines()
    assert len(set(lines)) == 1 + listing.PAGE + 3


def test_what_had_left_already_is_said_here_and_with_the_batch(staff: Browser) -> None:
    batch = factories.batch([CAROL], number_id=1)
    factories.sent(batch, CAROL)
    they_write("STOP")
    assert "1 message had left already" in rows(staff.get("/opt-outs"))[0]
    assert "1 message had left before this person opted out." in staff.get(f"/batches/{batch.id}").words
