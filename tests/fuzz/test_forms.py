"""Whatever is typed into whichever field of whichever form, nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from werkzeug.datastructures import MultiDict

from tests.fuzz import scene
from tests.fuzz.values import VALUES, named
from tests.views.client import HTMX, Browser, _present
from tests.views.html import Element

pytestmark = pytest.mark.timeout(0)  # at full length it takes half an hour
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
EVERY_FIELD = 2_000
"""In the short form, one of so many pairs of a field and a value."""
EVERY_PAGE = 3


def test_no_field_of_any_form_breaks_on_what_is_typed(admin: Browser, team: dict[str, int]) -> None:
    sent: set[tuple[str, str]] = set()
    broken = []
    for path in scene.pages(team):
        if not scene.is_turn(path, "page", EVERY_PAGE):
            continue
        for action, form in _forms(admin, path):
            for name in dict.fromkeys(scene.fields(form)):
                if name == "csrf_token" or (action, name) in sent:
                    continue
                sent.add((action, name))
                broken += _type(admin, action, form, name)
    assert not broken
    assert len(sent) > 20


@pytest.mark.long
def test_no_choice_of_a_button_breaks(admin: Browser, team: dict[str, int]) -> None:
    """A button has a name and a value, too, and forms have fields that no page shows."""
    broken = []
    for path in scene.pages(team):
        if not scene.is_turn(path, "button", 10):
            continue
        for action, form in _forms(admin, path):
            for button in form.all("button"):
                if name := button.attrs.get("name"):
                    broken += _type(admin, action, form, name)
    assert not broken


def _forms(browser: Browser, path: str) -> Iterator[tuple[str, Element]]:
    for form in browser.get(path).root.all("form"):
        action = form.attrs["action"] or path
        if form.attrs.get("method", "").lower() != "post" or any(word in action for word in scene.LEFT_OUT):
            continue
        yield action, form


def _type(browser: Browser, action: str, form: Element, name: str) -> list[str]:
    broken = []
    for at, value in enumerate(VALUES):
        if not scene.is_turn(f"{action} {name}", value, EVERY_FIELD):
            continue
        typed: MultiDict[str, str] = _present(form)
        typed[name] = value
        body = urlencode([*typed.items(multi=True)], encoding="utf-8", errors="surrogatepass")
        status = scene.ask(browser, "POST", action, body, **FORM, **(HTMX if at % 2 else {}))
        if status >= 500:
            broken.append(f"{status} {action}: {name}={named(value)}")
    return broken
