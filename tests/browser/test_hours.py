"""The hours, as an admin sets them and as a batch keeps them: it waits, says so, and goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Installation
from tests.browser.look import looks_right

pytestmark = pytest.mark.browser

CHICAGO = ("+13125550141", "Ada", "Monday")
TOLL_FREE = ("+18005550142", "Bob", "Tuesday")


@pytest.fixture
def hours_kept(page: Page, installation: Installation) -> Iterator[None]:
    """Hours are kept, and no one in Chicago can be reached now; afterwards as before."""
    early = datetime.now(UTC).astimezone(ZoneInfo("America/Chicago")).hour < 12
    everywhere(page, ("15:00", "17:00") if early else ("10:00", "11:00"))  # when all places are open, too
    keep(page, True)
    yield
    page.set_viewport_size({"width": 1280, "height": 900})
    keep(page, False)
    page.goto("/hours/everywhere")
    page.get_by_role("button", name="Put back the default").click()


def keep(page: Page, wanted: bool) -> None:
    page.goto("/hours")
    page.get_by_label("Keep the hours").set_checked(wanted)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(re.compile("The rules are saved|Nothing was changed"))).to_be_visible()


def everywhere(page: Page, span: tuple[str, str]) -> None:
    page.goto("/hours/everywhere")
    for days in ("weekdays", "saturdays", "sundays"):
        page.locator(f"#f-{days}-from").fill(span[0])
        page.locator(f"#f-{days}-to").fill(span[1])
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The hours of Everywhere are saved")).to_be_visible()


@pytest.mark.long
def test_a_batch_waits_for_the_hours_and_goes_on(page: Page, hours_kept: None) -> None:
    steps.add_simulated_number(page)
    steps.upload(page, steps.csv_of([CHICAGO, TOLL_FREE]))
    steps.write(page, "Hi {{first_name}}, it is {{day}}.")
    expect(page.get_by_text("1 number is a premium or toll-free one")).to_be_visible()
    page.get_by_role("button", name="Send all the same").click()
    expect(page.get_by_text("1 phone does not tell where its owner is")).to_be_visible()
    looks_right(page)
    page.get_by_label("Their time zone").select_option("America/Chicago")
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_text("is taken to be in Chicago")).to_be_visible()
    steps.decide(page)
    expect(page.get_by_text("2 people wait for their hours")).to_be_visible()
    looks_right(page)
    steps.send_now(page, "2 people", "once their hours begin")
    steps.tile(page, "Waiting", 2)
    expect(page.get_by_text("2 people wait for their hours.")).to_be_visible()
    page.get_by_role("link", name="See who waits").click()
    expect(page.get_by_text("their time").first).to_be_visible()
    looks_right(page)
    batch = page.url
    everywhere(page, ("00:00", "00:00"))
    page.goto(batch.partition("?")[0])
    steps.tile(page, "Delivered", 2)


@pytest.mark.long
def test_a_place_of_the_team_s_own(page: Page) -> None:
    page.goto("/hours")
    expect(page.get_by_role("link", name="Edit Florida")).to_be_visible()
    looks_right(page)
    page.get_by_role("link", name="Add a place").click()
    page.get_by_label("Name").fill("France")
    page.get_by_label("How its phone numbers begin").fill("33")
    page.get_by_label("Source").fill("Our lawyer")
    page.get_by_role("button", name="Save").click()
    expect(
        page.get_by_role("link", name=re.compile("is not the beginning of a phone number"))
    ).to_be_visible()
    looks_right(page)
    page.get_by_label("How its phone numbers begin").fill("+33")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("France is added.")).to_be_visible()
    page.get_by_role("link", name="Edit France").click()
    page.get_by_role("button", name="Remove…").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("link", name="Edit France")).to_have_count(0)
