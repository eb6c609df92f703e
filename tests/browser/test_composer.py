"""The composer's saved replies and its other times, by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps

pytestmark = pytest.mark.browser

PHONE = "+18005550177"
"""It belongs to no place, so that times are those of who writes."""


@pytest.mark.long
def test_a_saved_reply_is_put_in_and_sent_later_by_keyboard(page: Page) -> None:
    steps.add_simulated_number(page)
    page.goto("/saved-replies/new")
    page.get_by_label("Name", exact=True).fill("Directions")
    page.get_by_label("Text", exact=True).fill("Come to gate {{gate}}, {{me.first_name}}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("“Directions” is saved.")).to_be_visible()
    page.goto(f"/inbox/new?phone={PHONE.replace('+', '%2B')}")
    page.get_by_label("Message", exact=True).fill("Hello")
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_url(re.compile(r"/inbox/\d+"))
    box = page.get_by_label(re.compile("^Your message to"))
    box.press("/")
    search = page.get_by_role("combobox", name="Find a saved reply")
    expect(search).to_be_focused()
    search.type("nothing like that")
    expect(page.get_by_text("Nothing fits.")).to_be_visible()
    search.fill("direct")
    expect(page.get_by_role("option", name="Directions")).to_have_attribute("aria-selected", "true")
    search.press("Enter")
    expect(box).to_have_value("Come to gate {{gate}}, Ada")
    expect(page.get_by_text("Write something in the place of {{gate}}")).to_be_visible()
    page.keyboard.type("B7")  # over what is selected
    expect(box).to_have_value("Come to gate B7, Ada")
    page.get_by_role("button", name="Send later").press("Enter")
    page.get_by_label("Tomorrow morning").press("Space")
    page.get_by_role("button", name="Schedule").press("Enter")
    waits = page.get_by_role("region", name="To be sent later")
    expect(waits).to_contain_text("Come to gate B7, Ada")
    expect(page.get_by_label(re.compile("^Your message to"))).to_have_value("")
    waits.get_by_role("button", name="Cancel").press("Enter")
    expect(page.get_by_text("canceled Ada Lovelace’s text for later")).to_be_visible()
    expect(waits).to_have_count(0)
