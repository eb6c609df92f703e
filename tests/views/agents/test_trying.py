"""Trying an agent: a conversation that sends nothing, and says why."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests import factories
from tests.conversations import they_write
from tests.views.agents.pages import HOURS, VISIT, add, change, make
from tests.views.client import Browser, Page
from webapp.db import db
from webapp.models.agent_turn import AgentTurn
from webapp.models.message import Message
from webapp.models.opt_out import OptOut, OptOutSource


@pytest.fixture
def desk(admin: Browser) -> str:
    """An agent that knows its hours and takes appointments."""
    path = make(admin)
    add(admin, path, "tasks", **VISIT)
    add(admin, path, "answers", **HOURS)
    book = {
        "name": "Appointment",
        "phrases": "book an appointment\nI need an appointment",
        "answer": "Gladly.",
    }
    add(admin, path, "answers", **book, then="task:new_appointment")
    return path


def say(browser: Browser, page: Page, text: str, *, htmx: bool = False, **typed: str) -> Page:
    return browser.submit(page, "/try", htmx=htmx, text=text, **typed)


@pytest.mark.parametrize("htmx", [False, True])
def test_it_answers_and_says_why_and_nothing_is_sent(staff: Browser, desk: str, htmx: bool) -> None:
    page = say(staff, staff.get(f"{desk}/try"), "When are you open?", htmx=htmx, name="Hedy Lamarr")
    assert "We are open from nine to five, Hedy." in page.words
    assert "would be sent" in page.words
    assert "Opening hours" in page.words
    assert page.value("text") == ""
    field = next(one for one in page.root.all("input") if one.attrs.get("name") == "text")
    last = next(one for one in page.root.all("div") if one.attrs.get("id") == field.attrs["aria-describedby"])
    assert last.words().startswith("We are open")  # heard with the focus, by those who do not see the page
    assert page.value("name") == "Hedy Lamarr"
    for table in (Message, AgentTurn):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_a_task_goes_on_from_text_to_text(admin: Browser, desk: str) -> None:
    page = say(admin, admin.get(f"{desk}/try"), "I need an appointment")
    assert "New appointment, collecting" in page.words
    page = say(admin, page, "24 March 2030")
    assert "Is that right?" in page.words
    page = say(admin, page, "yes")
    assert "New appointment: done" in page.words
    page = admin.submit(page, "/try", start_over="1", text="")
    assert "Nothing has been said yet." in page.words
    assert page.problems == []


def test_what_it_does_not_know_is_handed_off_the_second_time(admin: Browser, desk: str) -> None:
    page = say(admin, admin.get(f"{desk}/try"), "Quantum chromodynamics?")
    page = say(admin, page, "Gluons and quarks!")
    assert "hands off" in page.words
    assert "from here on your team would answer" in page.words


def test_the_filter_and_what_it_wanted_to_say_are_shown(admin: Browser, desk: str) -> None:
    site = {
        "name": "Website",
        "phrases": "what is your website\nyour web page",
        "answer": "See evil.example/x",
    }
    add(admin, desk, "answers", **site)
    page = say(admin, admin.get(f"{desk}/try"), "what is your website")
    assert "must not be sent" in page.words
    assert "a link that is not on the agent's list" in page.words
    assert "See evil.example/x" in page.words


def test_keywords_are_answered_by_no_agent(admin: Browser, desk: str) -> None:
    for text, word in (("STOP", "They opt out"), ("Please stop texting me", "reads like “stop texting me”")):
        page = say(admin, admin.get(f"{desk}/try"), text)
        assert word in page.words
        assert "No agent is asked." in page.words


def test_a_row_of_the_list_is_typed_or_taken_from_a_contact(admin: Browser, desk: str) -> None:
    visit = {
        "name": "When",
        "phrases": "when is my visit\nwhat day is my visit",
        "answer": "On {{visit_date}}.",
    }
    add(admin, desk, "answers", **visit)
    page = say(admin, admin.get(f"{desk}/try"), "when is my visit", **{"column-0": "Friday"})
    assert "On Friday." in page.words
    page = say(admin, admin.get(f"{desk}/try"), "when is my visit")
    assert "needs what is not known of this contact: visit_date" in page.words
    factories.number()
    they_write("Hello", "+12025550122")
    page = say(admin, admin.get(f"{desk}/try"), "when is my visit", phone="+1 202 555 0122")
    assert "hands off" in page.words
    page = say(admin, admin.get(f"{desk}/try"), "Hi", phone="+1 202 555 0199")
    assert page.problems == ["No contact has this phone number. Leave it empty for someone made up."]
    assert page.value("text") == "Hi"


def test_what_a_batch_wrote_to_them_can_be_typed(admin: Browser, desk: str) -> None:
    comes = {"name": "Comes", "phrases": "confirm\nyes", "answer": "See you then!"}
    add(admin, desk, "answers", **comes)
    page = say(admin, admin.get(f"{desk}/try"), "1", message="Reply 1 to confirm or 2 to cancel.")
    assert "See you then!" in page.words
    assert page.value("message") == "Reply 1 to confirm or 2 to cancel."
    assert "See you then!" not in say(admin, admin.get(f"{desk}/try"), "1").words


def test_the_gate_is_asked_for_a_contact(admin: Browser, desk: str) -> None:
    factories.number()
    they_write("Hello", "+12025550122")
    factories.add(OptOut(phone="+12025550122", source=OptOutSource.STAFF, evidence="by letter"))
    page = say(admin, admin.get(f"{desk}/try"), "When are you open?", phone="+12025550122")
    assert "Would not leave now They have opted out" in page.words


def test_nothing_typed_is_said_at_the_field(admin: Browser, desk: str) -> None:
    page = say(admin, admin.get(f"{desk}/try"), "  ")
    assert (page.status, page.problems) == (422, ["Write something, as a person would text it."])


def test_a_spoilt_conversation_begins_anew(admin: Browser, desk: str) -> None:
    for talk in ("{", "[]", '{"turns": 5, "memory": [1]}', '{"turns": [{"who": "boss", "text": "x"}]}'):
        page = admin.submit(admin.get(f"{desk}/try"), "/try", talk=talk, text="When are you open?")
        assert page.status == 200, talk
        assert "We are open from nine to five" in page.words


def test_outside_its_hours_that_is_told(admin: Browser, desk: str) -> None:
    none = {f"{day}_{end}": "" for day in ("weekdays", "saturdays", "sundays") for end in ("from", "to")}
    minute = none | {"sundays_from": "00:00", "sundays_to": "00:01"}
    change(admin, desk, "hours", kept="own", zone="Etc/GMT+12", away="Back soon.", **minute)
    page = say(admin, admin.get(f"{desk}/try"), "When are you open?")
    assert "people get the away text instead" in page.words
