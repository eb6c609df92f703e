"""Segments in a browser: a filter becomes one, contacts are ticked into another, and both without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Installation
from tests.browser.look import looks_right
from tests.browser.test_keyboard import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

OURS = "+12025550100"
IRIS, OTTO = "+13125550181", "+13125550182"


@pytest.fixture
def people(page: Page, installation: Installation) -> None:
    """Two who have written to us."""
    steps.add_simulated_number(page)
    for phone, name in ((IRIS, "Iris"), (OTTO, "Otto")):
        installation.control.inbound(phone, OURS, f"Hello, this is {name}")
        page.goto("/inbox?view=all")
        expect(page.get_by_text(f"Hello, this is {name}").first).to_be_visible(timeout=20_000)


@pytest.mark.long
def test_contacts_become_segments_and_recipients(page: Page, people: None) -> None:
    page.goto("/contacts")
    tab_to(page, "Filter", 60)
    page.keyboard.press("Enter")
    page.get_by_label("What").first.fill("contact.phone")
    page.get_by_label("How").first.select_option("is")
    page.get_by_label("Compared with").first.fill(IRIS)
    page.get_by_role("button", name="Show them").last.click()
    expect(page.locator(".table-lines tbody tr")).to_have_count(1)
    looks_right(page)
    page.get_by_role("link", name="Save as a segment").click()
    page.get_by_label("Name").fill("Only Iris")
    looks_right(page)
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("Those for whom their phone is")).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="Text them").click()
    expect(page).to_have_url(re.compile(r"/batches/\d+/recipients$"))
    expect(page.get_by_text("Who was in the segment")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("1 row").first).to_be_visible()


@pytest.mark.long
def test_they_are_ticked_without_scripts(without_scripts: Page, people: None) -> None:
    page = without_scripts
    page.goto("/segments/new")
    page.get_by_label("Name").fill("Ticked")
    page.get_by_role("button", name="Save").last.click()
    page.goto("/contacts?q=5550182")
    page.locator("input[name=contact]").first.check()
    page.get_by_label("Put them into").select_option(label="Ticked")
    page.get_by_role("button", name="Put", exact=True).click()
    expect(page.get_by_text("1 put into “Ticked”.")).to_be_visible()
    page.goto("/notices")
    expect(page.get_by_role("heading", name="Notices", exact=True)).to_be_visible()
