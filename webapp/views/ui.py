"""How a view answers: a page or its partial, a redirect, a form with faults, nothing new.

    page("batches/index.html", "batches/_table.html", page=page)
        the page; for HTMX the partial alone
    faulty("numbers/add.html", "numbers/_form.html", fault, typed=request.form)
        422 with the form, what was typed still in it
    fresh(batch.revision, "batches/progress/show.html", "batches/progress/_progress.html", batch=batch)
        for `ui.poll`: 204 when the asker has that version already
    redirect(url_for("numbers.index"))
        303, or HX-Redirect for HTMX
    say("The number is added.")
        a notice on the next page, a toast beside the next partial

What templates find without an import is registered in `template_globals.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import flask
from flask import Flask, Response, get_flashed_messages, make_response, render_template, request
from htmx_flask import Htmx
from werkzeug.urls import iri_to_uri

from webapp.db import db
from webapp.errors import Fault, Faults

ByField = Mapping[str, str]
"""Field name -> one sentence; the key "" is for the form as a whole."""


def init_app(app: Flask) -> None:
    """Give requests their `htmx` attribute, and caches the truth about pages and partials."""
    Htmx(app)
    app.after_request(_caching)


def wants_partial() -> bool:
    """Is this HTMX asking for a part, rather than a browser for a page?"""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page(
    template: str,
    partial: str | None = None,
    *,
    status: int = 200,
    tell: Iterable[str] = (),
    **context: Any,
) -> Response:
    """The page; or, for HTMX, its partial alone, with waiting notices as toasts.

    `tell`: events for the page's scripts, beside the partial.
    """
    if partial is None or not wants_partial():
        return make_response(render_template(template, **context), status)
    response = make_response(render_template(partial, **context), status)
    _tell(response, tell)
    return response


def faulty(
    template: str, partial: str | None, faults: Fault | ByField, *, status: int = 422, **context: Any
) -> Response:
    """The same form again, with its faults on top; whatever the request changed is undone."""
    db.session.rollback()
    return page(template, partial, status=status, faults=in_fields(faults), **context)


def in_fields(faults: Fault | ByField) -> dict[str, str]:
    """A fault as the form macros want it: field -> sentence."""
    if isinstance(faults, Faults):
        return faults.by_field
    if isinstance(faults, Fault):
        return {faults.field or "": faults.sentence}
    return dict(faults)


def fresh(version: object, template: str, partial: str, **context: Any) -> Response:
    """For `ui.poll`: 204 when the asker has this version already, else page or partial with `version`."""
    return unchanged(version) or page(template, partial, version=version, **context)


def unchanged(version: object) -> Response | None:
    """The 204 for an asker who has this version already: known before the page is put together."""
    same = wants_partial() and request.args.get("v") == str(version)
    return Response(status=204) if same else None


def redirect(url: str) -> Response:
    """Go to `url` (ours, never the user's: see `security.safe_next`)."""
    if wants_partial():  # a header takes ASCII alone
        return Response(status=200, headers={"HX-Redirect": iri_to_uri(url)})
    return flask.redirect(url, 303)  # type: ignore[return-value]


def say(sentence: str, kind: str = "good", *, passing: bool = False) -> None:
    """A notice for the next page: good, info, warn or bad.

    `passing`: it tells of what goes on, and is gone once what the page polls has news (js/say.js).
    """
    flask.flash(sentence, f"{kind} passing" if passing else kind)


def _tell(response: Response, events: Iterable[str]) -> None:
    waiting: Any = get_flashed_messages(with_categories=True)
    lines = [{"kind": kind.split()[0], "text": text} for kind, text in waiting]
    told: dict[str, Any] = dict.fromkeys(events)
    if lines:
        told["outbound:say"] = {"lines": lines}
    if told:
        response.headers["HX-Trigger"] = json.dumps(told) if lines else ", ".join(told)


def _caching(response: Response) -> Response:
    """Assets carry their content's hash in `v` and may be kept; all else is private, and kept nowhere.

    So is the page that says that there is no such asset: it has a cookie, and a name that proxies keep.
    """
    if request.endpoint == "static" and response.status_code < 400:
        if "v" in request.args:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
    response.vary.add("HX-Request")
    response.headers["Cache-Control"] = "no-store"  # files, too: signing out, or erasing, leaves none behind
    return response
