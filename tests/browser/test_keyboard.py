"""The story without a mouse: everything is reached by Tab, and done by Enter, Space and letters."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Installation
from tests.simulator.server import wait_for

pytestmark = pytest.mark.browser

NAME = """() => {
  const e = document.activeElement;
  const label = e.labels && e.labels[0] ? e.labels[0].innerText : "";
  const words = [e.getAttribute("aria-label") || "", label, e.innerText || ""];
  return words.join(" ").replace(/\\s+/g, " ").trim();
}"""


def tab_to(page: Page, wanted: str, most: int = 60) -> None:
    """Press Tab until the focus is on `wanted`: a CSS selector, or the beginning of its name."""
    seen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(NAME))
        if _is(page, wanted) if wanted.endswith("]") else seen[-1].startswith(wanted):
            return
    raise AssertionError(f"no way by Tab to {wanted!r} on {page.url}; there were {seen}")


def _is(page: Page, selector: str) -> bool:
    found: bool = page.evaluate("selector => document.activeElement.matches(selector)", selector)
    return found


@pytest.mark.long
def test_a_batch_is_sent_and_answered_by_keyboard(page: Page, installation: Installation) -> None:
    steps.add_simulated_number(page)
    page.goto("/batches/new")
    with page.expect_file_chooser() as chooser:
        tab_to(page, "input[type=file]")  # meanwhile the browser learns that we are the one who chooses
        page.keyboard.press("Space")
    chooser.value.set_files([steps.csv_of([("2025536666", "Alan", "Friday")])])  # type: ignore[list-item]
    submit = page.get_by_role("button", name="Upload the list")
    if submit.is_visible():
        tab_to(page, "Upload the list")
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/recipients"))
    expect(page.get_by_role("button", name="Continue")).to_be_visible()
    tab_to(page, "input[name=consent]")
    page.keyboard.press("Space")
    tab_to(page, "Continue")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/message"))
    tab_to(page, "textarea[name=message]")
    page.keyboard.type("Hi {{first_name}}")
    tab_to(page, "Save and check")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Can be sent").first).to_be_visible()
    tab_to(page, "Continue")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/when"))
    tab_to(page, "Send to 1 person now")
    page.keyboard.press("Enter")
    steps.tile(page, "Replied", 1)
    tab_to(page, "td a[href^='/inbox/']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/inbox/\d+"))
    tab_to(page, "textarea[name=text]")
    page.keyboard.type("It costs nothing.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("It costs nothing.").first).to_be_visible()
    wait_for(lambda: installation.control.messages(to="12025536666")[-1]["text"] == "It costs nothing.")


def test_the_first_tab_skips_to_the_content(page: Page) -> None:
    page.goto("/batches")
    page.keyboard.press("Tab")
    assert page.evaluate(NAME) == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
