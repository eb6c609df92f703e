"""An admin makes a key for the website, which tells of an opt-out; then the key is withdrawn."""

from __future__ import annotations

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.conftest import Installation
from tests.browser.look import looks_right

pytestmark = pytest.mark.browser


def tell(installation: Installation, key: str) -> requests.Response:
    return requests.post(
        f"{installation.url}/api/v1/opt-outs",
        json={"phone": "+1 312 555 0155", "reason": "Unsubscribed on the website"},
        headers={"Authorization": f"Bearer {key}"},
        timeout=10,
    )


@pytest.mark.long
def test_a_website_tells_of_an_opt_out(page: Page, installation: Installation) -> None:
    page.goto("/settings")
    page.get_by_role("link", name="Keys for other programs").click()
    expect(page.get_by_label("Which program is it for?")).to_be_visible()  # a click does not wait for it
    looks_right(page)
    page.get_by_label("Which program is it for?").fill("Our website")
    page.get_by_role("button", name="Make the key").click()
    key = page.get_by_label("Key", exact=True).input_value()
    looks_right(page)

    assert tell(installation, key).status_code == 201
    page.goto("/opt-outs?source=api")
    expect(page.get_by_role("row").nth(1)).to_contain_text("Our website")
    expect(page.get_by_role("row").nth(1)).to_contain_text("Unsubscribed on the website")

    page.goto("/api-keys")
    expect(page.get_by_text(key)).to_have_count(0)
    page.get_by_role("button", name="Withdraw").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("is withdrawn, and opens nothing any more")).to_be_visible()
    assert tell(installation, key).status_code == 401
