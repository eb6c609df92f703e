"""Who answers in a conversation: the switch of its agent, handoffs, and why it said what it said."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import desks, factories
from tests.conversations import fresh, they_write, thread_of
from tests.views.client import Browser, Page
from tests.views.inbox.test_thread import live
from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.event import Event
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.agents import store
from webapp.services.inbox.listing import listing
from webapp.services.threads import notes


def test_the_page_of_a_conversation_shows_handoffs_notes_and_who_answered(app: Flask, admin: Browser) -> None:
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("Can I talk to a real person?"))
    desks.answer()
    notes.add(thread, "She rang, too.", ada.id)
    db.session.commit()
    page = admin.get(f"/inbox/{thread.id}")
    assert "Handed off: They asked for a person." in page.words
    assert "Ada noted: She rang, too." in page.words
    assert "by Desk, version 1" in [
        one.words() for one in page.root.all("p") if one.attrs.get("class") == "who"
    ]


def bar(page: Page) -> str:
    """What the page says of who answers."""
    return next(e.words() for e in page.root.all("div") if e.attrs.get("id") == "agent-says")


def choices(page: Page, name: str) -> list[str]:
    select = next(e for e in page.root.all("select") if e.attrs.get("name") == name)
    return [option.words() for option in select.all("option")]


@pytest.fixture
def thread(app: Flask) -> Thread:
    """Carol has asked an agent something."""
    desks.at_work()
    found = thread_of(they_write("When are you open?"))
    desks.hear()
    return found


def test_without_agents_staff_answer_and_nothing_is_to_be_chosen(admin: Browser) -> None:
    factories.number()
    page = admin.get(f"/inbox/{thread_of(they_write('Hello?')).id}")
    assert bar(page) == "Staff answer here."
    assert "agent-more" not in [e.attrs.get("id") for e in page.root.all("details")]


def test_staff_take_over_give_back_and_switch_off(staff: Browser, grace: User, thread: Thread) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    assert bar(page) == "D Desk answers in a few seconds"
    page = staff.submit(page, "/take-over")
    assert bar(page) == "D Staff answer here. Desk is paused."
    assert "You have the word. Desk says nothing here until you give it back." in page.words
    page = staff.submit(page, "/give-back")
    assert bar(page).startswith("D Desk answers")
    page = staff.submit(page, "/agent-off")
    assert bar(page) == "D Staff answer here. Desk is switched off."
    assert fresh(thread).agent_state == AgentState.OFF
    page = staff.submit(page, "/give-back")
    assert fresh(thread).agent_state == AgentState.ON
    noted = select(Event.kind).where(Event.thread_id == thread.id, Event.user_id == grace.id)
    assert db.session.scalars(noted.order_by(Event.id)).all() == [
        "thread.taken_over", "thread.assigned", "thread.given_back", "thread.agent_off", "thread.given_back",
    ]  # fmt: skip


def test_of_two_who_take_over_the_second_one_reads_who_was_first(
    staff: Browser, admin: Browser, grace: User, thread: Thread
) -> None:
    ours, theirs = staff.get(f"/inbox/{thread.id}"), admin.get(f"/inbox/{thread.id}")
    assert "You have the word." in staff.submit(ours, "/take-over").words
    answer = admin.submit(theirs, "/take-over", htmx=True)
    assert "Grace Hopper has taken over before you" in answer.headers["HX-Trigger"]
    assert "You have the word" not in answer.headers["HX-Trigger"]
    assert fresh(thread).assignee_id == grace.id
    assert "You have the word." in staff.submit(ours, "/take-over").words
    staff.submit(staff.get(f"/inbox/{thread.id}"), "/assignee", assignee="")
    assert "You have the word." in admin.submit(theirs, "/take-over").words


def test_htmx_gets_the_switch_alone_and_hears_what_has_changed(staff: Browser, thread: Thread) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    shown = live(page)
    assert staff.get(shown, htmx=True).status == 204
    answer = staff.submit(page, "/take-over", htmx=True)
    assert [e.attrs.get("id") for e in answer.root.all("section")] == ["agent-bar"]
    assert "You have the word" in answer.headers["HX-Trigger"]
    changed = staff.get(shown, htmx=True)
    versions = [e.attrs["data-standing"] for e in (*changed.root.all("div"), *answer.root.all("section"))
                if "data-standing" in e.attrs]  # fmt: skip
    assert len(versions) == 2 and len(set(versions)) == 1
    assert bar(staff.get(f"/inbox/{thread.id}/agent", htmx=True)) == "D Staff answer here. Desk is paused."
    assert staff.get(f"/inbox/{thread.id}/agent").path == f"/inbox/{thread.id}"


def test_another_agent_is_chosen_and_one_that_is_gone_is_not(
    staff: Browser, ada: User, thread: Thread
) -> None:
    other, gone = desks.agent(ada, "Feedback"), desks.agent(ada, "Old")
    page = staff.get(f"/inbox/{thread.id}")
    assert choices(page, "agent") == ["Choose…", "Feedback", "Old"]
    assert "Choose the agent" in staff.submit(page, "/agent").words
    assert fresh(thread).agent_state == AgentState.ON
    store.archive(gone.id, ada)
    assert staff.submit(page, "/agent", agent=str(gone.id)).status == 409
    assert staff.submit(page, "/agent", agent="999").status == 404
    assert "Feedback answers" in bar(staff.submit(page, "/agent", agent=str(other.id)))
    assert fresh(thread).agent_id == other.id


def test_it_is_assigned_to_a_colleague_and_to_nobody(staff: Browser, ada: User, thread: Thread) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    assert {"Unassigned", "Assigned to me", "Assigned to Ada Lovelace"} <= set(choices(page, "assignee"))
    page = staff.submit(page, "/assignee", assignee=str(ada.id))
    assert "This conversation is Ada Lovelace’s now." in page.words
    assert fresh(thread).assignee_id == ada.id
    staff.submit(page, "/assignee", assignee="")
    assert fresh(thread).assignee_id is None
    assert staff.submit(page, "/assignee", assignee="999").status in (404, 422)


def test_a_handoff_cannot_be_overlooked(staff: Browser, thread: Thread) -> None:
    they_write("Can I talk to a real person?")
    desks.answer()
    page = staff.get(f"/inbox/{thread.id}")
    assert bar(page).startswith("Handed off: asked for a person")
    assert "They asked for a person." not in bar(page), "that is said already"
    assert page.words.index("Snooze Z") < page.words.index("Take over"), "as the eye goes through it"
    page = staff.submit(page, "/answered")
    assert "is paused" in bar(page)
    assert listing.handed_off() == listing.need_reply() == 0


def test_an_agent_that_is_archived_cannot_be_given_the_word(
    staff: Browser, ada: User, thread: Thread
) -> None:
    they_write("Can I talk to a real person?")
    desks.answer()
    assert "Give back" in staff.get(f"/inbox/{thread.id}").words
    store.archive(fresh(thread).agent_id or 0, ada)
    db.session.commit()
    page = staff.get(f"/inbox/{thread.id}")
    assert "Give back" not in page.words
    page = staff.submit(page, "/take-over")
    assert bar(page) == "D Staff answer here. Desk cannot answer any more."
    assert "Give back" not in page.words


def test_a_goal_that_is_reached_stands_in_the_conversation_and_in_the_list(staff: Browser, ada: User) -> None:
    hours = desks.replace(desks.PLAYBOOK[0], reaches_goal=True)
    desks.at_work(playbook=(hours, *desks.PLAYBOOK[1:]))
    thread = thread_of(they_write("When are you open?"))
    assert "Goal reached" not in staff.get("/inbox?view=all").words
    desks.answer()
    page = staff.get(f"/inbox/{thread.id}?view=all")
    assert page.words.count("Goal reached") == 3, "in the list, above the conversation, and why"
    assert "Goal reached “Opening hours” was answered." in page.words
    assert "Goal reached: “Opening hours” was answered." in page.words


def test_a_reply_says_that_it_pauses_the_agent(staff: Browser, thread: Thread) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    answer = staff.submit(page, f"/inbox/{thread.id}", text="From nine.", htmx=True)
    assert "Desk is paused here: you have the word." in answer.headers["HX-Trigger"]
    assert "outbound:sent" in answer.headers["HX-Trigger"]
    again = staff.submit(staff.get(f"/inbox/{thread.id}"), f"/inbox/{thread.id}", text="Until five.")
    assert "you have the word" not in again.words
    desks.answer()
    assert desks.said() == []


def test_why_it_said_that_stands_with_its_answer(staff: Browser, thread: Thread) -> None:
    desks.answer()
    page = staff.get(f"/inbox/{thread.id}")
    why = next(e.words() for e in page.root.all("details") if e.attrs.get("class") == "why")
    assert "Match “Opening hours”" in why and "near “when are you open”" in why
    assert "Desk, version 1" in why


def test_an_agent_says_nothing_to_those_who_opted_out(staff: Browser, thread: Thread) -> None:
    they_write("STOP")
    page = staff.get(f"/inbox/{thread.id}")
    assert bar(page) == "D Desk says nothing here for now : nothing can be sent"
    roots = [e for e in page.root.all("div", "section") if e.attrs.get("id") in ("messages", "agent-bar")]
    assert [e.attrs["data-obstacle"] for e in roots] == ["yes", "yes"]
