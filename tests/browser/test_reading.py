"""How a list was read is seen, and another encoding is tried out before it is chosen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.look import looks_right

pytestmark = pytest.mark.browser

LIST = "first_name,phone\nÅsa,+13125550141\nBjörn,+13125550142\nMuñoz,+13125550143\n".encode("cp1252")


@pytest.mark.long
def test_an_encoding_is_tried_out_and_chosen(page: Page) -> None:
    steps.add_simulated_number(page)
    page.goto("/batches/new")
    page.locator("input[type=file]").first.set_input_files(
        [{"name": "people.csv", "mimeType": "text/csv", "buffer": LIST}]
    )
    encoding = page.get_by_label("Text encoding")
    expect(encoding).to_have_value("cp1252")
    expect(page.get_by_text("Åsa,+13125550141")).to_be_visible()
    looks_right(page)
    encoding.select_option("cp1250")
    expect(page.get_by_text("Ĺsa,+13125550141")).to_be_visible()  # nothing is saved yet
    expect(page.get_by_role("cell", name="Åsa")).to_be_visible()
    page.get_by_role("button", name="Read it this way").click()
    expect(page.get_by_role("cell", name="Ĺsa")).to_be_visible()
    page.get_by_text("How the file was read").click()  # it was chosen, so there is nothing to decide
    expect(encoding).to_have_value("cp1250")
    looks_right(page)
