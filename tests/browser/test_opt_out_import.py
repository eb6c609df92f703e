"""A list of opt-outs from another system, with junk in it, is imported in the browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.look import accessibility, cut_off

pytestmark = pytest.mark.browser

WHENCE = "Exported from our newsletter tool on 3 March"
JUNK = (
    "\ufeffName;Mobil;Bemerkung\r\n"
    "Zoë;(312) 555-0141;by letter\r\n"
    "Bob;+13125550142;\r\n"
    "Bob again;001 312 555 0142;\r\n"
    ";;\r\n"
    'Nobody;"see notes; moved away";a long remark\r\n'
    "Rounded;1,31256E+10;\r\n"
    "Empty;;no phone\r\n"
)


def choose(page: Page, name: str, content: str) -> None:
    """Fill in the form, and send it."""
    page.goto("/opt-outs/import")
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": content.encode()}]
    )
    page.get_by_label("Assumed country").select_option("US")
    page.get_by_label("Where does this list come from?").fill(WHENCE)
    page.get_by_role("button", name="Import the list").click()


def must_look_right(page: Page) -> None:
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert accessibility(page) == []
        assert cut_off(page) == 0


@pytest.mark.long
def test_a_list_with_junk_in_it_is_imported(page: Page) -> None:
    steps.add_simulated_number(page)
    page.goto("/opt-outs")
    page.get_by_role("link", name="Import a list").first.click()
    must_look_right(page)
    page.get_by_role("button", name="Import the list").click()
    expect(page.get_by_role("link", name="Write down where this list comes from.")).to_be_visible()
    must_look_right(page)

    choose(page, "elsewhere.csv", JUNK)
    expect(page).to_have_url(re.compile(r"/opt-outs/imports/\d+$"))
    expect(page.get_by_text("2 people of this list are opted out.")).to_be_visible()  # without a reload
    expect(page.get_by_role("heading", name="3 rows could not be read")).to_be_visible()
    expect(page.get_by_text("was rounded by a spreadsheet")).to_be_visible()
    must_look_right(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download all").click()
    kept = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert kept[0] == "Name,Mobil,Bemerkung,row,what is wrong"
    assert [line.split(",")[0] for line in kept[1:]] == ["Nobody", "Rounded", "Empty"]

    page.get_by_role("link", name="All opt-outs").click()
    expect(page.get_by_text(WHENCE).first).to_be_visible()
    must_look_right(page)


@pytest.mark.long
def test_it_asks_for_the_column_that_it_cannot_tell(page: Page) -> None:
    steps.add_simulated_number(page)
    choose(page, "two.csv", "first,second\n+13125550143,+13125550144\n")
    expect(page.get_by_text("Which column holds the phone numbers?")).to_be_visible()
    must_look_right(page)
    page.get_by_label("second").check()
    page.get_by_role("button", name="Import the list").click()
    expect(page.get_by_text("1 person of this list is opted out.")).to_be_visible()
