"""The list of conversations: which are in it, in what order, and when a poll hears of something new."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import desks, factories
from tests.conversations import CAROL, DAVE, they_write, thread_of, we_write
from tests.views.client import Browser, Page
from tests.views.inbox.queries import counted
from webapp.db import db, now
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.opt_out import OptOutSource
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.agents import summarizing
from webapp.services.agents.turns import switch
from webapp.services.contacts import details
from webapp.services.inbox.listing import listing
from webapp.services.opt_outs import register
from webapp.services.threads import messages


def listed(page: Page) -> list[str]:
    """Whom the list names, in its order."""
    links = [a for a in page.root.all("a") if "conversation" in a.attrs.get("class", "").split()]
    return [next(e.words() for e in a.all("span") if e.attrs.get("class") == "name") for a in links]


def version(page: Page) -> str:
    root = next(e for e in page.root.all("div") if e.attrs.get("id") == "conversations")
    return root.attrs["hx-vals"].split('"')[3]


def named(thread: Thread, name: str) -> Thread:
    details.rename(thread.contact, name)
    db.session.commit()
    return thread


def test_an_empty_inbox_says_what_will_come(admin: Browser) -> None:
    page = admin.get("/inbox")
    assert page.title == "Inbox" and "No one waits for a reply." in page.words


def test_those_who_wait_come_first_and_those_who_were_answered_do_not_wait(
    admin: Browser, ada: User, thread: Thread
) -> None:
    dave = named(thread_of(they_write("Hello?", DAVE)), "Dave")
    named(thread, "Carol")
    assert listed(admin.get("/inbox")) == ["Dave", "Carol"]
    we_write(dave, "Hi Dave", ada.id)
    assert listed(admin.get("/inbox")) == ["Carol"]
    assert listed(admin.get("/inbox?view=replied")) == ["Dave", "Carol"]


def test_who_only_got_something_is_among_all_but_has_not_replied(
    admin: Browser, ada: User, thread: Thread
) -> None:
    quiet = factories.thread(DAVE, thread.number_id)
    we_write(quiet, "Hello Dave", ada.id)
    assert listed(admin.get("/inbox?view=all")) == ["+1 202-555-0122", "+1 202-555-0111"]
    assert listed(admin.get("/inbox?view=replied")) == ["+1 202-555-0111"]


def test_a_keyword_wants_no_answer(admin: Browser, number: Number) -> None:
    they_write("STOP")
    assert listed(admin.get("/inbox")) == []
    assert "Opted out" in admin.get("/inbox?view=replied").words


def test_it_is_searched_by_name_and_by_digits_however_they_are_written(
    admin: Browser, thread: Thread
) -> None:
    named(thread, "Carol Élan")
    named(thread_of(they_write("Hello", DAVE)), "100% Dave_")
    for typed, found in (
        ("carol", ["Carol Élan"]),
        ("élan", ["Carol Élan"]),
        ("(202) 555-0111", ["Carol Élan"]),
        ("+1 202 555", ["100% Dave_", "Carol Élan"]),
        ("100%", ["100% Dave_"]),
        ("_", []),
        ("%", []),
        ("dave 100", ["100% Dave_"]),
        ("nobody", []),
        ("\x00", ["100% Dave_", "Carol Élan"]),
    ):
        assert listed(admin.get("/inbox", query_string={"q": typed})) == found, typed


def test_a_search_without_a_find_offers_to_look_further(admin: Browser, thread: Thread) -> None:
    page = admin.get("/inbox?q=zebra")
    assert "Nothing fits “zebra” here." in page.words
    assert "Look in all conversations" in page.words


def test_it_is_narrowed_to_one_number(admin: Browser, thread: Thread) -> None:
    shop = factories.number("+12025550199", label="Shop")
    they_write("For the shop", DAVE, to=shop.e164)
    assert listed(admin.get(f"/inbox?number={shop.id}")) == ["+1 202-555-0122"]
    assert "Shop" in admin.get("/inbox").words


def test_every_conversation_is_on_exactly_one_page(admin: Browser, number: Number) -> None:
    phones = factories.phones(listing.PAGE + 5)
    for phone in phones:
        they_write("Hello", phone)
    first = admin.get("/inbox")
    assert len(listed(first)) == listing.PAGE
    older = next(a.attrs["href"] for a in first.root.all("a") if a.words() == "Older conversations")
    second = admin.get(older)
    assert len(listed(second)) == 5
    assert len({*listed(first), *listed(second)}) == len(phones)
    assert "Latest" in second.words


def test_a_key_or_view_that_is_none_of_ours_shows_the_beginning(admin: Browser, thread: Thread) -> None:
    for strange in (
        "before=x",
        "before=-",
        "before=99999999999999999999-1",
        "view=weird",
        "number=x",
        "before=²-1",
    ):
        assert listed(admin.get(f"/inbox?{strange}")) == ["+1 202-555-0111"], strange


def test_a_message_that_did_not_get_through_shows_in_the_list(
    admin: Browser, ada: User, thread: Thread
) -> None:
    message = we_write(thread, "Yes, from ten.", ada.id)
    assert "Not delivered" not in admin.get("/inbox?view=all").words
    messages.move(MessageState.SENDING, Message.id == message.id)
    messages.move(MessageState.UNDELIVERED, Message.id == message.id, reason="Switched off.")
    assert "Not delivered" in admin.get("/inbox?view=all").words


def test_a_poll_hears_of_something_new_and_of_nothing_else(admin: Browser, ada: User, thread: Thread) -> None:
    known = version(admin.get("/inbox"))
    assert admin.get(f"/inbox?v={known}", htmx=True).status == 204
    they_write("And on Monday?", CAROL)
    news = admin.get(f"/inbox?v={known}", htmx=True)
    assert news.status == 200
    assert "And on Monday?" in news.words
    known = version(news)
    register.record(CAROL, OptOutSource.STAFF, "On the phone", user_id=ada.id)
    assert admin.get(f"/inbox?v={known}", htmx=True).status == 200


def test_the_navigation_counts_those_who_wait_on_every_page(admin: Browser, thread: Thread) -> None:
    for path in ("/", "/inbox", "/numbers"):
        assert "1 waiting for a reply" in admin.get(path).words


def test_of_very_many_who_wait_it_says_that_there_are_more(
    admin: Browser, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "COUNTED", 2)
    they_write("Hello", CAROL)
    they_write("Hello", DAVE)
    assert "2 waiting for a reply" in admin.get("/numbers").words
    they_write("Hello", "+12025550133")
    they_write("Hello", "+12025550134")
    assert "2+ waiting for a reply" in admin.get("/numbers").words
    page = admin.get("/inbox")
    assert "(2+) Inbox" in page.root.all("title")[0].words()
    assert "Needs reply 2+" in page.words


def test_the_list_costs_the_same_whatever_its_length(admin: Browser, number: Number) -> None:
    they_write("Hello", CAROL)
    few = counted(admin, "/inbox?view=all")
    for phone in factories.phones(30):
        they_write("Hello", phone)
    assert counted(admin, "/inbox?view=all") == few


def tabs(page: Page) -> list[str]:
    nav = next(e for e in page.root.all("nav") if e.attrs.get("aria-label") == "Views")
    return [a.words() for a in nav.all("a")]


def test_views_of_agents_appear_with_the_first_agent(admin: Browser, ada: User, number: Number) -> None:
    assert "With agent" not in tabs(admin.get("/inbox"))
    desks.agent(ada)
    assert tabs(admin.get("/inbox"))[1] == "Handed off 0" and "With agent" in tabs(admin.get("/inbox"))


def test_conversations_stand_under_who_has_the_word(admin: Browser, ada: User, number: Number) -> None:
    factories.sms_of(number).agent_id = desks.agent(ada).id
    carol = named(thread_of(they_write("When are you open?")), "Carol")
    named(thread_of(they_write("Can I talk to a real person?", DAVE)), "Dave")
    desks.answer()
    assert listed(admin.get("/inbox?view=agent")) == ["Carol"]
    assert listed(admin.get("/inbox?view=handed_off")) == listed(admin.get("/inbox")) == ["Dave"]
    assert tabs(admin.get("/inbox"))[:2] == ["Needs reply 1", "Handed off 1"]
    page = admin.get("/inbox?view=all")
    assert "Desk answers" in page.words and "Handed off" in page.words
    assert listed(admin.get("/inbox?view=mine")) == []
    before = version(page)
    switch.assign(carol.id, ada.id, ada)
    assert listed(admin.get("/inbox?view=mine")) == ["Carol"]
    page = admin.get("/inbox?view=all")
    assert "Assigned to Ada Lovelace" in page.words and version(page) != before


def test_why_it_was_handed_off_stands_in_its_line_until_staff_act(
    admin: Browser, ada: User, number: Number
) -> None:
    factories.sms_of(number).agent_id = desks.agent(ada).id
    thread = thread_of(they_write("Can I talk to a real person?"))
    desks.answer()
    for view in ("needs", "handed_off", "all"):
        assert reasons(admin.get(f"/inbox?view={view}")) == ["Handed off: They asked for a person."]
    before = version(admin.get("/inbox?view=all"))
    switch.take_over(thread.id, ada)
    db.session.commit()
    page = admin.get("/inbox?view=all")
    assert reasons(page) == [] and version(page) != before


def reasons(page: Page) -> list[str]:
    return [one.words() for one in page.root.all("span") if one.attrs.get("class") == "handoff-reason"]


def test_reasons_cost_no_look_up_a_row(admin: Browser, ada: User, number: Number) -> None:
    factories.sms_of(number).agent_id = desks.agent(ada).id
    db.session.commit()
    costs = []
    for phones in (factories.phones(2), factories.phones(6)[2:]):
        for phone in phones:
            they_write("Can I talk to a real person?", phone)
        desks.answer()
        costs.append((counted(admin, "/inbox"), len(reasons(admin.get("/inbox")))))
    assert (costs[0][1], costs[1][1]) == (2, 6)
    assert costs[0][0] == costs[1][0]


def test_what_is_mine_is_nobody_elses(staff: Browser, ada: User, thread: Thread) -> None:
    switch.assign(thread.id, ada.id, ada)
    assert listed(staff.get("/inbox?view=mine")) == []
    assert "No conversation is yours." in staff.get("/inbox?view=mine").words


def test_pages_of_what_is_mine_go_on(admin: Browser, ada: User, number: Number) -> None:
    for phone in factories.phones(listing.PAGE + 3):
        switch.assign(factories.thread(phone, number.id).id, ada.id, ada)
    page = admin.get("/inbox?view=mine")
    older = next(a.attrs["href"] for a in page.root.all("a") if a.words() == "Older conversations")
    assert (len(listed(page)), len(listed(admin.get(older)))) == (listing.PAGE, 3)
    assert not set(listed(page)) & set(listed(admin.get(older)))


def test_agents_and_assignees_cost_no_look_up_a_row(admin: Browser, ada: User, number: Number) -> None:
    desk = desks.agent(ada)
    factories.sms_of(number).agent_id = desk.id
    db.session.commit()
    costs = []
    for count in (2, 9):
        for phone in factories.phones(count):
            thread = factories.thread(phone, number.id)
            switch.choose(thread.id, desk.id, ada)
            switch.assign(thread.id, ada.id, ada)
        costs.append(counted(admin, "/inbox?view=all"))
    assert costs[0] == costs[1]


def test_a_title_stands_in_the_list_and_a_summary_above_the_messages(admin: Browser, thread: Thread) -> None:
    assert "thread-summary" not in ids(admin.get(f"/inbox/{thread.id}"))
    before = version(admin.get("/inbox"))
    desk = desks.agent(factories.user("Bea"))
    thread.agent_id, thread.last_at = desk.id, now() - timedelta(hours=1)
    db.session.commit()
    summarizing.write([thread.id])
    db.session.commit()
    page = admin.get("/inbox")
    assert version(page) != before
    [title] = [span for span in page.root.all("span") if span.attrs.get("class") == "title"]
    assert title.words() == "“Are you open on Sunday?”"
    page = admin.get(f"/inbox/{thread.id}")
    [summary] = [one for one in page.root.all("details") if one.attrs.get("id") == "thread-summary"]
    assert [line.words() for line in summary.all("li")] == [
        "No batch was sent in this conversation.",
        "No task was carried out.",
        "The last text is from the contact: “Are you open on Sunday?”",
    ]
    assert "before the latest messages" not in summary.words()
    they_write("Hello?")
    page = admin.get(f"/inbox/{thread.id}")
    [summary] = [one for one in page.root.all("details") if one.attrs.get("id") == "thread-summary"]
    assert "before the latest messages" in summary.words()


def ids(page: Page) -> set[str]:
    return {one.attrs["id"] for one in page.root.all("details") if "id" in one.attrs}
