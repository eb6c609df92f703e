"""One conversation in the list: people of one name are told apart."""

from __future__ import annotations

from tests.conversations import DAVE, they_write, thread_of
from tests.views.client import Browser, Page
from webapp.db import db
from webapp.models.thread import Thread
from webapp.services.contacts import details


def phones(page: Page) -> list[str]:
    """Those that stand beside a name."""
    return [one.words() for one in page.root.all("span") if one.attrs.get("class", "").startswith("of ")]


def test_people_of_one_name_are_told_apart_by_their_phones(staff: Browser, thread: Thread) -> None:
    another = thread_of(they_write("Hello?", DAVE))
    details.rename(thread.contact, "John Smith")
    db.session.commit()
    assert phones(staff.get("/inbox?view=all")) == []
    details.rename(another.contact, "John Smith")
    db.session.commit()
    assert len(phones(staff.get("/inbox?view=all"))) == 2
