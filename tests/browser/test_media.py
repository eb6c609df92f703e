"""Someone answers by MMS: their pictures come in, stand in the conversation, and open larger."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Installation
from tests.browser.look import looks_right

pytestmark = pytest.mark.browser

PEOPLE = [
    ("4155552003", "Mary", "Friday"),
    ("4155552008", "Grace", "Friday"),
    ("4155552009", "Tim", "Monday"),
]
SHOWN = "document.querySelector('.medium img').complete && document.querySelector('.medium img').naturalWidth"


@pytest.mark.long
def test_pictures_and_files_come_in(page: Page, installation: Installation) -> None:
    steps.add_simulated_number(page)
    steps.upload(page, steps.csv_of(PEOPLE))
    steps.write(page, "Hi {{first_name}}, is it about the boiler?")
    steps.decide(page)
    steps.send_now(page, "3 people")
    steps.tile(page, "Replied", 3)

    page.goto("/inbox")
    page.get_by_role("link", name=re.compile("Mary")).first.click()
    pictures = page.locator(".medium img")
    expect(pictures).to_have_count(3, timeout=20_000)
    expect(page.get_by_text("The boiler", exact=True)).to_be_visible()
    expect(page.get_by_text("and where it leaks").last).to_be_visible()
    pictures.first.scroll_into_view_if_needed()
    page.wait_for_function(SHOWN)
    looks_right(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    with page.context.expect_page() as opened:
        pictures.first.click()
    expect(opened.value.locator("img")).to_be_visible()
    opened.value.close()

    page.goto("/inbox")
    page.get_by_role("link", name=re.compile("Grace")).first.click()
    expect(page.get_by_text("invoice.pdf")).to_be_visible(timeout=20_000)
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("invoice.pdf")).click()
    assert Path(started.value.path()).read_bytes().startswith(b"%PDF")
    assert started.value.suggested_filename.startswith("invoice-")
    looks_right(page)

    page.goto("/inbox")
    page.get_by_role("link", name=re.compile("Tim")).first.click()
    expect(page.get_by_text("They sent something that Vonage could not pass on.").last).to_be_visible()


@pytest.mark.long
def test_what_cannot_be_fetched_is_asked_for_again(page: Page, installation: Installation) -> None:
    steps.add_simulated_number(page)
    installation.control.fault("media_gone")
    steps.upload(page, steps.csv_of([("4155552002", "Alan", "Friday")]))
    steps.write(page, "Hi {{first_name}}")
    steps.decide(page)
    steps.send_now(page, "1 person")
    steps.tile(page, "Replied", 1)
    page.goto("/inbox")
    page.get_by_role("link", name=re.compile("Alan")).first.click()
    expect(page.get_by_text("This picture could not be fetched.")).to_be_visible(timeout=20_000)
    looks_right(page)
    installation.control.clear("media_gone")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".medium img")).to_have_count(1, timeout=20_000)
