"""A real Chromium in front of a real `./outbound up`, with the simulator behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import folders
from tests.browser.look import Watched
from tests.chromium import PATH, launch
from tests.processes.house import House
from tests.simulator.server import Control
from webapp.processes import secrets

PASSWORD = "a long enough pass phrase"
HURRY = Path(__file__).parent / "hurry.js"


@dataclass
class Installation:
    """A running Outbound: where it is, its first admin's one-time link, its simulated carrier."""

    house: House
    control: Control

    @property
    def url(self) -> str:
        return self.house.url

    @property
    def setup_link(self) -> str:
        return self.house.told(r"(http://\S+/setup/\S+)")


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """`./outbound up` with a fresh data folder; its simulated people answer quickly."""
    speeds = {"SIMULATOR_SPEED": "20", "SIMULATOR_RETRY_SPEED": "50", "SIMULATOR_RATE": "0"}
    with folders.quick("outbound-browser-") as folder, House(folder / "data", **speeds) as house:
        kept = secrets.read(house.data / secrets.FILE)
        control = Control(house.told(r"leaves this machine: (http://\S+)"), kept[secrets.CONTROL_SECRET])
        yield Installation(house, control)
        control.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if PATH is None:
        pytest.skip("Chromium is not installed: `apt-get install chromium`")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, installation: Installation) -> Iterator[dict[str, object]]:
    """The cookies of the first admin, made through the printed link."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(installation.setup_link)
    page.get_by_label("Your name").fill("Ada Lovelace")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{installation.url}/")
    page.goto(f"{installation.url}/hours")  # what a test sends goes out at whatever time of the day it runs
    page.get_by_label("Keep the hours").uncheck()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Hours are not kept.").wait_for()
    yield dict(context.storage_state())
    context.close()


@pytest.fixture(scope="session")
def signed_in_too(
    chromium: Browser, signed_in: dict[str, object], installation: Installation
) -> Iterator[dict[str, object]]:
    """The cookies of Noor, an admin whom the first has invited."""
    inviting = _window(chromium, signed_in, installation)
    page = inviting.new_page()
    page.goto("/people/invite")
    page.get_by_label("Admin").check()
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("link", exact=False).first.input_value()
    inviting.close()
    context = chromium.new_context()
    page = context.new_page()
    page.goto(link)
    page.get_by_label("Your name").fill("Noor Inayat")
    page.get_by_label("E-mail address").fill("noor@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{installation.url}/")
    yield dict(context.storage_state())
    context.close()


def _window(chromium: Browser, cookies: dict[str, object], installation: Installation) -> BrowserContext:
    """A browser window, 1280 px wide."""
    made = chromium.new_context(
        storage_state=cookies,  # type: ignore[arg-type]
        base_url=installation.url,
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
        timezone_id="Europe/Berlin",
    )
    made.set_default_timeout(15_000)
    made.add_init_script(path=HURRY)
    return made


@pytest.fixture
def context(
    chromium: Browser, signed_in: dict[str, object], installation: Installation
) -> Iterator[BrowserContext]:
    """A window in which the first admin is signed in."""
    made = _window(chromium, signed_in, installation)
    yield made
    made.close()


@pytest.fixture
def without_scripts(
    chromium: Browser, signed_in: dict[str, object], installation: Installation
) -> Iterator[Page]:
    """A page of the first admin's in a browser that runs no JavaScript."""
    made = chromium.new_context(
        storage_state=signed_in,  # type: ignore[arg-type]
        base_url=installation.url,
        java_script_enabled=False,
    )
    yield made.new_page()
    made.close()


@pytest.fixture
def second(chromium: Browser, signed_in_too: dict[str, object], installation: Installation) -> Iterator[Page]:
    """A page of Noor's, watched like the first admin's."""
    made = _window(chromium, signed_in_too, installation)
    watched = Watched(made.new_page())
    yield watched.page
    watched.must_be_clean()
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that is watched: a script error, a CSP violation or a failed request fails the test."""
    watched = Watched(context.new_page())
    yield watched.page
    watched.must_be_clean()
