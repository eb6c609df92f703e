"""What holds for every page and partial, checked on each one that a test fetches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from tests.views.html import Element, read, start

FIELDS = ("input", "select", "textarea")
POINTERS = ("aria-describedby", "aria-labelledby", "popovertarget", "for")
UNLABELLED = ("hidden", "submit", "button")


def check_page(app: Flask, response: TestResponse) -> Element:
    """A whole page. Gives back its root."""
    root = check_partial(app, response)
    html = root.all("html")[0]
    assert html.attrs.get("lang") == "en"
    assert [len(title.words()) > len(" · Outbound") for title in root.all("head")[0].all("title")] == [True]
    assert len(root.all("h1")) == 1, f"{len(root.all('h1'))} h1"
    assert len(root.all("main")) == 1
    assert _levels_do_not_jump(root)
    return root


def check_partial(app: Flask, response: TestResponse) -> Element:
    """Whatever is HTML. Gives back its root."""
    root = read(response.get_data(as_text=True))
    elements = root.all()
    ids = Counter(element.attrs["id"] for element in elements if "id" in element.attrs)
    assert [name for name, count in ids.items() if count > 1] == [], "ids that are used twice"
    labels = [element for element in elements if element.tag == "label"]
    for element in elements:
        for name, target in _checked_tag(app, element.written):
            assert target in ids, f"{name}={target!r} of <{element.tag}> points nowhere"
        if element.tag in FIELDS:
            _labelled(labels, element)
        if element.tag in ("button", "a", "summary"):
            assert element.words() or element.attrs.get("aria-label"), f"a <{element.tag}> without words"
        if element.tag == "img":
            assert "alt" in element.attrs
        if element.tag == "script":
            assert element.attrs.get("src") and not element.words(), "an inline script"
        if element.tag == "form":
            _sendable(app, element)
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    return root


@cache
def _checked_tag(app: Flask, written: str) -> tuple[tuple[str, str], ...]:
    """What a start tag says by itself, once in a run. Returns the ids that it names, by attribute."""
    element = start(written)
    _no_inline(element)
    _addresses_exist(app, element)
    return tuple((name, target) for name in POINTERS for target in element.attrs.get(name, "").split())


def _no_inline(element: Element) -> None:
    """The content policy forbids it, so it would silently not work."""
    bad = [name for name in element.attrs if name.startswith(("on", "hx-on")) or name == "style"]
    assert bad == [], f"<{element.tag}> has {bad}"
    assert element.tag != "style"
    assert "[" not in element.attrs.get("hx-trigger", ""), "a trigger filter needs eval"
    for name in ("hx-vals", "hx-headers"):
        assert not element.attrs.get(name, "").startswith(("js:", "javascript:"))
    assert not element.attrs.get("href", "").startswith("javascript:")


def _labelled(labels: Sequence[Element], element: Element) -> None:
    if element.attrs.get("type") in UNLABELLED or element.attrs.get("aria-label"):
        return
    own = [label for label in labels if label.attrs.get("for") == element.attrs.get("id", "?")]
    around = element.within("label")
    words = [label.words() for label in (*own, around) if label is not None]
    assert any(words), f"<{element.tag} name={element.attrs.get('name')}> has no label"


def _sendable(app: Flask, form: Element) -> None:
    method = form.attrs.get("method", "").lower()
    assert method in ("get", "post"), "a form without a method"
    assert "action" in form.attrs, "a form without an action"
    names = [field.attrs.get("name") for field in form.all("input")]
    assert ("csrf_token" in names) == (method == "post"), f"the token of {form.attrs['action']}"
    if form.attrs["action"]:
        _exists(app, urlsplit(form.attrs["action"]).path, method.upper())


def _addresses_exist(app: Flask, element: Element) -> None:
    """Every link and every HTMX request leads to a route of ours (or outside)."""
    for name in ("href", "src", "hx-get", "data-href"):
        address = element.attrs.get(name, "")
        if address.startswith("/"):
            _exists(app, urlsplit(address).path, "GET")
    if element.attrs.get("hx-post"):
        _exists(app, urlsplit(element.attrs["hx-post"]).path, "POST")


@cache
def _exists(app: Flask, address: str, method: str) -> None:
    """A path is looked up once: pages link to the same ones."""
    try:
        app.url_map.bind("localhost").match(address, method=method)
    except RequestRedirect as redirect:
        raise AssertionError(f"{address} only redirects to {redirect.new_url}") from redirect
    except HTTPException as error:
        raise AssertionError(f"{method} {address} leads nowhere: {error.name}") from error


def _levels_do_not_jump(root: Element) -> bool:
    levels = [int(heading.tag[1]) for heading in root.all("h1", "h2", "h3", "h4")]
    return all(later <= earlier + 1 for earlier, later in pairwise(levels))
