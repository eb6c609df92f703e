"""Others start a workflow: another system calls its address, and someone fills in its form on a phone."""

from __future__ import annotations

import re

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.browser import steps
from tests.browser.conftest import Installation
from tests.browser.look import Watched, accessibility, cut_off, looks_right

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SAVE = "#part-form .btn-primary[type='submit']"


def begin(page: Page, name: str, trigger: str) -> None:
    """A workflow from nothing, with a trigger whose form is open."""
    steps.add_simulated_number(page)
    page.goto("/workflows/new")
    page.locator("input[name=name]").fill(name)
    page.get_by_role("button", name="Make it").click()
    page.get_by_role("link", name=re.compile(r"^Edit\s*: What starts it")).click()
    page.get_by_role("button", name=trigger).click()
    expect(page.locator("#part-form input[name=kind]")).to_be_attached()


def text_them(page: Page, text: str) -> None:
    page.get_by_role("link", name=re.compile("Add a step here|Add the first step")).first.click()
    page.get_by_role("button", name="Send a text").click()
    page.get_by_label("Text", exact=True).fill(text)


def save(page: Page) -> None:
    page.locator(SAVE).click()
    expect(page.locator("#part-form")).to_have_count(0, timeout=15_000)


def choose_number_and_publish(page: Page) -> None:
    page.get_by_role("link", name=re.compile(r"^Edit\s*: Who and when")).click()
    page.get_by_label("Number that texts and calls").select_option(index=1)
    save(page)
    expect(page.get_by_text("Nothing is missing.")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("is live: version 1")).to_be_visible()


@pytest.mark.long
def test_a_call_teaches_its_fields(page: Page, installation: Installation) -> None:
    begin(page, "Bookings", "Another system calls")
    save(page)
    address = page.get_by_label("Its address").input_value()
    visit = {"customer": {"phone": "+1 312 555 0158"}, "day": "Friday"}
    assert requests.post(address, json=visit, timeout=10).json()["run"] is None
    page.get_by_role("link", name=re.compile(r"^Edit\s*: When another system calls")).click()
    expect(page.get_by_text("{{trigger.customer.phone}}")).to_be_visible()
    looks_right(page)
    page.get_by_label("The phone stands in").fill("customer.phone")
    save(page)
    text_them(page, "See you on ")
    page.get_by_role("button", name="Insert trigger.day").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("See you on {{trigger.day}}")
    save(page)
    choose_number_and_publish(page)
    assert requests.post(address, json=visit, timeout=10).json()["run"]
    page.get_by_role("link", name="Runs").first.click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("+1 312-555-0158")


@pytest.mark.long
def test_a_form_is_built_and_filled_in_on_a_phone(
    page: Page, chromium: Browser, installation: Installation
) -> None:
    begin(page, "Quotes", "They fill in a form")
    page.get_by_label("Title of the page").fill("Ask for a quote")
    page.get_by_role("button", name="Add a field").click()
    page.get_by_label("Field 3", exact=True).fill("Interest")
    third = page.get_by_role("group", name="field 3", exact=True)
    third.get_by_label("Type").select_option("Choice")
    third.get_by_label("Choices, one a line").fill("Roof\nWindows, doors")
    third.get_by_role("button", name="Move up").press("Enter")
    expect(page.get_by_label("Field 2", exact=True)).to_have_value("Interest")
    expect(page.get_by_role("button", name="Move up: Interest")).to_be_focused()
    page.get_by_label("What they agree to").fill("You may text me about it. Reply STOP to opt out.")
    looks_right(page)
    save(page)
    address = page.get_by_label("Its address").input_value()
    text_them(page, "Thanks for asking about {{trigger.interest}}. Reply STOP to opt out.")
    save(page)
    choose_number_and_publish(page)
    fill_in(chromium, address)
    page.get_by_role("link", name="What people have entered").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Dorothy")
    expect(page.get_by_role("row").nth(1)).to_contain_text("You may text me about it.")
    looks_right(page)


def fill_in(chromium: Browser, address: str) -> None:
    """Without JavaScript, in the dark, 360 px wide."""
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}, color_scheme="dark"
    )
    form = context.new_page()
    watched = Watched(form)
    form.goto(address)
    form.get_by_label("Name").fill("Dorothy")
    form.get_by_label("Phone").fill("12")
    form.get_by_label("Interest").select_option("Roof")
    form.get_by_text("You may text me about it.").click()
    form.wait_for_timeout(2_100)  # people are not quicker
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("alert")).to_contain_text("Please write one phone number")
    form.get_by_label("Phone").fill("+1 312 555 0166")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_text("Thank you. We have got your message.")).to_be_visible()
    watched.must_be_clean()
    context.close()
    looked = chromium.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark")
    form = looked.new_page()
    form.goto(address)
    assert accessibility(form) == []
    assert cut_off(form) == 0
    looked.close()
