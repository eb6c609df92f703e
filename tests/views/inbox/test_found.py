"""A search of the inbox says which text it has found, marks its words, and leads to it."""

from __future__ import annotations

from tests import calls, factories
from tests.conversations import CAROL, they_write, we_write
from tests.views.client import Browser, Page
from webapp.db import db
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.inbox.timeline import timeline
from webapp.services.threads import notes


def shown(page: Page) -> tuple[str, list[str]]:
    """The second line of the only conversation, and what is marked in all of the list."""
    [line] = [one for one in page.root.all("span") if one.attrs.get("class") == "text"]
    return line.words(), [one.words() for one in page.root.all("mark")]


def test_the_newest_find_stands_in_the_list(staff: Browser, ada: User, thread: Thread) -> None:
    they_write("My <b>CAR</b> & I")
    they_write("Thanks")
    line, marked = shown(staff.get("/inbox?q=car"))
    assert line.endswith(": My <b> CAR </b> & I")
    assert marked == ["CAR"]
    we_write(thread, "Which one is your car?", ada.id)
    they_write("Never mind")
    assert shown(staff.get("/inbox?q=car"))[0].endswith(", we wrote: Which one is your car ?")
    notes.add(thread, "Has a blue car.", ada.id)
    db.session.commit()
    assert shown(staff.get("/inbox?q=car"))[0].endswith(", note: Has a blue car .")
    call = factories.call(CAROL, thread.number_id, "ended", outcome="answered")
    calls.turns(call, "Hello.", "I sold my car.", "Oh.")
    db.session.commit()
    assert shown(staff.get("/inbox?q=car&view=all"))[0].endswith(", in a call: I sold my car .")


def test_what_is_found_by_a_name_shows_its_latest_text_and_titles_are_marked(
    staff: Browser, thread: Thread
) -> None:
    thread.contact.name, thread.contact.search_name, thread.title = "Carol", "  carol ", "Wants the car park"
    db.session.commit()
    assert shown(staff.get("/inbox?q=carol")) == ("Are you open on Sunday?", [])
    assert shown(staff.get("/inbox?q=car+park")) == ("Are you open on Sunday?", ["car park"])


def test_a_find_leads_to_the_text_however_old(staff: Browser, ada: User, thread: Thread) -> None:
    old = they_write("Where is the car park?")
    notes.add(thread, "It is locked.", ada.id)
    db.session.commit()
    for index in range(timeline.PAGE + 1):
        they_write(f"Number {index}")
    for words in ("car park", "locked"):
        link = next(
            one.attrs["href"]
            for one in staff.get(f"/inbox?q={words}").root.all("a")
            if one.attrs.get("class", "").startswith("conversation")
        )
        path, _, anchor = link.partition("#")
        page = staff.get(path)
        assert anchor in [one.attrs.get("id") for one in page.root.all("li")], words
        assert old.text in page.words and f"Number {timeline.PAGE}" in page.words
        assert "Show earlier messages" in page.words
