"""A browser for tests: it keeps cookies, fills in the forms that a page really has, and checks every page.

Each request runs in a context of its own, as on a server: nothing of the test's session or of an earlier
request leaks into it. What the test has not committed yet is committed before.
"""

from __future__ import annotations

import contextvars
from typing import Any

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.views import checks
from tests.views.html import Element, read
from webapp.db import db

HTMX = {"HX-Request": "true"}


class Page:
    """An answer: its status, headers, words and elements."""

    def __init__(self, response: TestResponse, root: Element) -> None:
        self.response, self.root = response, root
        self.status, self.headers = response.status_code, response.headers

    @property
    def words(self) -> str:
        """All text, white space folded."""
        return self.root.words()

    @property
    def title(self) -> str:
        return self.root.all("h1")[0].words()

    @property
    def path(self) -> str:
        return self.response.request.path

    def form(self, action: str) -> Element:
        """The form that goes to `action` (a path, or its end)."""
        actions = [form for form in self.root.all("form") if form.attrs["action"].endswith(action)]
        assert actions, f"no form to {action}: {[f.attrs['action'] for f in self.root.all('form')]}"
        return actions[0]

    def value(self, name: str) -> str | None:
        """What stands in the field `name`, wherever it is."""
        return _present(self.root).get(name)

    @property
    def problems(self) -> list[str]:
        """The lines of the error summary."""
        summaries = [e for e in self.root.all("div") if e.attrs.get("id") == "summary"]
        return [line.words() for summary in summaries for line in summary.all("li")]

    @property
    def notices(self) -> list[str]:
        return [e.words() for e in self.root.all("div") if "notice" in e.attrs.get("class", "").split()]


class Browser:
    """Gets pages and sends their forms."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def get(self, path: str, *, htmx: bool = False, **options: Any) -> Page:
        return self._open("GET", path, htmx=htmx, **options)

    def post(self, path: str, data: Any = None, *, htmx: bool = False, **options: Any) -> Page:
        """A bare POST. To send a form that a page shows, use `submit`."""
        return self._open("POST", path, data=data or {}, htmx=htmx, **options)

    def submit(
        self, page: Page, action: str, *, htmx: bool = False, buffered: bool = False, **typed: Any
    ) -> Page:
        """Fill in the page's form to `action` and send it; lists choose several boxes.

        `buffered`: the answer is a file, which is sent as it is made.
        """
        form = page.form(action)
        fields = _present(form)
        for name, value in typed.items():
            assert name in _names(form), f"the form to {action} has no field {name!r}: {sorted(_names(form))}"
            fields.setlist(name, value if isinstance(value, list) else [value])
        target = form.attrs["action"] or page.response.request.full_path.rstrip("?")
        return self.post(target, fields, htmx=htmx, buffered=buffered)

    def token(self) -> str:
        """A CSRF token of this browser's session, as the forms of its pages have it."""
        return contextvars.Context().run(self._token)

    def _token(self) -> str:
        with self.client.session_transaction() as kept, self.app.test_request_context():
            session.update(kept)
            token = generate_csrf()
            kept.update(session)
        return token

    def _open(self, method: str, path: str, *, htmx: bool, follow: bool = True, **options: Any) -> Page:
        db.session.commit()
        headers = {**options.pop("headers", {}), **(HTMX if htmx else {})}
        if "://" not in path:
            options.setdefault("base_url", "http://localhost")
        response: TestResponse = contextvars.Context().run(
            self.client.open, path, method=method, headers=headers, follow_redirects=follow, **options
        )
        return Page(response, self._checked(response, htmx))

    def _checked(self, response: TestResponse, htmx: bool) -> Element:
        if response.mimetype != "text/html" or not response.data:
            return read("")
        if response.status_code in (301, 302, 303, 308):
            return read("")
        check = checks.check_partial if htmx else checks.check_page
        return check(self.app, response)


def take(browser: Browser, path: str, **typed: str) -> Page:
    """A file that is asked for by POST, read to its end."""
    return browser.post(
        path, {"csrf_token": browser.get("/batches").value("csrf_token"), **typed}, buffered=True
    )


def _names(form: Element) -> set[str]:
    return {e.attrs["name"] for e in form.all(*checks.FIELDS, "button") if e.attrs.get("name")}


def _present(form: Element) -> MultiDict[str, str]:
    """What the browser would send if no one touched the form."""
    sent: MultiDict[str, str] = MultiDict()
    for element in form.all(*checks.FIELDS):
        name, kind = element.attrs.get("name"), element.attrs.get("type", "text")
        if (
            not name
            or kind in ("submit", "file")
            or (kind in ("checkbox", "radio") and "checked" not in element.attrs)
        ):
            continue
        if element.tag == "select":
            options = element.all("option")
            chosen = [o for o in options if "selected" in o.attrs] or options[:1]
            sent.setlist(name, [o.attrs.get("value", o.words()) for o in chosen])
        elif element.tag == "textarea":
            sent.add(
                name, "".join(part for part in element.inside if isinstance(part, str)).removeprefix("\n")
            )
        else:
            sent.add(name, element.attrs.get("value", "on" if kind in ("checkbox", "radio") else ""))
    return sent
