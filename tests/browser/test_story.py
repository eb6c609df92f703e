"""The whole story, from the printed link to the answer in the inbox, in a real browser."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Installation
from tests.simulator.server import wait_for

pytestmark = pytest.mark.browser


def test_a_list_becomes_messages_replies_and_an_opt_out(page: Page, installation: Installation) -> None:
    steps.add_simulated_number(page)
    people = [
        ("(202) 555-1111", "Grace", "Friday"),
        ("+1 202 555 2222", "Edsger", "Friday"),
        ("2025556666", "Alan", "Monday"),
        ("202-555-4444", "Mary", "Monday"),
        ("12ab", "Nobody", "Monday"),
        ("12025551111", "Grace", "Friday"),
        ("202.555.0123", "", "Tuesday"),
    ]
    steps.upload(page, steps.csv_of(people))
    steps.write(page, "Hi {{first_name}}, see you on {{day}}.")
    expect(page.get_by_text("first_name is empty").first).to_be_visible()
    steps.write(page, "Hi {{first_name|there}}, see you on {{day}}.")
    expect(page.get_by_text("12ab").first).to_be_visible()
    expect(page.get_by_text(re.compile("duplicate in the file", re.I)).first).to_be_visible()

    steps.decide(page, "Send to 5, skip 1")
    steps.send_now(page, "5 people")
    steps.tile(page, "Delivered", 4)
    steps.tile(page, "Failed", 1)
    steps.tile(page, "Replied", 2)
    steps.tile(page, "Opted out", 1)
    steps.tile(page, "Skipped", 2)
    ours = [m for m in installation.control.messages() if m["to"].startswith("1202555")]
    sent = {m["to"]: m["text"] for m in ours if "see you" in m["text"]}
    assert sent == {
        "12025551111": "Hi Grace, see you on Friday.",
        "12025552222": "Hi Edsger, see you on Friday.",
        "12025556666": "Hi Alan, see you on Monday.",
        "12025554444": "Hi Mary, see you on Monday.",
        "12025550123": "Hi there, see you on Tuesday.",
    }
    _answer_alan(page, installation)
    _edsger_is_out(page, installation)


def _answer_alan(page: Page, installation: Installation) -> None:
    page.goto("/inbox")
    page.get_by_role("link", name=re.compile("Alan")).first.click()
    expect(page.get_by_text("Who is this? What does it cost?").last).to_be_visible()
    box = page.get_by_role("textbox", name=re.compile("reply|message", re.I)).last
    box.fill("It is free. Ada")
    page.get_by_role("button", name="Send", exact=True).click()
    wait_for(lambda: installation.control.messages(to="12025556666")[-1]["text"] == "It is free. Ada")


def _edsger_is_out(page: Page, installation: Installation) -> None:
    page.goto("/opt-outs")
    expect(page.get_by_text("+1 202-555-2222").first).to_be_visible()
    steps.upload(page, steps.csv_of([("2025552222", "Edsger", "Friday"), ("2025550124", "Tim", "Friday")]))
    steps.write(page, "One more thing, {{first_name}}.")
    expect(page.get_by_text(re.compile("opted out", re.I)).first).to_be_visible()
    steps.decide(page)
    steps.send_now(page, "1 person")
    steps.tile(page, "Delivered", 1)
    texts = [m["text"] for m in installation.control.messages(to="12025552222")]
    assert len(texts) == 2 and "unsubscribed" in texts[1], "the batch's message and one confirmation"
    assert [m for m in installation.control.messages(after_stop=1) if m["after_stop"] > 1] == []


def test_what_a_person_types_on_a_phone_lands_in_the_inbox(page: Page, installation: Installation) -> None:
    steps.add_simulated_number(page)
    page.goto("/inbox")
    installation.control.inbound("12025550177", "12025550100", "Are you open on Sunday?")
    expect(page.get_by_text("Are you open on Sunday?").first).to_be_visible(timeout=20_000)
    waiting = page.locator("#conversations").get_attribute("data-need-reply")
    expect(page).to_have_title(re.compile(rf"^\({waiting}\) Inbox"))
    expect(page.locator(".mainnav .count").first).to_have_text(f"{waiting} waiting for a reply")
    page.get_by_role("link", name=re.compile("202-555-0177")).first.click()
    installation.control.inbound("12025550177", "12025550100", "And on Monday?")
    expect(page.get_by_text("And on Monday?").last).to_be_visible(timeout=20_000)


def test_a_draft_survives_the_messages_that_come_in(page: Page, installation: Installation) -> None:
    steps.add_simulated_number(page)
    installation.control.inbound("12025550178", "12025550100", "Hello?")
    page.goto("/inbox")
    page.get_by_role("link", name=re.compile("202-555-0178")).first.click()
    box = page.get_by_role("textbox", name=re.compile("reply|message", re.I)).last
    box.fill("Half a sent")
    installation.control.inbound("12025550178", "12025550100", "Anybody there?")
    expect(page.get_by_text("Anybody there?").last).to_be_visible(timeout=20_000)
    expect(box).to_have_value("Half a sent")
    page.reload()
    expect(box).to_have_value("Half a sent")


@pytest.mark.long
def test_a_batch_can_be_scheduled_and_the_schedule_canceled(page: Page) -> None:
    steps.add_simulated_number(page)
    steps.upload(page, steps.csv_of([("2025550130", "Tim", "Friday")]))
    steps.write(page, "Hi {{first_name}}")
    steps.decide(page)
    page.get_by_label("Date", exact=True).fill(_night_without_half_past_two())
    page.get_by_label("Time", exact=True).fill("02:30")
    page.get_by_label("Time zone").fill("Europe/Berlin")
    page.get_by_role("button", name=re.compile("^Schedule for 1 person")).click()
    expect(page.get_by_text(re.compile("does not exist|skipped", re.I)).first).to_be_visible()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name=re.compile("^Schedule for 1 person")).click()
    expect(page).to_have_url(re.compile(r"/batches/\d+$"))
    expect(page.get_by_text("Scheduled").first).to_be_visible()
    page.get_by_role("button", name="Make it a draft again").click()
    expect(page.get_by_text("Draft").first).to_be_visible()


def _night_without_half_past_two() -> str:
    """The next last Sunday of March, when Berlin's clocks jump from 2:00 to 3:00."""
    today = datetime.now(UTC).date()
    sundays = [date(year, 3, day) for year in (today.year, today.year + 1) for day in range(25, 32)]
    return next(day.isoformat() for day in sundays if day.weekday() == 6 and day > today)


def on_their_way(page: Page) -> int:
    page.reload()
    return page.get_by_role("link", name=re.compile("Sending$")).count()


@pytest.mark.long
def test_pausing_takes_hold_and_resuming_goes_on(page: Page, installation: Installation) -> None:
    steps.add_simulated_number(page)
    steps.upload(page, steps.csv_of([(f"20256701{n:02d}", "Tim", "Friday") for n in range(60)]))
    steps.write(page, "Hi {{first_name}}")
    steps.decide(page)
    steps.send_now(page, "60 people")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    wait_for(lambda: not on_their_way(page))  # what was claimed before the pause still leaves
    installation.control.idle()
    before = len(installation.control.messages())
    page.reload()
    assert len(installation.control.messages()) == before
    page.get_by_role("button", name="Resume").click()
    steps.tile(page, "Delivered", 60)
    phones = [m["to"] for m in installation.control.messages() if m["to"].startswith("120256701")]
    wait_for(lambda: len(phones) == len(set(phones)) == 60)
