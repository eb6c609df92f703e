"""The section “Calls” of the product's page: a list becomes calls, and an agent holds the conversations."""

from __future__ import annotations

import csv
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import steps
from tests.browser.conftest import Installation
from tests.browser.look import looks_right
from tests.simulator.server import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

MESSAGE = (
    "Hello {{first_name|there}}, this is Bright Smile Dental. We cannot see you on {{day}}. "
    "When would you like to come instead?"
)
FIRST = "This is an automated call from "
"""What a call says by itself, before that."""
ADA, AGENT = "+1 415 555 0134", "Reminder desk"
PEOPLE = [
    (ADA, "Ada", "Tuesday"),
    ("+1 415 555 3001", "Grace", "Tuesday"),
    ("+1 415 555 3002", "Alan", "Friday"),
    ("+1 415 555 3003", "Noor", "Friday"),
    ("+1 415 555 3004", "Edsger", "Monday"),
    ("+1 415 555 4444", "Mary", "Monday"),
    ("12ab", "Nobody", "Monday"),
]
SPEAKS = """(() => {
    window.heard = [];
    const voices = [{lang: "de-DE", name: "Anna"}, {lang: "en-US", name: "Sam"}];
    class Utterance extends EventTarget { constructor(text) { super(); this.text = text; } }
    window.SpeechSynthesisUtterance = Utterance;
    const synthesis = {
        getVoices: () => voices, cancel: () => {},
        addEventListener: () => {}, speak: (one) => window.heard.push([one.text, one.lang]),
    };
    Object.defineProperty(window, "speechSynthesis", {value: synthesis, configurable: true});
})()"""
"""Headless Chromium has no voice: this one notes what it is to say."""


def calls_on(page: Page, installation: Installation) -> None:
    """The simulated number places calls, quickly, and several at once."""
    steps.add_simulated_number(page)
    installation.control.configure(call_speed=20)
    page.goto("/numbers/1")
    page.get_by_label("Calls: on").check()
    page.get_by_label("Starts").fill("10")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile(r"/numbers$"))
    page.goto("/settings")
    page.get_by_label("Price per minute of a call").fill("0.02")
    page.get_by_role("button", name="Save").first.click()
    page.get_by_text(re.compile("The settings are saved|Nothing was changed")).first.wait_for()


def said_to(name: str, day: str) -> str:
    return MESSAGE.replace("{{first_name|there}}", name).replace("{{day}}", day)


