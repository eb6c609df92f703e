"""What a person does, step by step, in the words that stand on the screen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Page, expect

HEADER = "Phone number,first_name,day\n"


def add_simulated_number(page: Page) -> None:
    """One click on the numbers page; harmless when it is there already."""
    page.goto("/numbers")
    if not page.get_by_text("+1 202-555-0100").count():
        page.get_by_role("button", name="Add a simulated number").first.click()
        expect(page.get_by_text("+1 202-555-0100").first).to_be_visible()


def csv_of(people: Sequence[tuple[str, str, str]]) -> dict[str, object]:
    """A list as a browser hands it over: (phone, first name, day)."""
    body = HEADER + "".join(f"{phone},{name},{day}\n" for phone, name, day in people)
    return {"name": "autumn.csv", "mimeType": "text/csv", "buffer": body.encode()}


def upload(page: Page, file: dict[str, object]) -> None:
    """Make a batch of a list, and wait until it has been read."""
    page.goto("/batches/new")
    page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    submit = page.get_by_role("button", name="Upload the list")
    if submit.is_visible():
        submit.click()
    expect(page).to_have_url(re.compile(r"/batches/\d+/recipients"))
    page.get_by_label("They are our customers").check()
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(re.compile(r"/batches/\d+/message"))


def write(page: Page, message: str) -> None:
    """Write the message, save it, and wait for the check."""
    if "/message" not in page.url:
        page.goto(re.sub(r"/(recipients|check|when)$", "/message", page.url))
    page.get_by_label("Message", exact=True).fill(message)
    page.get_by_role("button", name="Save and check").click()
    expect(page).to_have_url(re.compile(r"/check"))
    expect(page.get_by_text("Can be sent").first).to_be_visible()


def make_agent(page: Page, template: str) -> str:
    """An agent with all that its template holds. Its path."""
    page.goto("/agents/new")
    page.get_by_label(template).check()
    page.get_by_role("button", name="Make it").click()
    expect(page).to_have_url(re.compile(r"/agents/\d+$"))
    return re.sub(r"^.*(?=/agents/)", "", page.url)


def make_workflow(page: Page, template: str) -> str:
    """A workflow with the steps of a template, for our first number. Its path."""
    page.goto("/workflows/new")
    page.get_by_label(template).check()
    page.get_by_label("Number that texts and calls").select_option(index=1)
    page.get_by_role("button", name="Make it").click()
    expect(page).to_have_url(re.compile(r"/workflows/\d+/edit$"))
    return re.sub(r"^.*(?=/workflows/)", "", page.url).removesuffix("/edit")


def decide(page: Page, choice: str | None = None) -> None:
    """Go on from the check; `choice` is the radio button to take, where the page asks."""
    if choice:
        page.get_by_label(choice).check()
    page.get_by_role("button", name=re.compile("^Continue")).click()
    expect(page).to_have_url(re.compile(r"/when"))


def send_now(page: Page, people: str, begins: str = "now") -> None:
    page.get_by_role("button", name=f"Send to {people} {begins}").click()
    expect(page).to_have_url(re.compile(r"/batches/\d+$"))


def tile(page: Page, word: str, count: int) -> None:
    """Wait until a tile of the progress page shows a number."""
    link = page.get_by_role("link", name=re.compile(rf"^{count}\s+{word}", re.I))
    expect(link).to_be_visible(timeout=30_000)
