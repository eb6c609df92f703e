"""A conversation is closed and snoozed by keys, comes back by a text, and several are chosen on the list."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Installation
from tests.browser.look import looks_right

pytestmark = pytest.mark.browser

PHONES, OURS = ("13125550131", "13125550132"), "12025550100"


def opened(page: Page, last: str) -> None:
    page.goto("/inbox?view=all")
    page.get_by_role("link", name=re.compile(f"312-555-{last}")).first.click()
    expect(page.locator("#messages .sms").last).to_be_visible()


@pytest.mark.long
def test_what_needs_nothing_now_is_put_away(page: Page, second: Page, installation: Installation) -> None:
    steps.add_simulated_number(page)
    for phone in PHONES:
        installation.control.inbound(phone, OURS, "Thank you, that is all.")
    opened(second, "0131")
    opened(page, "0131")
    bar, theirs = page.locator("#agent-bar"), second.locator("#agent-bar")
    page.get_by_label(re.compile("^Your message")).press("e")  # it is typed
    expect(bar.get_by_role("button", name="Close")).to_be_visible()
    page.locator("h1").click()
    page.keyboard.press("e")
    expect(bar).to_contain_text("Closed until they write or call")
    expect(theirs).to_contain_text("Closed until they write or call")
    looks_right(page)

    installation.control.inbound(PHONES[0], OURS, "One more thing.")
    expect(theirs).not_to_contain_text("Closed")
    expect(second.get_by_text("Open again: they wrote.")).to_be_visible()
    expect(bar).not_to_contain_text("Closed")
    page.keyboard.press("z")
    expect(page.get_by_role("button", name=re.compile("Later today|Tomorrow")).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(bar).to_contain_text("Snoozed until")
    expect(page.locator("#snooze-menu")).not_to_have_attribute("open", "")
    expect(bar.get_by_role("button", name="Open again")).to_be_focused()

    page.keyboard.press("u")
    page.wait_for_url(re.compile(r"/inbox\?view=all"))
    page.goto("/inbox?view=all&select=1&q=312555013")
    expect(page.get_by_role("button", name="Close")).to_be_disabled()
    page.get_by_label("All shown").check()
    expect(page.get_by_text("2 conversations are chosen.")).to_be_visible()
    page.get_by_text("Label…").click()
    page.get_by_label("A label for their contacts").fill("Regular")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 contacts are labeled.")).to_be_visible()
