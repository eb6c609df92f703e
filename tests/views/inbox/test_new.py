"""Writing to someone first."""

from __future__ import annotations

from sqlalchemy import func, select

from tests import factories
from tests.conversations import CAROL, they_write
from tests.views.client import Browser
from webapp.db import db
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.thread import Thread


def counts() -> tuple[int, int]:
    db.session.rollback()
    found = [db.session.scalar(select(func.count()).select_from(one)) or 0 for one in (Thread, Message)]
    return found[0], found[1]


def test_a_first_message_opens_the_conversation(staff: Browser, number: Number) -> None:
    page = staff.submit(staff.get("/inbox/new"), "/inbox/new", phone="(202) 555-0111", text="Hello Carol")
    assert page.title == "+1 202-555-0111"
    assert "You Hello Carol" in page.words
    assert counts() == (1, 1)


def test_it_goes_on_where_there_is_a_conversation_already(staff: Browser, number: Number) -> None:
    they_write("Hi")
    page = staff.submit(staff.get("/inbox/new"), "/inbox/new", phone=CAROL, text="Hello Carol")
    assert counts() == (1, 2)
    assert "Hi" in page.words


def test_sent_twice_it_is_sent_once(staff: Browser, number: Number) -> None:
    form = staff.get("/inbox/new")
    for _ in range(2):
        page = staff.submit(form, "/inbox/new", phone=CAROL, text="Hello")
        assert page.title == "+1 202-555-0111"
    assert counts() == (1, 1)


def test_every_fault_is_said_at_once_and_what_was_typed_stays(staff: Browser, number: Number) -> None:
    factories.number("+12025550199", label="Shop")
    page = staff.submit(staff.get("/inbox/new"), "/inbox/new", phone="12", number="", text=" ")
    assert page.status == 422
    assert page.problems == [
        "Choose the number to send from.",
        "“12” has no country code; write it with + and the country code.",
        "Write something first.",
    ]
    assert page.value("phone") == "12"
    assert counts() == (0, 0)


def test_who_has_opted_out_is_refused_and_nothing_is_half_done(staff: Browser, number: Number) -> None:
    they_write("STOP")
    before = counts()
    page = staff.submit(staff.get("/inbox/new"), "/inbox/new", phone=CAROL, text="Hello")
    assert page.status == 422
    assert "They have opted out." in page.problems[0]
    assert counts() == before


def test_our_own_number_is_not_written_to(staff: Browser, number: Number) -> None:
    page = staff.submit(staff.get("/inbox/new"), "/inbox/new", phone=number.e164, text="Hello")
    assert page.problems == ["This is the number that you send from."]


def test_a_number_of_nobody_is_refused(staff: Browser, number: Number) -> None:
    form = staff.get("/inbox/new")
    factories.sms_of(number).active = False
    for chosen in ("", "999", "x", "9" * 30, str(number.id)):
        page = staff.submit(form, "/inbox/new", phone=CAROL, number=chosen, text="Hello")
        assert page.status == 422, chosen
    assert counts() == (0, 0)


def test_without_a_number_it_says_what_to_do(admin: Browser, staff: Browser) -> None:
    assert "Add a number first" in admin.get("/inbox/new").words
    assert "An admin of your team can add one" in staff.get("/inbox/new").words
