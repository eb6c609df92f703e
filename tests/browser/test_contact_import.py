"""A list of people is imported in the browser, and what came of it is labeled and erased again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.look import accessibility, cut_off

pytestmark = pytest.mark.browser

PEOPLE = (
    "Full name,Mobile,Town,Since\n"
    "Xanthe Quill,(312) 555-0161,Bath,31/12/2020\n"
    "Yorick Quill,+13125550162,,1/2/2021\n"
    "No One,12ab,Rome,\n"
)


def must_look_right(page: Page) -> None:
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert accessibility(page) == []
        assert cut_off(page) == 0


@pytest.mark.long
def test_a_list_becomes_contacts_who_are_erased_together(page: Page) -> None:
    steps.add_simulated_number(page)
    page.goto("/contacts/import")
    page.locator("input[type=file]").set_input_files(
        [{"name": "quills.csv", "mimeType": "text/csv", "buffer": PEOPLE.encode()}]
    )
    page.get_by_label("Assumed country").select_option("US")
    page.get_by_role("button", name="Read the list").click()
    expect(page.get_by_role("heading", name="2 new, 0 known, 1 cannot be read")).to_be_visible()
    must_look_right(page)
    page.get_by_label("Label for all").fill("Quills")
    page.get_by_role("button", name="Import 2 people").click()
    expect(
        page.get_by_text("2 people of this list are in your contacts.")
    ).to_be_visible()  # without a reload
    must_look_right(page)

    page.get_by_role("link", name="Everyone with “Quills”").click()
    expect(page.get_by_role("link", name="Xanthe Quill")).to_be_visible()
    page.get_by_label("All that are listed").check()
    page.get_by_label("Label", exact=True).fill("Old friends")
    page.get_by_role("button", name="Add the label").click()
    expect(page.get_by_text("Put on 2 contacts: “Old friends”.")).to_be_visible()
    page.get_by_label("All that are listed").check()
    page.get_by_role("button", name=re.compile("Erase")).click()
    expect(page.get_by_role("heading", name="Erase 2 contacts?")).to_be_visible()
    must_look_right(page)
    page.get_by_label("How many are erased").fill("2")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("2 of 2 contacts looked at, 2 erased")).to_be_visible()
