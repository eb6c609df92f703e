"""The public forms of workflows: anyone who has the link may fill one in. No session, no JavaScript."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, abort, current_app, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask_limiter import RequestLimit
from flask_limiter.util import get_remote_address
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from webapp.db import db, now
from webapp.errors import Fault
from webapp.models.workflow import Workflow
from webapp.rules.workflow.form_words import WORDS
from webapp.services.workflows import addresses, form_entries
from webapp.services.workflows.form_entries import Form
from webapp.views import ui

bp = Blueprint("forms", __name__, url_prefix="/forms")

ENTRIES = "10 per minute; 60 per hour"
"""From one address, to all forms together."""
LARGEST = 64 * 1024
"""Bytes."""
QUICKEST, SLOWEST = timedelta(seconds=2), timedelta(days=7)
"""Between opening a form and sending it. Programs are quicker."""
TRAP, STAMP = "website:url", "page:stamp"
"""Hidden fields: one that only programs fill in, and when the page was opened. No field of a form is called
so: the colon is none of its letters (services/workflows/triggers/form_fields)."""
HIDDEN = {"stamp_name": STAMP, "trap": TRAP}
"""For the page."""
MACHINE = "A program filled in the form: a field that people do not see."
PAGE = "forms/form.html"


@bp.get("/<token>")
def show(token: str) -> Response:
    workflow, form = _open(token)
    return _page(token, form, {}) if form else _closed(workflow)


@bp.post("/<token>")
def send(token: str) -> Response:
    """A form with faults comes back as it was filled in; otherwise on to a page that says thanks."""
    typed = _typed()
    workflow, form = _open(token)
    if form is None:
        return _closed(workflow)
    if typed.get(TRAP):
        form_entries.refuse(workflow, "machine", MACHINE)
        db.session.commit()
        return _thanks(token)
    key = _opened_in_time(workflow, typed.get(STAMP, ""))
    if key is None:
        return _page(token, form, typed, {"": form.words.again}, status=422)
    return _take(workflow, token, form, typed, key)


@bp.get("/<token>/thanks")
def thank(token: str) -> Response:
    workflow, form = _open(token)
    return ui.page("forms/thanks.html", form=form, words=form.words) if form else _closed(workflow)


def _take(workflow: Workflow, token: str, form: Form, typed: Mapping[str, str], key: str) -> Response:
    document = form_entries.open_now(workflow)
    try:
        if document is None or not form_entries.take(workflow, document[0], form, typed, key):
            db.session.commit()
            return _page(token, form, typed, {"": form.words.busy}, status=429)
    except Fault as fault:
        db.session.rollback()
        return _page(token, form, typed, _in_fields(form, fault), status=422)
    db.session.commit()
    return _thanks(token)


def _in_fields(form: Form, fault: Fault) -> dict[str, str]:
    """What is about no field of the form is about the whole."""
    return {name if name in form.names else "": text for name, text in ui.in_fields(fault).items()}


def _open(token: str) -> tuple[Workflow, Form | None]:
    """Aborts with 404 where there is no such address; None: it is not live."""
    workflow = addresses.workflow_of(token) or abort(404)
    found = form_entries.open_now(workflow)
    return workflow, found[1] if found else None


def _typed() -> dict[str, str]:
    """Read before any transaction begins. What is too large is cut off as a whole: nothing was typed."""
    request.max_content_length = LARGEST
    try:
        return request.form.to_dict()
    except RequestEntityTooLarge:
        return {}


def _stamps() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), "public form")


def _opened(workflow: Workflow, stamp: str) -> tuple[str, datetime] | None:
    """What names the page that was opened, and when; None: not by us, too long ago, or of another version.

    What they agree to is kept in the words that they have seen.
    """
    try:
        said, at = _stamps().loads(stamp, max_age=int(SLOWEST.total_seconds()), return_timestamp=True)
    except BadData:
        return None
    version, _, key = str(said).partition(":")
    return (key, at) if version == str(workflow.version) else None


def _opened_in_time(workflow: Workflow, stamp: str) -> str | None:
    """The key of the page; None: it is to be looked at once more."""
    opened = _opened(workflow, stamp)
    return opened[0] if opened and now() - opened[1] >= QUICKEST else None


def _page(
    token: str,
    form: Form,
    typed: Mapping[str, str],
    faults: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """With the stamp that it has, while that is good: sent again, it is the same entry."""
    workflow, stamp = _open(token)[0], typed.get(STAMP, "")
    if _opened(workflow, stamp) is None:
        stamp = _stamps().dumps(f"{workflow.version}:{secrets.token_urlsafe(16)}")
    shown: dict[str, Any] = {"form": form, "words": form.words, "stamp": stamp, "typed": typed}
    shown |= HIDDEN
    return ui.page(PAGE, status=status, faults=faults or {}, token=token, **shown)


def _thanks(token: str) -> Response:
    return ui.redirect(url_for("forms.thank", token=token))


def _closed(workflow: Workflow) -> Response:
    language = form_entries.language(workflow)
    return ui.page("forms/closed.html", status=404, language=language, words=WORDS[language])


def _busy(limit: RequestLimit) -> Response:
    """What was typed is not lost."""
    token = str((request.view_args or {}).get("token", ""))
    try:
        workflow, form = _open(token)
    except HTTPException as error:  # the limiter would log it as a fault of ours
        return current_app.make_response(error)
    if form is None:
        return _closed(workflow)
    return _page(token, form, _typed(), {"": form.words.busy}, status=429)


def _throttle(state: BlueprintSetupState) -> None:
    """A limiter belongs to one app, so the route is wrapped when it is registered."""
    routes = state.app.view_functions
    limit = state.app.extensions["throttle"].limit(ENTRIES, key_func=get_remote_address, on_breach=_busy)
    routes["forms.send"] = limit(routes["forms.send"])


bp.record(_throttle)
