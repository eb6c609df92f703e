"""Saved replies: their page, and the list from which the composer takes them."""

from __future__ import annotations

import pytest

from tests.conversations import they_write, thread_of
from tests.views.client import Browser, Page
from webapp.db import db
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.inbox import saved_replies
from webapp.services.inbox.saved_replies import Typed


@pytest.fixture
def hours(ada: User) -> int:
    row = saved_replies.add(
        Typed("Hours", "Hi {{contact.first_name|there}}, 9 to 5. {{contact.visit}}", ""), ada
    )
    saved_replies.add(Typed("Way", "12 Harbour Street", "es"), ada)
    db.session.commit()
    return row.id


def rows(page: Page) -> list[str]:
    return [e.words() for e in page.root.all("tr")][1:]


def test_one_is_added_changed_and_removed(staff: Browser) -> None:
    assert "No saved replies yet" in staff.get("/saved-replies").words
    page = staff.get("/saved-replies/new")
    refused = staff.submit(page, "/saved-replies/new", name="Hours", text="Hi {{name", htmx=True)
    assert refused.status == 422 and refused.value("name") == "Hours"
    page = staff.submit(page, "/saved-replies/new", name="Hours", text="Hi {{name}}")
    assert page.notices == ["“Hours” is saved."] and "Hi {{name}}" in rows(page)[0]
    path = next(
        e.attrs["href"] for e in page.root.all("a") if e.words() == "Hours" and "saved" in e.attrs["href"]
    )
    page = staff.submit(staff.get(path), path, text="Hi {{contact.nmae|you}}")
    assert page.notices == [
        "“Hours” is saved. Nothing is called “contact.nmae” so far. Did you mean {{contact.name}}?"
    ]
    page = staff.submit(staff.get(path), path, name="Opening hours", language="es")
    assert rows(page)[0].startswith("Opening hours Spanish")
    page = staff.submit(staff.get(path), f"{path}/remove")
    assert page.notices == ["“Opening hours” is removed."]
    assert staff.get(path).status == 404


def test_they_are_searched(staff: Browser, hours: int) -> None:
    assert len(rows(staff.get("/saved-replies"))) == 2
    assert [one.split()[0] for one in rows(staff.get("/saved-replies?q=harbour"))] == ["Way"]
    assert "Nothing fits “x”." in staff.get("/saved-replies?q=x").words


def test_the_composer_lists_them_with_this_contact_s_values(
    staff: Browser, thread: Thread, hours: int
) -> None:
    thread.contact.name = "Carol Shaw"
    db.session.commit()
    panel = staff.get(f"/inbox/{thread.id}/saved-replies", htmx=True)
    first, second = (e for e in panel.root.all("li") if e.attrs.get("role") == "option")
    assert first.attrs["data-text"] == "Hi Carol, 9 to 5. {{contact.visit}}"
    assert "No contact.visit for them" in first.words()
    assert second.attrs["data-find"].endswith("Spanish")


def test_without_a_script_one_is_chosen_on_a_page_and_never_sent_with_braces(
    staff: Browser, thread: Thread, hours: int
) -> None:
    page = staff.get(f"/inbox/{thread.id}/saved-replies?q=9")
    [use] = [e.attrs["href"] for e in page.root.all("a") if e.words().startswith("Use")]
    page = staff.get(use)
    text = (page.value("text") or "").strip()
    assert text == "Hi there, 9 to 5. {{contact.visit}}"
    refused = staff.submit(page, f"/inbox/{thread.id}", text=text)
    assert refused.status == 422
    assert "Write something in the place of {{contact.visit}}, or remove it." in refused.words
    assert staff.submit(refused, f"/inbox/{thread.id}", text="Hi there, 9 to 5.").status == 200


def test_the_count_says_what_is_to_be_filled_in_but_not_of_what_is_kept(
    staff: Browser, thread: Thread
) -> None:
    fields = {"text": "Hi {{name}}", "csrf_token": staff.token()}
    assert "in the place of {{name}}" in staff.post("/inbox/measure", fields, htmx=True).words
    assert "in the place" not in staff.post("/inbox/measure?purpose=saved", fields, htmx=True).words


def test_the_page_of_replies_says_what_to_do_where_there_are_none(staff: Browser, thread: Thread) -> None:
    path = f"/inbox/{thread.id}/saved-replies"
    page = staff.get(path)
    assert "No saved replies yet" in page.words and "New saved reply" in page.words
    assert "Nothing fits “x”. Show all" in staff.get(f"{path}?q=x").words
    assert "css/inbox.css" in page.response.text  # the field of its search is laid out there


@pytest.mark.parametrize("path", ["/saved-replies", "/saved-replies/new", "/inbox/{}/saved-replies"])
def test_an_empty_list_says_what_to_do(staff: Browser, thread: Thread, path: str) -> None:
    thread = thread_of(they_write("Hello"))
    assert staff.get(path.format(thread.id)).status == 200
    panel = staff.get(f"/inbox/{thread.id}/saved-replies", htmx=True)
    assert "There are no saved replies yet." in panel.words
