"""Two people in one conversation: neither writes over the other unseen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Installation
from tests.browser.look import looks_right
from tests.simulator.server import wait_for

pytestmark = pytest.mark.browser

PHONE, OURS = "13125550190", "12025550100"


def opened(page: Page) -> None:
    page.goto("/inbox?view=all")
    page.get_by_role("link", name=re.compile("312-555-0190")).first.click()
    expect(page.get_by_text("Are you open?").last).to_be_visible()


def answer(page: Page, text: str) -> None:
    page.get_by_label(re.compile("^Your message")).fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def sent(installation: Installation) -> list[str]:
    return [message["text"] for message in installation.control.messages() if message["to"] == PHONE]


@pytest.mark.long
def test_who_has_not_seen_an_answer_is_shown_it_first(
    page: Page, second: Page, installation: Installation
) -> None:
    steps.add_simulated_number(page)
    installation.control.inbound(PHONE, OURS, "Are you open?")
    opened(second)
    opened(page)
    page.evaluate("document.getElementById('messages').remove()")  # this page hears nothing new any more
    answer(second, "Yes, from ten.")
    expect(second.get_by_text("Yes, from ten.").last).to_be_visible()
    answer(page, "No, we are not.")
    expect(page.get_by_text("Noor Inayat has answered meanwhile.")).to_be_visible()
    looks_right(page)
    answer(page, "Until six.")
    expect(page.get_by_label(re.compile("^Your message"))).to_have_value("")

    # Noor has seen it come in: in the conversation, for the list beside it may be faster.
    expect(second.locator("#messages").get_by_text("Until six.").last).to_be_visible(timeout=15_000)
    answer(second, "See you.")
    expect(second.get_by_text("See you.").last).to_be_visible()
    wait_for(lambda: sent(installation) == ["Yes, from ten.", "Until six.", "See you."], 20)
