"""Language models in a real browser: the simulated one is added, tested and removed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.look import looks_right

pytestmark = pytest.mark.browser


@pytest.mark.long
def test_the_simulated_model_is_added_tested_and_removed(page: Page) -> None:
    page.goto("/settings")
    page.get_by_role("link", name="Language models").last.click()
    expect(page.get_by_text("No models yet")).to_be_visible()
    looks_right(page)
    page.get_by_role("link", name="Add a model").click()
    expect(page.get_by_label("Who runs it")).to_be_visible()
    looks_right(page)
    page.goto("/settings/models")
    page.get_by_role("button", name="Add the simulated model").click()
    expect(page.get_by_text("starts within a few seconds")).to_be_visible()
    looks_right(page)
    for _ in range(30):
        page.get_by_role("button", name="Test connection").click()
        expect(page.get_by_text("Simulated model: ")).to_be_visible()
        if page.get_by_text("keeps to a JSON schema").count():
            break
        page.wait_for_timeout(1000)
    expect(page.get_by_role("row").nth(1)).to_contain_text("Works")
    looks_right(page)
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.get_by_label("Address")).to_be_visible()
    looks_right(page)
    page.goto("/settings/models")
    page.get_by_role("button", name="Remove", exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The model is removed, and its key with it.")).to_be_visible()
