"""What is asked of every page that a browser shows: no errors, no accessibility faults, nothing cut off."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Response, expect

from tests.length import length

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FINDINGS = """async chosen => {
    await Promise.allSettled(document.getAnimations().map(one => one.finished));
    const {violations} = await axe.run(document, {runOnly: chosen, resultTypes: ["violations"]});
    return violations.flatMap(({id, nodes}) =>
        nodes.map(({target, failureSummary = ""}) => `${id}: ${target} ${failureSummary.slice(0, 300)}`));
}"""
"""What axe has against the page. All that it has for it would take five times as long to get here."""
EXPECTED_STATUSES = (422,)
"""A form that comes back with its faults; the browser writes it to its console as an error."""


UNSETTLED = ".htmx-request, .htmx-swapping, .htmx-settling"


class Watched:
    """Listens to a page: script errors, CSP violations, failed requests."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("response", self._response)

    def must_be_clean(self) -> None:
        assert self.faults == [], self.faults

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in EXPECTED_STATUSES:
            self.faults.append(f"{response.status} {response.request.method} {response.url}")


def accessibility(page: Page) -> list[str]:
    """axe's findings, one line each.

    The debugger runs it, past the page's CSP. A colour that is still on its way is waited for.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(FINDINGS, {"type": "tag", "values": STANDARDS})
    return found


def cut_off(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


NARROW = """() => [...document.querySelectorAll("input[type=time], .search select")].filter(field => {
        if (!field.checkVisibility()) return false;
        const whole = field.cloneNode();
        if (field.options) whole.add(new Option(field.selectedOptions[0].text));
        whole.style.cssText = "width: auto; position: absolute; visibility: hidden";
        field.after(whole);
        const needs = whole.offsetWidth;
        whole.remove();
        return needs > field.offsetWidth;
    }).map(field => field.name)"""


def narrow_fields(page: Page) -> list[str]:
    """The names of fields that are too narrow: of times, for their AM or PM; of filters, for their words."""
    found: list[str] = page.evaluate(NARROW)
    return found


WIDTHS = (360, 1280)
"""A phone's and a desk's."""
ASKED = cycle(length(tuple((width,) for width in WIDTHS), (WIDTHS,)))
"""At which widths axe is asked about the next page: it takes most of the time."""


def looks_right(page: Page) -> None:
    """The page fits and is accessible, on a phone and on a desk, once what is on its way is there."""
    expect(page.locator(UNSETTLED)).to_have_count(0)
    asked = next(ASKED)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found = accessibility(page) if width in asked else []
        assert found == [], found
        assert cut_off(page) == 0
        assert narrow_fields(page) == []
