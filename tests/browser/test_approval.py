"""Two people and a large batch: one asks, the other sends it back, and then approves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.look import looks_right

pytestmark = pytest.mark.browser

PEOPLE = [("+1 312 555 0171", "Grace", "Friday"), ("+1 312 555 0172", "Edsger", "Monday")]


def rule(page: Page, over: str) -> None:
    """Switch the rule on, or ask for it to be switched off."""
    page.goto("/settings")
    page.get_by_label("Needed above").fill(over)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The settings are saved.")).to_be_visible()


@pytest.fixture
def two_needed(page: Page, second: Page) -> Iterator[None]:
    """Above one recipient, until the test has ended in whatever way: then the other admin agrees."""
    rule(page, "1")
    yield
    rule(page, "")
    second.goto("/")
    looks_right(second)
    second.get_by_role("button", name="Confirm").click()
    expect(second.get_by_text("It is confirmed, and holds from now on.")).to_be_visible()


def ask(page: Page) -> None:
    page.get_by_role("button", name="Ask for approval to send now").click()
    expect(page.get_by_role("heading", name="It waits for approval")).to_be_visible()


@pytest.mark.long
def test_a_large_batch_takes_two(page: Page, two_needed: None, second: Page) -> None:
    steps.add_simulated_number(page)
    steps.upload(page, steps.csv_of(PEOPLE))
    steps.write(page, "Hi {{first_name}}, we open on {{day}}.")
    steps.decide(page)
    looks_right(page)
    ask(page)
    looks_right(page)

    second.goto("/")
    looks_right(second)
    second.get_by_role("link", name="Decide about").click()
    expect(second.get_by_text("Hi Grace, we open on Friday.")).to_be_visible()
    looks_right(second)
    second.get_by_label("What should be changed?").fill("Say who we are.")
    second.get_by_role("button", name="Send it back").click()
    expect(second.get_by_text("It is sent back.")).to_be_visible()

    expect(page.get_by_text("Noor Inayat sent it back")).to_be_visible(timeout=30_000)  # by itself
    looks_right(page)
    steps.write(page, "Hi {{first_name}}, we open on {{day}}. Ada from the clinic")
    steps.decide(page)
    ask(page)

    second.goto("/")
    second.get_by_role("link", name="Decide about").click()
    expect(second.get_by_text("Ada from the clinic").first).to_be_visible()
    second.get_by_role("button", name="Approve, and send to 2 people now").click()
    expect(second.get_by_text("Approved. It goes out exactly as you saw it.")).to_be_visible()
    expect(page.get_by_text("Noor Inayat approved it")).to_be_visible(timeout=30_000)  # by itself
    steps.tile(page, "Delivered", 2)