def right_in_both(page: Page) -> None:
    """Light and dark."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        looks_right(page)


def upload(page: Page) -> None:
    page.goto("/batches/new")
    page.get_by_role("navigation", name="How are they reached?").get_by_role("link", name="Calls").click()
    expect(page).to_have_url(re.compile("channel=call"))
    page.locator("input[type=file]").set_input_files([steps.csv_of(PEOPLE)])  # type: ignore[list-item]
    expect(page).to_have_url(re.compile(r"/batches/\d+/recipients"))
    page.get_by_label("They are our customers").check()
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(re.compile(r"/batches/\d+/call$"))


def preview(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Preview")


def write(page: Page) -> None:
    """It is warned of what it lacks, previewed for each row, and heard."""
    message = page.get_by_label("What the call says first")
    message.press_sequentially("Hello, see you soon. Reply YES.")
    expect(preview(page).get_by_text("It does not say who calls.")).to_be_visible()
    expect(preview(page).get_by_text("It asks for a text as an answer.")).to_be_visible()
    message.fill(MESSAGE)
    expect(preview(page).get_by_text(said_to("Ada", "Tuesday"))).to_be_visible()
    own = preview(page).locator(".notice").filter(has_not_text="Your team has no name yet")
    expect(own).to_have_count(0)  # of the message; the name of the team is the admin's
    preview(page).get_by_role("button", name="Next row").click()
    expect(preview(page).get_by_text("Hello Grace")).to_be_visible()
    hear(page)
    page.get_by_label("Who holds the conversation?").select_option(label=AGENT)
    page.get_by_label("Leave a message").check()
    page.get_by_label("Message for voicemails").fill("This is Bright Smile Dental. Please call us back.")
    page.get_by_label("Additional context").click()
    page.get_by_role("button", name="Insert day").click()
    expect(page.get_by_label("Additional context")).to_have_value("{{day}}")
    page.get_by_text("Calling again").click()
    page.get_by_role("textbox", name="Call again").fill("1")
    page.get_by_label("After", exact=True).select_option(label="1 hour")
    page.get_by_role("checkbox", name="Busy").uncheck()
    right_in_both(page)
    page.get_by_role("button", name="Save and check").click()


def hear(page: Page) -> None:
    """What is heard is the row that is shown, in the language of the call, where the browser has a voice."""
    button = preview(page).get_by_role("button", name="Hear it")
    button.click()
    said = said_to("Grace", "Tuesday")
    expect(preview(page).get_by_role("button", name="Stop")).to_be_visible()
    [[heard, lang]] = page.evaluate("window.heard")
    assert heard.startswith(FIRST) and heard.endswith(f"press 9. {said}") and lang == "en-US"
    preview(page).get_by_role("button", name="Stop").click()
    expect(button).to_be_visible()
    page.get_by_label("Language").select_option(label="Spanish")
    button = preview(page).locator("[data-hear][data-lang=es]")
    button.click()
    expect(preview(page).get_by_text("This browser has no voice for Spanish")).to_be_visible()
    page.get_by_label("Language").select_option(label="English")
    expect(preview(page).locator("[data-hear][data-lang=en]")).to_be_visible()


@pytest.mark.long
def test_a_list_becomes_calls_and_a_report(page: Page, installation: Installation) -> None:
    """A number that places calls, an agent, a first message with columns, additional context; scheduled; each
    recipient's status, what the agent has done, every conversation in the inbox, and the report."""
    page.add_init_script(SPEAKS)
    calls_on(page, installation)
    steps.make_agent(page, AGENT)
    upload(page)
    write(page)
    expect(page.get_by_text("Can be called").first).to_be_visible()
    expect(page.get_by_text("Minutes, about").first).to_be_visible()
    expect(page.get_by_text("Cost, about").first).to_be_visible()
    expect(page.get_by_text("Numbering does not tell").first).to_be_visible()
    right_in_both(page)
    page.get_by_label("Your phone").fill("+1 415 555 0199")
    page.get_by_role("button", name="Call me").click()
    expect(page.locator("#test-outcome").get_by_text("Answered")).to_be_visible(timeout=30_000)
    steps.decide(page, "Call 6, skip 1")
    right_in_both(page)
    _schedule(page, installation)
    _ada_talks(page, installation)
    for word, count in (
        ("Answered", 1),
        ("Voicemail", 1),
        ("Waiting", 1),
        ("Busy", 1),
        ("Rejected", 1),
        ("Failed", 1),
    ):
        steps.tile(page, word, count)
    expect(page.get_by_text("1 person is called again later")).to_be_visible()
    right_in_both(page)
    _is_reported(page)
    _call_again(page)
    _in_the_inbox(page)


def _schedule(page: Page, installation: Installation) -> None:
    """For tomorrow at nine; then that moment comes at once."""
    page.get_by_label("Date", exact=True).fill((datetime.now(UTC) + timedelta(days=1)).date().isoformat())
    page.get_by_label("Time", exact=True).fill("09:00")
    page.get_by_role("button", name="Schedule for 6 people").click()
    expect(page).to_have_url(re.compile(r"/batches/\d+$"))
    expect(page.get_by_text("Scheduled").first).to_be_visible()
    assert installation.control.calls(phone=digits(ADA)) == [], "no phone rings before its time"
    with closing(sqlite3.connect(installation.house.data / "outbound.db", timeout=10)) as database, database:
        moment = f"{datetime.now(UTC) - timedelta(seconds=1):%Y-%m-%d %H:%M:%S.%f}"
        database.execute("UPDATE batch SET scheduled_at = ? WHERE state = 'scheduled'", [moment])


def digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)


