"""Where the system chooses the colours, what is chosen is told by a line, and progress is seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import steps

pytestmark = pytest.mark.browser

LINED = "element => getComputedStyle(element).outlineStyle"


@pytest.mark.long
def test_what_is_chosen_has_a_line_around_it(page: Page) -> None:
    steps.add_simulated_number(page)
    chosen = {"/numbers": ".mainnav [aria-current]", "/inbox": ".tabs [aria-current]"}
    for forced, line in (("none", "none"), ("active", "solid")):
        page.emulate_media(forced_colors=forced)  # type: ignore[arg-type]
        for path, element in chosen.items():
            page.goto(path)
            assert page.locator(element).first.evaluate(LINED) == line
