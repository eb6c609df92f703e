"""What comes out of the printer: a page across the paper, in light colours, and whole conversations."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Installation

pytestmark = pytest.mark.browser

PHONE, OURS = "+13125550177", "+12025550100"
TEXTS = 20
PAPER = {"width": 718, "height": 1000}
"""A4 without its margins, in CSS pixels; and a wide sheet, which is laid out as a desk's screen is."""
SHEETS = (PAPER, {"width": 1280, "height": 900})


def test_a_page_takes_the_whole_width_and_is_light(page: Page) -> None:
    steps.add_simulated_number(page)
    page.emulate_media(media="print", color_scheme="dark")
    for sheet in SHEETS:
        page.set_viewport_size(sheet)  # type: ignore[arg-type]
        page.goto("/numbers")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        table = page.locator(".table-scroll").bounding_box()
        assert table and table["width"] > sheet["width"] * 0.8
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(246, 247, 249)"
        expect(page.get_by_role("link", name="Add a number")).to_be_hidden()
    page.goto("/people")
    printed = "getComputedStyle(document.querySelector('main time[data-relative]'), '::after').content"
    assert re.search(r"20\d\d, \d\d:\d\d", page.evaluate(printed)), "no “1 minute ago” on paper"


@pytest.mark.long
def test_a_conversation_is_printed_from_its_first_text(page: Page, installation: Installation) -> None:
    steps.add_simulated_number(page)
    for number in range(TEXTS):
        installation.control.inbound(PHONE, OURS, f"Text {number} of a long talk")
    installation.control.idle()
    page.goto("/inbox?view=all")
    page.get_by_role("link", name=re.compile("312-555-0177")).first.click()
    expect(page.locator(".talk").get_by_text("of a long talk")).to_have_count(TEXTS)
    page.emulate_media(media="print")
    for sheet in SHEETS:
        page.set_viewport_size(sheet)  # type: ignore[arg-type]
        expect(page.get_by_label("Message", exact=True)).to_be_hidden()
        height = page.evaluate("document.documentElement.scrollHeight")
        for said in page.locator(".talk").get_by_text("of a long talk").all():
            box = said.bounding_box()
            assert box and 0 <= box["y"] < height
