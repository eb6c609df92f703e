"""One conversation: what was said, by whom, what became of it, and what a poll brings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from tests import factories
from tests.conversations import CAROL, fresh, they_write, we_write
from tests.views.client import Browser, Page
from tests.views.inbox.queries import counted
from webapp.db import db, now
from webapp.models.channel import Channel
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.inbox.timeline import timeline
from webapp.services.outbox import from_batch, paused
from webapp.services.outbox.claimed_entry import Sender
from webapp.services.threads import enqueue, messages


def said(page: Page) -> list[str]:
    """The texts, in the order of the page."""
    return [e.words() for e in page.root.all("div") if e.attrs.get("class") == "said"]


def part(page: Page, name: str) -> str:
    return next(e.words() for e in page.root.all() if e.attrs.get("id") == name)


def live(page: Page) -> str:
    """The address that the page polls, with the version that it has."""
    root = next(e for e in page.root.all("div") if e.attrs.get("id") == "messages")
    return f"{root.attrs['hx-get']}&v={root.attrs['hx-vals'].split(chr(34))[3]}"


def test_it_shows_who_wrote_what(admin: Browser, staff: Browser, ada: User, thread: Thread) -> None:
    we_write(thread, "Yes, from ten.", ada.id)
    assert said(admin.get(f"/inbox/{thread.id}")) == ["Are you open on Sunday?", "Yes, from ten."]
    assert "You Yes, from ten. Waiting to be sent" in part(admin.get(f"/inbox/{thread.id}"), "messages")
    assert "Ada Lovelace Yes, from ten." in part(staff.get(f"/inbox/{thread.id}"), "messages")


@pytest.mark.parametrize(
    ("origin", "who"), [(Origin.WORKFLOW, "A workflow"), (Origin.API, "Another program")]
)
def test_what_no_one_of_staff_wrote_is_not_theirs(
    staff: Browser, thread: Thread, origin: Origin, who: str
) -> None:
    enqueue.put(thread, "Yes, from ten.", origin, None)
    db.session.commit()
    assert f"{who} Yes, from ten." in part(staff.get(f"/inbox/{thread.id}"), "messages")


def test_a_batch_is_named(admin: Browser, number: Number, ada: User) -> None:
    batch = factories.batch([CAROL], name="Spring letter", number_id=number.id, created_by=ada.id)
    from_batch.claim(Sender(number.id, Channel.SMS, number.e164, number.carrier, None, None), [batch], 1)
    thread = factories.thread(CAROL, number.id)
    assert "Batch Spring letter Hi Person 2" in part(admin.get(f"/inbox/{thread.id}"), "messages").replace(
        "“", ""
    ).replace("”", "")


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [
        (MessageState.SENDING, "", "Being sent"),
        (MessageState.SENT, "", "Sent "),
        (MessageState.DELIVERED, "", "Delivered "),
        (MessageState.UNDELIVERED, "Switched off.", "Not delivered: Switched off."),
        (MessageState.REJECTED, "Taken for spam.", "Rejected: Taken for spam."),
        (MessageState.FAILED, "No balance.", "Failed: No balance."),
        (MessageState.UNKNOWN, "The answer was lost.", "May or may not have gone out: The answer was lost."),
    ],
)
def test_delivery_is_told_in_words(
    admin: Browser, ada: User, thread: Thread, state: MessageState, reason: str, words: str
) -> None:
    message = we_write(thread, "Yes", ada.id)
    messages.move(MessageState.SENDING, Message.id == message.id)
    if state != MessageState.SENDING:
        messages.move(state, Message.id == message.id, reason=reason, settled_at=datetime.now(UTC))
    assert f"You Yes {words}" in part(admin.get(f"/inbox/{thread.id}"), "messages")


def test_text_is_shown_as_it_is_and_links_can_be_followed(admin: Browser, thread: Thread) -> None:
    they_write("<b>bold</b> {{name}} https://example.org/a?b=1&c=2")
    page = admin.get(f"/inbox/{thread.id}")
    assert said(page)[-1] == "<b>bold</b> {{name}} https://example.org/a?b=1&c=2"
    link = next(a for a in page.root.all("a") if a.attrs["href"].startswith("https://example.org"))
    assert "noopener" in link.attrs["rel"]


def test_days_are_told_apart(admin: Browser, thread: Thread) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    db.session.execute(update(Message).values(created_at=yesterday))
    they_write("Hello?")
    assert part(admin.get(f"/inbox/{thread.id}"), "messages").startswith("Yesterday")
    assert "Today" in part(admin.get(f"/inbox/{thread.id}"), "messages")


def test_opting_out_and_in_stand_between_the_messages(admin: Browser, thread: Thread) -> None:
    they_write("Stop.")
    they_write("START")
    words = part(admin.get(f"/inbox/{thread.id}"), "messages")
    order = (
        "open on Sunday",
        "by writing “Stop.”",
        "unsubscribed",
        "They opted in again",
        "subscribed again",
    )
    places = [words.index(piece) for piece in order]
    assert places == sorted(places)


def test_an_opt_out_shows_in_every_conversation_with_that_phone(
    admin: Browser, ada: User, thread: Thread
) -> None:
    shop = factories.number("+12025550199", label="Shop")
    other = factories.thread(CAROL, shop.id)
    we_write(other, "Our new opening hours", ada.id)
    they_write("STOP")
    assert "by writing “STOP”" in part(admin.get(f"/inbox/{other.id}"), "messages")


def test_looking_writes_nothing_and_reading_is_said_by_the_page(admin: Browser, thread: Thread) -> None:
    page = admin.get(f"/inbox/{thread.id}")
    assert fresh(thread).unread == 1
    asks = [e.attrs["hx-post"] for e in page.root.all("div") if e.attrs.get("hx-trigger") == "load"]
    assert asks == [f"/inbox/{thread.id}/read"]
    token = page.value("csrf_token")
    assert admin.post(asks[0], htmx=True, headers={"X-CSRFToken": token}).status == 204
    assert (fresh(thread).unread, fresh(thread).needs_reply) == (0, True)
    assert 'hx-trigger="load"' not in admin.get(f"/inbox/{thread.id}").response.text


def test_what_is_written_to_someone_who_is_erased_reaches_no_one_else(admin: Browser, thread: Thread) -> None:
    """SQLite gives the id of the latest conversation to the next one."""
    form = {"csrf_token": admin.token(), "text": "About your knee", "begun": thread.begun}
    thread.created_at += timedelta(seconds=1)
    db.session.commit()
    for path in ("", "/later", "/notes"):
        page = admin.post(f"/inbox/{thread.id}{path}", form)
        assert page.status == 404 and "This conversation was erased." in page.words
    assert "About your knee" not in admin.get(f"/inbox/{thread.id}").words


def test_no_reply_needed_takes_it_off_the_list(admin: Browser, thread: Thread) -> None:
    page = admin.submit(admin.get(f"/inbox/{thread.id}"), "/answered")
    assert page.notices[0] == "No one waits for a reply here."
    assert fresh(thread).needs_reply is False


def test_a_poll_brings_what_is_new_and_leaves_the_composer_alone(admin: Browser, thread: Thread) -> None:
    page = admin.get(f"/inbox/{thread.id}")
    assert admin.get(live(page), htmx=True).status == 204
    they_write("And on Monday?")
    they_write("Hello?")
    news = admin.get(live(page), htmx=True)
    assert said(news) == ["Are you open on Sunday?", "And on Monday?", "Hello?"]
    root = news.root.all("div")[0]
    assert (root.attrs["id"], root.attrs["data-news"]) == ("messages", "2")
    assert not news.root.all("textarea")
    assert admin.get(live(news), htmx=True).status == 204


def test_a_poll_hears_of_a_message_that_moved_on(admin: Browser, ada: User, thread: Thread) -> None:
    message = we_write(thread, "Yes", ada.id)
    page = admin.get(f"/inbox/{thread.id}")
    messages.move(MessageState.SENDING, Message.id == message.id)
    news = admin.get(live(page), htmx=True)
    assert "Being sent" in news.words
    assert news.root.all("div")[0].attrs["data-news"] == "0"


def test_a_poll_tells_the_composer_that_it_is_closed(admin: Browser, thread: Thread) -> None:
    page = admin.get(f"/inbox/{thread.id}")
    they_write("STOP")
    news = admin.get(live(page), htmx=True)
    assert news.root.all("div")[0].attrs["data-obstacle"] == "yes"
    composer = admin.get(f"/inbox/{thread.id}/composer", htmx=True)
    assert "You cannot write here now." in composer.words
    assert "once they text START" in composer.words


def test_earlier_messages_come_by_the_page(admin: Browser, thread: Thread) -> None:
    total = timeline.PAGE * 2 + 3
    for index in range(1, total):
        they_write(f"Number {index}")
    page = admin.get(f"/inbox/{thread.id}")
    assert said(page)[0] == f"Number {total - timeline.PAGE}"
    seen = said(page)
    while link := [a for a in page.root.all("a") if a.words() == "Show earlier messages"]:
        page = admin.get(link[0].attrs["hx-get"], htmx=True)
        seen = said(page) + seen
    assert seen == ["Are you open on Sunday?", *(f"Number {index}" for index in range(1, total))]


def test_earlier_messages_come_without_javascript_too(admin: Browser, thread: Thread) -> None:
    for index in range(timeline.PAGE):
        they_write(f"Number {index}")
    page = admin.get(f"/inbox/{thread.id}")
    older = next(a.attrs["href"] for a in page.root.all("a") if a.words() == "Show earlier messages")
    page = admin.get(older)
    assert said(page) == ["Are you open on Sunday?"]
    assert 'hx-trigger="poll"' not in part_html(page)
    assert "Back to the latest messages" in page.words


def part_html(page: Page) -> str:
    html = page.response.text
    start = html.index('id="messages"')
    return html[start : html.index(">", start)]


def test_a_live_page_that_has_been_open_for_long_stays_bounded(
    thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = they_write("First").id
    assert len(timeline.latest(thread, None, since=first).messages) == 2
    for index in range(timeline.PAGE):
        they_write(f"Number {index}")
    window = timeline.latest(thread, None, since=first)
    assert [one.text for one in window.messages][:2] == ["First", "Number 0"]
    assert window.earlier
    monkeypatch.setattr(timeline, "LARGEST", timeline.PAGE)
    assert len(timeline.latest(thread, None, since=first).messages) == timeline.PAGE


def test_it_costs_the_same_whatever_was_said(admin: Browser, ada: User, thread: Thread) -> None:
    we_write(thread, "Yes", ada.id)
    few = counted(admin, f"/inbox/{thread.id}")
    for index in range(20):
        they_write(f"Number {index}")
        we_write(thread, f"Answer {index}", ada.id)
    assert counted(admin, f"/inbox/{thread.id}") == few


@pytest.mark.parametrize("path", ["/inbox/999", "/inbox/999/composer", "/inbox/abc", f"/inbox/{'9' * 30}"])
def test_a_conversation_that_does_not_exist_is_not_found(admin: Browser, path: str) -> None:
    assert admin.get(path).status == 404


def test_strange_positions_are_harmless(admin: Browser, thread: Thread) -> None:
    for strange in (
        "before=0",
        "before=-5",
        "before=x",
        "from=99999",
        "seen=-1",
        "from=-7",
        f"before={'9' * 30}",
    ):
        assert admin.get(f"/inbox/{thread.id}?{strange}").status == 200, strange
        assert admin.get(f"/inbox/{thread.id}?{strange}", htmx=True).status == 200, strange


def test_a_contact_is_named_and_unnamed(staff: Browser, thread: Thread) -> None:
    page = staff.submit(staff.get(f"/inbox/{thread.id}"), "/name", name="  Carol \n Shaw ")
    assert page.title == "Carol Shaw"
    assert "+1 202-555-0111" in page.words
    assert staff.submit(page, "/name", name="").title == "+1 202-555-0111"


def test_a_name_that_is_too_long_is_refused_with_what_was_typed(staff: Browser, thread: Thread) -> None:
    page = staff.submit(staff.get(f"/inbox/{thread.id}"), "/name", name="x" * 201)
    assert page.status == 422
    assert page.problems == ["The name can have up to 200 characters."]
    assert page.value("name") == "x" * 201


def test_a_reaction_stands_at_the_message_of_ours(admin: Browser, thread: Thread, ada: User) -> None:
    message = we_write(thread, "Yes, from ten.", ada.id)
    db.session.execute(update(Message).where(Message.id == message.id).values(state=MessageState.DELIVERED))
    db.session.commit()
    address = live(admin.get(f"/inbox/{thread.id}"))
    they_write("Liked “Yes, from ten.”")
    page = admin.get(address)
    assert said(page) == ["Are you open on Sunday?", "Yes, from ten."]
    chip = next(e for e in page.root.all("p") if e.attrs.get("class") == "reaction")
    assert chip.attrs["title"].startswith("+1 202-555-0111 reacted with 👍, ")
    assert "reacted with 👍" in chip.words()
    they_write("Removed a like from “Yes, from ten.”")
    assert "reaction" not in [e.attrs.get("class") for e in admin.get(address).root.all("p")]


def test_a_text_whose_workflow_is_paused_says_what_it_waits_for(staff: Browser, thread: Thread) -> None:
    enqueue.put(thread, "See you tomorrow", Origin.WORKFLOW)
    held = {"not_before": now() + timedelta(hours=1), "reason": paused.WHY}
    db.session.execute(update(Message).where(Message.origin == Origin.WORKFLOW).values(**held))
    db.session.commit()
    page = staff.get(f"/inbox/{thread.id}")
    assert paused.WHY in page.words
    assert "Waits for their hours" not in page.words
