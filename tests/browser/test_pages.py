"""Every page, narrow and wide, light and dark: axe finds nothing, nothing is cut off or breaks the CSP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle, product

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import steps
from tests.browser.conftest import Installation
from tests.browser.look import Watched, accessibility, cut_off, narrow_fields
from tests.length import length

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LOOKS = length(
    ((1280, "dark"), (360, "light")), ((1280, "light"), (1280, "dark"), (360, "light"), (360, "dark"))
)
"""Widths and schemes."""
ASKED = cycle(length(tuple((look,) for look in LOOKS), (LOOKS,)))
"""In which of them axe is asked about the next page: it takes most of the time."""


@pytest.fixture(scope="module")
def addresses(
    chromium: Browser, signed_in: dict[str, object], installation: Installation
) -> Iterator[list[str]]:
    """A house in which something has happened, and the addresses of all its pages."""
    context = chromium.new_context(storage_state=signed_in, base_url=installation.url)  # type: ignore[arg-type]
    page = context.new_page()
    empty = ["/batches", "/inbox", "/contacts", "/opt-outs", "/numbers", "/agents", "/workflows"]
    for address in empty:  # their first, empty state is looked at too
        page.goto(address)
        assert accessibility(page) == [], address
    steps.add_simulated_number(page)
    people = [
        ("6465551111", "Hedy", "Friday"),
        ("6465552222", "Edsger", "Monday"),
        ("12ab", "Nobody", "Monday"),
        ("6465554444", "Mary", "Monday"),
        ("6465558888", "Noor", "Monday"),
        ("6465559999", "Tim", "Monday"),
    ]
    steps.upload(page, steps.csv_of(people))
    steps.write(page, "Hi {{first_name}} – see you on {{day}}")
    draft = page.url.removesuffix("/check")
    steps.upload(page, steps.csv_of(people))
    steps.write(page, "Hi {{first_name}}, see you on {{day}}")
    steps.decide(page, "Send to 5, skip 1")
    steps.send_now(page, "5 people")
    steps.tile(page, "Replied", 2)
    steps.tile(page, "Opted out", 1)
    sent = page.url
    installation.control.inbound("+16465551111", "+12025550100", "Liked “Hi Hedy, see you on Friday”")
    installation.control.idle()
    page.goto("/inbox?view=all")
    liked = page.locator("a[href*='/inbox/']", has_text="Hedy").get_attribute("href") or ""
    page.goto("/inbox")
    threads = page.locator("a[href*='/inbox/']").evaluate_all("links => links.map(link => link.href)")
    thread = next(link for link in threads if re.search(r"/inbox/\d+$", link))
    of_draft = [f"{draft}/{step}" for step in ("recipients", "message", "check", "when", "rows/2")]
    of_batches = ["/batches", "/batches/new", *of_draft, sent, f"{sent}?status=failed"]
    of_inbox = ["/inbox", "/inbox?view=all&select=1", thread, liked, "/inbox/new"]
    agent = steps.make_agent(page, "Reminder desk")
    of_agent = [f"{agent}/edit/{part}" for part in ("who", "handoff", "goal", "limits", "hours")]
    of_agent += [f"{agent}/{kind}/new" for kind in ("answers", "tasks", "knowledge")]
    of_agents = [
        "/agents",
        "/agents/new",
        agent,
        *of_agent,
        f"{agent}/versions",
        f"{agent}/versions/1",
        f"{agent}/try",
    ]
    flow = steps.make_workflow(page, "Review request")
    of_workflow = [f"{flow}/edit/{place}" for place in ("trigger", "conditions", "box", "s2", "s5")]
    of_workflow += [
        f"{flow}{part}" for part in ("", "/edit", "/add?index=1", "/try", "/runs", "/refused", "/versions")
    ]
    others = ["/numbers", "/numbers/add", "/numbers/1", "/opt-outs", "/opt-outs/add", "/opt-outs/1/lift"]
    of_contacts = ["/contacts", "/contacts/1", "/contacts/phone/+16465551111/erase"]
    yield [
        "/",
        *of_batches,
        *of_inbox,
        *others,
        *of_contacts,
        *of_agents,
        "/workflows",
        "/workflows/new",
        *of_workflow,
        "/people",
        "/people/invite",
        "/profile",
        "/settings",
        "/settings/vonage",
        "/settings/sentences",
        "/settings/sentences/de/whisper",
        "/nowhere",
    ]
    context.close()


@pytest.mark.long
def test_every_page_is_accessible_and_fits(
    addresses: list[str], chromium: Browser, signed_in: dict[str, object], installation: Installation
) -> None:
    context = chromium.new_context(
        storage_state=signed_in,  # type: ignore[arg-type]
        base_url=installation.url,
        reduced_motion="reduce",
    )
    watched = Watched(context.new_page())
    found = [fault for address in addresses for fault in _look(watched.page, address)]
    broken = [fault for fault in watched.faults if "/nowhere" not in fault]
    context.close()
    assert found == []
    assert broken == []


def _look(page: Page, address: str) -> list[str]:
    """A page in each width and scheme.

    It is not loaded again for another: no script of ours asks for it, only the stylesheets do.
    """
    faults, asked = [], next(ASKED)
    page.goto(address)
    expect(page.locator("h1")).to_have_count(1)
    for look in LOOKS:
        width, scheme = look
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_attribute("data-bs-theme", scheme)
        found = accessibility(page) if look in asked else []
        faults += [f"{address} at {width}, {scheme}: {finding}" for finding in found]
        if wider := cut_off(page):
            faults.append(f"{address} is {wider} px wider than a window of {width} px")
        faults += [f"{address}: the field {name} is cut off at {width} px" for name in narrow_fields(page)]
    return faults


@pytest.mark.long
def test_the_page_for_people_who_are_not_signed_in(chromium: Browser, installation: Installation) -> None:
    context = chromium.new_context(base_url=installation.url)
    watched = Watched(context.new_page())
    assert _look(watched.page, "/login") == []
    assert watched.faults == []
    context.close()


@pytest.mark.long
def test_a_word_of_forty_letters_widens_no_page(page: Page) -> None:
    steps.add_simulated_number(page)
    for width, address in product(
        (360, 1280), ("/numbers", "/opt-outs", "/segments/new", "/people", "/workflows")
    ):
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(address)
        page.evaluate(
            "word => document.querySelectorAll('h1, h2, .lead, .back, td:not(.actions)').forEach("
            "place => place.append(` ${word}`))",
            "Donaudampfschifffahrtselektrizitätenhaus",
        )
        assert cut_off(page) == 0, (width, address)
