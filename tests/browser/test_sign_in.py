"""A colleague sets up a second factor, signs in with it, forgets the password, and signs out everywhere."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PASSWORD, Installation
from tests.browser.look import Watched, looks_right
from webapp.rules import totp

pytestmark = pytest.mark.browser

NEW = "four more unrelated words"


@pytest.mark.long
def test_a_second_factor_sessions_and_a_forgotten_password(
    page: Page, chromium: Browser, installation: Installation
) -> None:
    page.goto("/people/invite")
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("Invitation link").input_value()
    context = chromium.new_context(base_url=installation.url, color_scheme="dark", reduced_motion="reduce")
    watched = Watched(context.new_page())
    try:
        secret = _joins_and_sets_up(watched.page, link)
        _signs_in(watched.page, PASSWORD, totp.code(secret, totp.step_at(time.time()) + 1))
        _gets_a_link(page, watched.page)
        _signs_out_everywhere(watched.page)
        watched.must_be_clean()
    finally:
        context.close()


def test_what_was_typed_is_filled_in_again_when_the_session_had_ended(
    page: Page, chromium: Browser, installation: Installation
) -> None:
    context = chromium.new_context(base_url=installation.url, storage_state=page.context.storage_state())
    theirs = context.new_page()
    try:
        # A plain form, and one that HTMX sends.
        for address, label in (("/settings", "Team name"), ("/contacts/new", "Name")):
            theirs.goto(address)
            theirs.get_by_label(label).first.fill("Mary Shelley")
            context.clear_cookies()
            theirs.get_by_role("button", name=re.compile("^(Save|Add)")).first.click()
            theirs.get_by_role("link", name=re.compile("^Sign in")).click()
            theirs.get_by_label("E-mail address").fill("ada@example.org")
            theirs.get_by_label("Password").fill(PASSWORD)
            theirs.keyboard.press("Enter")
            expect(theirs.get_by_text("What you had typed is filled in again.")).to_be_visible()
            expect(theirs.get_by_label(label).first).to_have_value("Mary Shelley")
    finally:
        context.close()


def _joins_and_sets_up(theirs: Page, link: str) -> str:
    theirs.goto(link)
    theirs.get_by_label("Your name").fill("Mary Shelley")
    theirs.get_by_label("E-mail address").fill("mary@example.org")
    theirs.get_by_label("Password").fill(PASSWORD)
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_role("heading", name="Hello, Mary")).to_be_visible()
    theirs.goto("/account")
    expect(theirs.get_by_text("This device", exact=True)).to_be_visible()
    looks_right(theirs)
    theirs.get_by_role("button", name="Set up a second factor").click()
    expect(theirs.get_by_role("img", name="QR code")).to_be_visible()
    looks_right(theirs)
    secret = theirs.locator("code").inner_text().replace(" ", "")
    theirs.get_by_label("The code that the app shows").fill(totp.code(secret, totp.step_at(time.time())))
    theirs.get_by_role("button", name="Switch it on").click()
    expect(theirs.get_by_role("heading", name="Recovery codes")).to_be_visible()
    theirs.get_by_role("button", name="Copy").click()
    expect(theirs.get_by_role("button", name="Copied")).to_be_visible()
    copied = str(theirs.evaluate("getSelection().toString()"))
    assert copied.split() == theirs.locator("#codes code").all_inner_texts()
    looks_right(theirs)
    return secret


def _signs_in(theirs: Page, password: str, code: str) -> None:
    theirs.context.clear_cookies()
    theirs.goto("/login")
    theirs.get_by_label("E-mail address").fill("mary@example.org")
    theirs.get_by_label("Password").fill(password)
    theirs.get_by_role("button", name="Sign in").click()
    expect(theirs.get_by_role("heading", name="Second factor")).to_be_visible()
    looks_right(theirs)
    theirs.get_by_label("Code from your app").fill(code)
    theirs.get_by_role("button", name="Sign in").click()
    expect(theirs.get_by_role("heading", name="Hello, Mary")).to_be_visible()


def _gets_a_link(admins: Page, theirs: Page) -> None:
    admins.goto("/people")
    row = admins.get_by_role("row").filter(has_text="Mary Shelley")
    row.get_by_role("button", name="New password").click()
    admins.get_by_role("dialog").get_by_role("button", name="Make the link").click()
    link = admins.get_by_role("textbox", name="Link for a new password").input_value()
    looks_right(admins)
    row.get_by_role("button", name="Second factor").click()
    admins.get_by_role("dialog").get_by_role("button", name="Take it away").click()
    expect(admins.get_by_text("is taken away")).to_be_visible()
    theirs.goto(link)
    looks_right(theirs)
    theirs.get_by_label("New password").fill(NEW)
    theirs.get_by_role("button", name="Change the password").click()
    expect(theirs.get_by_text("Your password is changed. Sign in with it.")).to_be_visible()
    theirs.get_by_label("E-mail address").fill("mary@example.org")
    theirs.get_by_label("Password").fill(NEW)
    theirs.get_by_role("button", name="Sign in").click()
    expect(theirs.get_by_text("Your password was changed with a link")).to_be_visible()
    looks_right(theirs)


def _signs_out_everywhere(theirs: Page) -> None:
    theirs.goto("/account")
    theirs.get_by_role("button", name="Sign out everywhere").click()
    theirs.get_by_role("dialog").get_by_role("button", name="Sign out everywhere").click()
    expect(theirs.get_by_role("heading", name="Sign in")).to_be_visible()
