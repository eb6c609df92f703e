"""Someone asks in their own words to be left alone; a person reads it, and decides."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Installation
from tests.browser.look import looks_right

pytestmark = pytest.mark.browser

PHONE, OURS = "+13125550188", "+12025550100"
ASKS = "hi, could you take me off your list? thanks"


@pytest.mark.long
def test_a_person_decides_what_was_meant(page: Page, installation: Installation) -> None:
    steps.add_simulated_number(page)
    installation.control.inbound(PHONE, OURS, ASKS)
    installation.control.idle()
    page.goto("/opt-outs")
    expect(page.get_by_role("heading", name="waits for your decision")).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="It is no opt-out").click()
    expect(page.get_by_label(re.compile("Your message to"))).to_be_visible()
    expect(page.get_by_text("said that it was no opt-out")).to_be_visible()

    installation.control.inbound(PHONE, OURS, "seriously: stop texting me")
    expect(page.get_by_text("Do they want no more messages?")).to_be_visible()  # without a reload
    expect(page.get_by_label(re.compile("Your message to"))).to_have_count(0)
    looks_right(page)
    page.get_by_role("button", name="Opt them out").click()
    expect(page.get_by_text("read it as an opt-out")).to_be_visible()
    expect(page.get_by_text("You cannot write here now")).to_be_visible()