def _ada_talks(page: Page, installation: Installation) -> None:
    """Until her wish is noted; then she hangs up."""

    def noted() -> bool:
        calls = installation.control.calls(phone=digits(ADA))
        return any("We will confirm it" in line["text"] for call in calls for line in call["transcript"])

    wait_for(noted, 30)
    call = installation.control.calls(phone=digits(ADA))[-1]
    installation.control.act(call["uuid"], "hang_up")


def _is_reported(page: Page) -> None:
    with page.expect_download() as loading:
        page.get_by_role("button", name="Report").click()
    with open(loading.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = {row["first_name"]: row for row in csv.DictReader(file)}
    assert {name: row["outcome"] for name, row in rows.items()} == {
        "Ada": "answered", "Grace": "no_answer", "Alan": "busy", "Noor": "rejected", "Edsger": "voicemail",
        "Mary": "failed", "Nobody": "",
    }  # fmt: skip
    assert rows["Ada"]["seconds"] and rows["Grace"]["status"] == "waiting"
    with page.expect_download() as loading:
        page.get_by_role("button", name="Calls", exact=True).click()
    with open(loading.value.path(), encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 6


def _call_again(page: Page) -> None:
    page.get_by_role("button", name="Call again…").click()
    dialog = page.get_by_role("dialog", name="Call them again?")
    dialog.get_by_label("Failed: 1 person").uncheck()
    dialog.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("1 wait to be called again.")).to_be_visible()
    expect(page.get_by_text("Call 2", exact=False).nth(1)).to_be_visible(timeout=30_000)
    steps.tile(page, "Busy", 1)


def _in_the_inbox(page: Page) -> None:
    page.get_by_role("link", name="Conversations").click()
    expect(page.get_by_role("link", name=re.compile("Edsger"))).to_be_visible()
    page.get_by_label("Texts or calls").select_option(label="Last call: voicemail")
    expect(page.get_by_role("link", name=re.compile("Alan"))).to_have_count(0)
    right_in_both(page)
    page.get_by_role("link", name=re.compile("Edsger")).click()
    expect(page.get_by_text("A batch called them").first).to_be_visible()
    expect(page.locator(".call-what").get_by_text("Voicemail")).to_be_visible()
    page.get_by_role("link", name="Open its batch").first.click()
    expect(page).to_have_url(re.compile(r"/batches/\d+$"))
    page.get_by_role("link", name="Conversations").click()
    page.get_by_role("link", name=re.compile("Ada")).click()
    call = page.locator(".call").first
    expect(call.locator(".call-summary")).to_contain_text("New appointment")
    expect(call.locator(".call-who")).to_contain_text(AGENT)
    call.get_by_text("What was said").click()
    for line in (said_to("Ada", "Tuesday"), "Next Tuesday at ten in the morning", "We will confirm it"):
        expect(call.locator(".transcript")).to_contain_text(line)
    expect(call.locator(".call-done").first).to_contain_text("New appointment")


@pytest.mark.long
def test_a_batch_of_calls_is_paused_and_canceled_while_phones_ring(
    page: Page, installation: Installation
) -> None:
    calls_on(page, installation)
    installation.control.configure(call_speed=1)
    page.goto("/batches/new?channel=call")
    rings_long = steps.csv_of([("+1 415 556 3022", "Tim", "Friday")])
    page.locator("input[type=file]").set_input_files([rings_long])  # type: ignore[list-item]
    page.get_by_label("They are our customers").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What the call says first").fill(MESSAGE)
    page.get_by_role("button", name="Save and check").click()
    steps.decide(page)
    page.get_by_role("button", name="Call 1 person now").click()
    steps.tile(page, "Ringing", 1)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("1 call is under way, and goes on.")).to_be_visible()
    page.get_by_role("button", name="Cancel batch").click()
    dialog = page.get_by_role("dialog", name="Cancel this batch?")
    expect(dialog.get_by_label("Also hang up what rings")).to_be_checked()
    dialog.get_by_role("button", name="Cancel the batch").click()
    steps.tile(page, "Canceled", 1)
    right_in_both(page)
