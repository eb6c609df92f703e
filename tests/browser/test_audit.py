"""An admin looks into the audit: every line a sentence, the filter, the download."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.look import looks_right

pytestmark = pytest.mark.browser


@pytest.mark.long
def test_who_did_what_is_found_and_taken_away(page: Page) -> None:
    steps.add_simulated_number(page)
    steps.upload(page, steps.csv_of([("+1 202 555 1111", "Grace", "Friday")]))
    page.goto("/opt-outs/add")
    page.get_by_label("Phone").fill("+1 312 555 0142")
    page.get_by_label("What they said, and when").fill("Told us by phone.")
    page.get_by_role("button", name="Add the opt-out").click()
    expect(page.get_by_text("will not be reached any more")).to_be_visible()

    page.get_by_role("link", name="Audit").first.click()
    expect(page.get_by_text("Ada Lovelace opted +1 312-555-0142 out: Told us by phone.")).to_be_visible()
    expect(page.get_by_text("Ada Lovelace uploaded autumn.csv for autumn").first).to_be_visible()
    looks_right(page)

    page.get_by_label("What", exact=True).select_option(label="Batches: made and changed")
    page.get_by_label("Search").fill("autumn")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("Ada Lovelace uploaded autumn.csv for autumn").first).to_be_visible()
    expect(page.get_by_text("opted +1 312")).to_have_count(0)
    looks_right(page)
    with page.expect_download() as begun:
        page.get_by_role("button", name="Download what is shown").click()
    assert "uploaded autumn.csv for autumn" in Path(begun.value.path()).read_text(encoding="utf-8")

    page.get_by_label("Search").fill("nobody has done this")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    looks_right(page)
    page.get_by_role("link", name="Show all").first.click()
    expect(page.get_by_text("Ada Lovelace downloaded a part of the audit")).to_be_visible()
