"""Someone asks what is held on them, and wants it gone: look them up, take it away, erase it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Installation
from tests.browser.look import looks_right

pytestmark = pytest.mark.browser

PHONE, OURS = "+13125550166", "+12025550100"


@pytest.mark.long
def test_what_is_held_is_taken_away_and_erased(page: Page, installation: Installation) -> None:
    steps.add_simulated_number(page)
    for text in ("Hello, this is Mary", "What do you know about me?", "STOP"):
        installation.control.inbound(PHONE, OURS, text)
        installation.control.idle()
    page.goto("/inbox?view=all")
    page.get_by_role("link", name=re.compile("312-555-0166")).first.click()
    page.get_by_role("link", name="Contact", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("+1 312-555-0166")
    page.get_by_label("Name").fill("Mary Jackson")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_text("They opted out by writing “STOP”.")).to_be_visible()
    looks_right(page)

    page.goto("/contacts")
    looks_right(page)
    page.get_by_label("Search by name or phone").fill("jackson")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Mary Jackson").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Everything as JSON").click()
    held = json.loads(Path(started.value.path()).read_text(encoding="utf-8"))
    assert held["contact"][0]["name"] == "Mary Jackson"
    assert "Hello, this is Mary" in str(held["conversations"])

    page.get_by_role("link", name="Erase…").click()
    expect(page.get_by_role("heading", name="What stays")).to_be_visible()
    looks_right(page)
    page.get_by_label("The last four digits of the phone").fill("1234")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("alert")).to_contain_text("Type the last 4 digits")
    looks_right(page)
    page.get_by_label("The last four digits of the phone").fill("0166")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("They are erased.")).to_be_visible()
    page.goto(f"/contacts/phone/{PHONE}")
    expect(page.get_by_text("They have opted out: nothing is sent to them.")).to_be_visible()
    expect(page.get_by_text("They opted out by writing a keyword.")).to_be_visible()
    looks_right(page)
