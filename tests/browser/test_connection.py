"""A connection that is lost while someone writes: it is said once, and nothing that was typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser import steps

pytestmark = pytest.mark.browser

KEPT = "The connection is lost. What you have typed is still here."


@pytest.mark.long
def test_typing_without_a_connection_is_told_once_and_asks_for_no_reload(context: BrowserContext) -> None:
    page = context.new_page()  # not watched: requests are to fail
    steps.add_simulated_number(page)
    steps.upload(page, steps.csv_of([("+12025550187", "Ada", "Monday")]))
    page.route("**/batches/*/message/preview", lambda route: route.abort())
    message = page.get_by_label("Message", exact=True)
    for word in ("Hello", " again", " Ada"):
        with page.expect_event("requestfailed"):
            message.press_sequentially(word)
    said = page.locator("#toasts").get_by_text("The connection is lost")
    expect(said).to_have_count(1)
    expect(said).to_have_text(KEPT)
    page.unroute("**/batches/*/message/preview")
    message.press_sequentially("!")
    expect(said).to_have_count(0)
    expect(message).to_have_value("Hello again Ada!")


@pytest.mark.long
def test_what_may_have_been_done_is_told_once_as_well(context: BrowserContext) -> None:
    page = context.new_page()  # not watched: requests are to fail
    steps.add_simulated_number(page)
    page.goto(f"{steps.make_workflow(page, 'Birthday or renewal')}/edit")
    page.route("**/steps/*/move", lambda route: route.abort())
    down = page.get_by_role("button", name=re.compile("^Move down")).first
    for _ in range(2):
        with page.expect_event("requestfailed"):
            down.click()
    said = page.locator("#toasts").get_by_text("The connection is lost")
    expect(said).to_have_count(1)
    expect(said).to_contain_text("Reload the page to see whether it was done")
    page.unroute("**/steps/*/move")
    down.click()
    expect(said).to_have_count(0)
