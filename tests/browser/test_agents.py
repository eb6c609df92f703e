"""An agent is made and tried, answers a batch's replies, and hands off; a person takes over with one key."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import steps
from tests.browser.conftest import Installation
from tests.browser.look import looks_right

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

PHONE, OURS = "+13125550170", "+12025550100"
NAMES = {
    "test_it_is_tried_without_sending_anything": "Tried desk",
    "test_it_answers_a_batch_and_hands_off_to_a_person": "Front desk",
}
LIST = f"Phone number,first_name,appointment\n{PHONE},Hedwig,Monday at ten\n"
A_PERSON_READS = 3_500
"""Milliseconds. Who writes back within three seconds, three times in a row, is taken for a machine
(agents/machines)."""


@pytest.fixture
def desk(page: Page, request: pytest.FixtureRequest) -> Iterator[str]:
    """A reminder desk that hardly waits; archived in the end, so that it answers nothing of other tests."""
    page.goto("/agents/new")
    page.get_by_label("Reminder desk").check()
    page.get_by_label("Name (optional)").fill(NAMES[request.node.name])
    page.get_by_role("button", name="Make it").click()
    expect(page).to_have_url(re.compile(r"/agents/\d+$"))
    address = page.url
    page.goto(f"{address}/edit/limits")
    page.get_by_label("Waiting time", exact=True).fill("1")
    page.get_by_role("button", name="Save").first.click()
    expect(page).to_have_url(address)
    yield address
    page.goto(address)
    page.get_by_role("button", name="Archive…").or_(page.get_by_role("link", name="Archive…")).click()
    page.get_by_role("button", name=re.compile("^Archive")).last.click()
    expect(page.get_by_text("Archived").first).to_be_visible()


@pytest.mark.long
def test_it_is_tried_without_sending_anything(page: Page, desk: str, installation: Installation) -> None:
    before = len(installation.control.messages())
    page.goto(f"{desk}/try")
    for text in ("Hi, can I move my appointment?", "next Tuesday at half past three"):
        page.get_by_label("What they write").fill(text)
        page.keyboard.press("Enter")
        expect(page.get_by_label("What they write")).to_have_value("")
        expect(page.get_by_text(text).first).to_be_visible()
    expect(page.get_by_text("Is there a reason that we should know?")).to_be_visible()
    looks_right(page)
    slow: list[Route] = []
    page.route("**/try", lambda route: slow.append(route))
    page.get_by_label("What they write").fill("Because I work")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('form.try.htmx-request')")
    page.get_by_label("What they write").fill("And one more thing")  # while the answer is on its way
    slow[0].continue_()
    expect(page.locator(".is-theirs", has_text="Because I work")).to_be_visible()
    expect(page.get_by_label("What they write")).to_have_value("And one more thing")
    assert len(installation.control.messages()) == before


@pytest.mark.long
def test_it_answers_a_batch_and_hands_off_to_a_person(
    page: Page, desk: str, installation: Installation
) -> None:
    steps.add_simulated_number(page)
    steps.upload(page, {"name": "due.csv", "mimeType": "text/csv", "buffer": LIST.encode()})
    page.get_by_label("Who handles replies?").select_option(label="Front desk")
    steps.write(page, "Hi {{first_name}}, your appointment is {{appointment}}. Can you come?")
    steps.decide(page)
    expect(page.get_by_text("Front desk").first).to_be_visible()
    steps.send_now(page, "1 person")
    steps.tile(page, "Delivered", 1)

    say(page, installation, "can I move my appointment?")
    page.goto("/inbox?view=all")
    page.get_by_role("link", name=re.compile("Hedwig")).first.click()
    hears(page, "Which day suits you?")
    say(page, installation, "next Tuesday at half past three")
    hears(page, "Is there a reason that we should know?")
    page.wait_for_timeout(A_PERSON_READS)
    say(page, installation, "no")
    hears(page, "Is that right?")
    say(page, installation, "yes")
    hears(page, "We will confirm it here.")
    expect(page.get_by_text(re.compile("They ask for Tuesday, .* at 15:30")).first).to_be_visible(
        timeout=20_000
    )
    expect(page.locator("#agent-bar").get_by_text("Goal reached")).to_be_visible()
    looks_right(page)
    page.get_by_role("heading", level=1).first.click()
    page.keyboard.press("t")
    expect(page.get_by_role("button", name="Give back to Front desk")).to_be_visible()
    expect(page.get_by_role("button", name="Take over")).to_have_count(0)
    expect(page.locator("#f-text")).to_be_focused()
    page.keyboard.press("t")
    expect(page.locator("#f-text")).to_have_value("")
    expect(page.get_by_label("Assigned to")).to_have_value(re.compile(r"\d"))
    page.get_by_role("button", name="Give back to Front desk").click()
    expect(page.get_by_role("button", name="Take over")).to_be_visible()
    say(page, installation, "can I talk to someone please")
    expect(page.get_by_text("Handed off: asked for a person").first).to_be_visible(timeout=20_000)
    leaves_room_on_a_phone(page)
    calls_back(page)
    page.goto("/inbox?view=all")
    page.get_by_role("link", name=re.compile("Hedwig")).first.click()
    page.locator("#agent-more > summary").click()
    page.get_by_role("link", name="Replay with Front desk").click()
    expect(page.get_by_text("Everything would be said as it was.")).to_be_visible()
    looks_right(page)


def leaves_room_on_a_phone(page: Page) -> None:
    """What was said has two fifths of a phone's screen, also where much else is to be seen."""
    desk = page.viewport_size
    page.set_viewport_size({"width": 360, "height": 740})
    talk = page.locator(".talk").bounding_box()
    assert talk and talk["height"] > 0.4 * 740
    page.set_viewport_size(desk)  # type: ignore[arg-type]


def calls_back(page: Page) -> None:
    """A callback is noted by keys alone, listed, and done."""
    page.get_by_role("heading", level=1).first.click()
    page.keyboard.press("c")
    expect(page.get_by_label("Day and time, on your clock")).to_be_focused()
    page.get_by_label("What it is about").fill("The new appointment")
    page.keyboard.press("Enter")
    expect(page.locator("#desk").get_by_text("promised by Ada Lovelace")).to_be_visible()
    looks_right(page)
    page.get_by_role("link", name="Call back 1").click()
    page.locator(".conversation").first.click()
    page.get_by_role("button", name="Done").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ada Lovelace called back: The new appointment.")).to_be_visible()
    expect(page.get_by_role("link", name="Call back 0")).to_be_visible()


def say(page: Page, installation: Installation, text: str) -> None:
    installation.control.inbound(PHONE, OURS, text)


def hears(page: Page, text: str) -> None:
    expect(page.locator("#messages").get_by_text(text).last).to_be_visible(timeout=20_000)
