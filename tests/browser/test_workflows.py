"""Workflows in a browser: a template that is changed, tried and published; one from nothing, by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Installation
from tests.browser.look import looks_right
from tests.browser.test_keyboard import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WANDA = "+13125550171"
OURS = "+12025550100"
SAVE = "#part-form .btn-primary[type='submit']"


@pytest.fixture
def wanda(page: Page, installation: Installation) -> str:
    """Someone who has written to us."""
    steps.add_simulated_number(page)
    installation.control.inbound(WANDA, OURS, "Hello, this is Wanda")
    page.goto("/inbox?view=all")
    expect(page.get_by_text("Hello, this is Wanda").first).to_be_visible(timeout=20_000)
    return WANDA


def test_a_missed_call_is_answered_by_a_text(page: Page, wanda: str, installation: Installation) -> None:
    before = len(installation.control.messages())
    page.goto("/workflows/new")
    looks_right(page)
    page.get_by_label("Missed-call text-back").check()
    page.get_by_label("Number that texts and calls").select_option(index=1)
    page.get_by_role("button", name="Make it").click()
    expect(page).to_have_url(re.compile(r"/workflows/\d+/edit$"))
    expect(page.get_by_text("When they call and no one answers, send").first).to_be_visible()
    looks_right(page)
    page.get_by_role("link", name=re.compile(r"^Edit\s*: Send")).click()
    page.get_by_label("Text", exact=True).fill(
        "We missed you, {{contact.first_name|sorry}}! Reply STOP to opt out."
    )
    looks_right(page)
    page.get_by_role("button", name="Save").last.click()
    expect(page).to_have_url(re.compile(r"/edit$"))
    expect(page.get_by_text("Nothing is missing.")).to_be_visible()
    edit = page.url
    page.get_by_role("link", name="Try it").click()
    page.get_by_label("Contact").fill(wanda)
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text(re.compile(r"We missed you, \w+! Reply STOP to opt out\.")).first).to_be_visible()
    expect(page.get_by_text("It may go out now")).to_be_visible()
    looks_right(page)
    page.goto(edit)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("is live: version 1")).to_be_visible()
    looks_right(page)
    assert len(installation.control.messages()) == before


@pytest.mark.long
def test_a_reminder_is_built_from_nothing_by_keyboard_on_a_phone(page: Page, wanda: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/workflows/new")
    tab_to(page, "input[name=name]")
    page.keyboard.type("Reminder of my own")
    tab_to(page, "Make it")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This workflow has no trigger yet.")).to_be_visible()
    choose_trigger(page)
    add(page, "Send a text")
    expect(page.locator("textarea[name='set-text']")).to_be_focused()
    page.keyboard.type("See you on {{contact.appointment}}. Reply YES or NO, STOP to opt out.")
    save(page)
    add(page, "Wait for a reply", "a[href$='/add?index=1']")
    expect(page.locator("input[name='set-amount']")).to_be_focused()
    save(page)
    for branch, kind in (("yes", "Add a label"), ("no", "Hand off to staff")):
        add(page, kind, f"a[href$='/add?parent=s2&branch={branch}&index=0']")
        expect(page.locator("#part-form [name^='set-']:focus")).to_have_count(1)
        page.keyboard.type("Confirmed" if branch == "yes" else "They cannot come.")
        save(page)
    choose_number(page)
    expect(page.get_by_text("Nothing is missing.")).to_be_visible()
    tab_to(page, "Move down: Send", 80)
    page.keyboard.press("Enter")
    expect(page.get_by_text("is step 2 of its list now")).to_be_visible()
    expect(page.locator("#move-s11")).to_be_focused()
    tab_to(page, "Move up: Send", 200)
    page.keyboard.press("Enter")
    expect(page.get_by_text("is step 1 of its list now")).to_be_visible()
    looks_right(page)
    page.set_viewport_size({"width": 360, "height": 740})
    tab_to(page, "Publish", 200)
    page.keyboard.press("Enter")
    expect(page.get_by_text("is live: version 1")).to_be_visible()


@pytest.mark.long
def test_one_is_built_without_scripts(without_scripts: Page, wanda: str) -> None:
    page = without_scripts
    page.goto("/workflows/new")
    page.get_by_label("Name").fill("Without scripts")
    page.get_by_role("button", name="Make it").click()
    page.locator("#edit-trigger").click()
    page.get_by_role("button", name="A label is added").click()
    page.get_by_label("Label").fill("VIP")
    page.locator(SAVE).click()
    for place, kind in ((0, "Leave a note"), (1, "End here")):
        page.get_by_role("link", name="Add a step here").nth(place).click()
        page.get_by_role("button", name=kind).click()
        if kind == "Leave a note":
            page.locator("#part-form textarea").first.fill("A guest of honor")
        page.locator(SAVE).click()
    page.get_by_role("button", name=re.compile("Move up: End")).click()
    expect(page.get_by_text("“End” is step 1 of its list now.")).to_be_visible()
    page.locator("#edit-box").click()
    page.get_by_label("Number that texts").select_option(index=1)
    page.locator(SAVE).click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("is live: version 1")).to_be_visible()


QUICK = """addEventListener("htmx:afterSwap", () => setTimeout(() => {
  document.querySelector("input[name='set-days']").focus();
  setTimeout(() => { document.body.dataset.then = document.activeElement.name; }, 100);
}), { once: true })"""


def choose_trigger(page: Page) -> None:
    tab_to(page, "#edit-trigger[id]")
    page.keyboard.press("Enter")
    tab_to(page, "Around a date", 120)
    page.evaluate(QUICK)
    page.keyboard.press("Enter")
    # The focus stays with someone who was in the next field already when the form had just come.
    expect(page.locator("body")).to_have_attribute("data-then", "set-days")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("input[name='set-attribute']")).to_be_focused()
    page.keyboard.type("appointment")
    tab_to(page, "input[name='set-days']")
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    save(page)
    expect(page.get_by_text("2 days before the day of their appointment").first).to_be_visible()


def add(page: Page, kind: str, where: str = "a[href$='/add?index=0']") -> None:
    tab_to(page, where, 200)
    page.keyboard.press("Enter")
    expect(page.locator("#add-form")).to_be_visible()
    tab_to(page, kind, 200)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/edit/s\d+$"))


def choose_number(page: Page) -> None:
    tab_to(page, "#edit-box[id]", 200)
    page.keyboard.press("Enter")
    expect(page.locator("select[name=number]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    save(page)


def save(page: Page) -> None:
    """By Tab to the button of the form that is open; then it is closed."""
    tab_to(page, SAVE, 120)
    page.keyboard.press("Enter")
    expect(page.locator("#part-form")).to_have_count(0)


@pytest.mark.long
def test_a_step_is_removed_only_when_it_is_meant(page: Page) -> None:
    steps.add_simulated_number(page)
    page.goto(f"{steps.make_workflow(page, 'Reminder with confirmation')}/edit")
    waits = page.get_by_role("article", name=re.compile("^Wait for a reply"))
    waits.get_by_role("button", name="Remove: ").click()
    asks = page.get_by_role("dialog")
    expect(asks).to_contain_text("in its branches go with it")
    expect(asks.get_by_role("button", name="Keep as it is")).to_be_focused()
    looks_right(page)
    page.keyboard.press("Enter")
    expect(waits).to_be_visible()
    waits.get_by_role("button", name="Remove: ").click()
    asks.get_by_role("button", name="Remove").click()
    expect(waits).to_be_hidden()
    expect(page.get_by_role("link", name="Add a step here").last).to_be_focused()
