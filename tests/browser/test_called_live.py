"""A member has someone called by an agent: the handset rings in another page, what is said is read live."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import steps
from tests.browser.conftest import Installation
from tests.browser.look import accessibility, cut_off, looks_right

pytestmark = pytest.mark.browser

PHONE, SHOWN = "+12125550188", "+1 212-555-0188"
SAYS = "Hello, this is Bright Smile Dental. How was your visit?"
SLOWLY = 4
"""Times faster than life: what is said is over soon, and there is time to answer."""


@pytest.fixture
def handset(chromium: Browser, installation: Installation) -> Iterator[Page]:
    """The phone in someone's hand, in a window of its own."""
    installation.control.configure(call_speed=SLOWLY)
    context = chromium.new_context(viewport={"width": 500, "height": 900})
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(installation.house.told(r"leaves this machine: (http://\S+)") + "/calls")
    page.get_by_label("Phone").first.fill(PHONE)
    page.get_by_role("button", name="Hold this phone").click()
    yield page
    context.close()
    installation.control.hold(PHONE.removeprefix("+"), held=False)
    installation.control.configure(call_speed=1)


def desk(page: Page) -> None:
    """A number that places calls, and an agent."""
    steps.add_simulated_number(page)
    page.get_by_role("link", name="Edit").first.click()
    page.get_by_role("checkbox", name=re.compile("Calls")).check()
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("is saved").first).to_be_visible()
    page.goto("/agents/new")
    page.get_by_label("Feedback").check()
    page.get_by_role("textbox", name=re.compile("^Name")).fill("Call desk")
    page.get_by_role("button", name="Make it").click()
    expect(page).to_have_url(re.compile(r"/agents/\d+$"))


def say(handset: Page, after: str, words: str) -> None:
    """Once the other side has said something, and has finished."""
    expect(handset.get_by_text(after).last).to_be_visible(timeout=20_000)
    expect(handset.get_by_text("The other side is speaking")).to_have_count(0, timeout=20_000)
    handset.get_by_label("Say", exact=True).fill(words)
    handset.keyboard.press("Enter")


@pytest.mark.long
def test_a_call_with_an_agent_is_read_as_it_is_spoken(
    page: Page, handset: Page, installation: Installation
) -> None:
    desk(page)
    page.goto(f"/inbox/call?phone=%2B{PHONE[1:]}")
    page.get_by_label("Agent", exact=True).select_option(label="Call desk")
    page.get_by_label("What the call says first").fill(SAYS)
    looks_right(page)
    page.get_by_role("button", name="Call", exact=True).focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/inbox/\d+\?view=all#call-\d+"))
    answer = handset.get_by_role("button", name="Answer")
    expect(answer).to_be_visible()
    expect(page.get_by_text("Ringing").first).to_be_visible()
    call = page.locator(".call").last
    hang_up = call.get_by_role("button", name="Hang up")
    hang_up.focus()
    answer.focus()
    handset.keyboard.press("Enter")
    expect(handset.get_by_role("region", name="Call")).to_be_focused()
    expect(handset.get_by_role("status").first).to_contain_text(SAYS)
    expect(call.get_by_text("On the phone")).to_be_visible()
    expect(call.get_by_role("button", name="Stop the agent")).to_be_visible()
    expect(hang_up).to_be_focused()  # another button has come beside it, and not into its place
    expect(call.locator("[data-since]")).not_to_have_text("0:00")
    log = page.get_by_role("log", name="What is said")
    expect(log).to_contain_text(SAYS)

    say(handset, SAYS, "It was lovely, five stars")
    expect(log).to_contain_text("lovely five stars")
    looks_right(page)
    say(handset, "How many points", "goodbye")
    expect(call.locator("strong").first).to_have_text("Answered", timeout=20_000)
    expect(call).to_contain_text("Goodbye.")
    expect(page.get_by_role("log")).to_have_count(0)
    expect(page.locator("#conversations")).to_contain_text(re.compile(r"Talked \d+ s"))

    kept(page)


def kept(page: Page) -> None:
    """What was said stays, is opened by the keyboard, found, and downloaded; it is legible in the dark."""
    page.reload()
    call = page.locator(".call").last
    expect(call.get_by_text("lovely five stars", exact=True)).to_be_hidden()
    call.get_by_text("What was said").focus()
    page.keyboard.press("Enter")
    expect(call.get_by_text("lovely five stars", exact=False).last).to_be_visible()
    looks_right(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 900})
    assert (accessibility(page), cut_off(page)) == ([], 0)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    with page.expect_download() as download:
        call.get_by_role("button", name="Download transcript").click()
    assert "It was lovely five stars" in download.value.path().read_text(encoding="utf-8")
    page.goto("/inbox?view=all&q=lovely")
    expect(page.locator(".conversation")).to_have_count(1)
    page.get_by_label("Texts or calls").select_option("answered")
    expect(page).to_have_url(re.compile("kind=answered"))
    expect(page.locator(".conversation .name")).to_have_text(SHOWN)


@pytest.mark.long
def test_staff_stop_the_agent_and_hang_up(page: Page, handset: Page, installation: Installation) -> None:
    page.goto(f"/inbox/call?phone=%2B{PHONE[1:]}")
    expect(page.get_by_label("What the call says first")).to_have_value(SAYS)  # as it was used last
    page.get_by_role("button", name="Call", exact=True).click()
    handset.get_by_role("button", name="Answer").click()
    call = page.locator(".call").last
    call.get_by_role("button", name="Stop the agent").click()
    expect(page.locator(".call").last).to_contain_text("has taken over")
    say(handset, SAYS, "hello?")
    expect(handset.get_by_text("A colleague will call you back.").first).to_be_visible(timeout=20_000)
    expect(page.locator(".call").last.locator("strong").first).to_have_text("Answered", timeout=20_000)
    expect(page.get_by_text("promised that someone calls back").first).to_be_visible()

    page.goto(f"/inbox/call?phone=%2B{PHONE[1:]}")
    page.get_by_role("button", name="Call", exact=True).click()
    handset.get_by_role("button", name="Answer").wait_for()
    page.locator(".call").last.get_by_role("button", name="Hang up").click()
    expect(page.locator(".call").last.locator("strong").first).to_have_text("Canceled", timeout=20_000)
