"""Error pages in plain words; for HTMX only the sentence, which static/js/say.js shows as a toast.

Programs that use the API get JSON.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, current_app, make_response, render_template, request, url_for
from flask_limiter.util import get_remote_address
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from webapp.db import db, write_all_the_same
from webapp.errors import Busy, Conflict, Fault, Forbidden, NotFound, is_full
from webapp.services.team import sign_ins
from webapp.views import ui
from webapp.views.typed import Typed, refillable, typed

log = structlog.get_logger(__name__)

ERROR = "errors/error.html"
MACHINES = frozenset({"webhooks", "health"})
"""Blueprints whose callers want a line of text, not a page."""
API = ("/api/", "/in/")
"""Requests for something under these get JSON."""
PROBLEM = "application/problem+json"

SENTENCES = {
    400: (
        "That request could not be read",
        "Something in it was missing or malformed. Go back and try again.",
    ),
    401: ("Please sign in", "Sign in to see this page."),
    403: (
        "You may not do this",
        "Your account does not have the right to do this. Ask an admin of your team.",
    ),
    404: (
        "Page not found",
        "There is nothing at this address. It may have been removed, or the link is wrong.",
    ),
    405: ("That does not work here", "This address cannot be used that way. Go back and try again."),
    409: ("That cannot be done now", "Something has changed in the meantime. Go back and look again."),
    413: (
        "That is too large",
        "The file or text is larger than Outbound accepts. Files may have up to 100 MB.",
    ),
    422: ("That could not be done", "Check what was entered and try again."),
    429: ("Too many attempts", "Wait a moment and try again."),
    500: (
        "Something went wrong",
        "The fault is ours. It has been written to the log. Try again in a moment.",
    ),
    503: (
        "The database cannot be used",
        "It is busy, full, damaged or away; the log says more. What you sent was not saved. Try again in a "
        "moment.",
    ),
    507: (
        "The disk is full",
        "There was no room for what you sent, or asked for; nothing was changed. Tell the person who runs "
        "Outbound, and try again once there is room.",
    ),
}
FOR_PROGRAMS = {
    404: "There is nothing at this address.",
    405: "This address cannot be used with this method.",
    413: "That is too large: 1 MB at most.",
    429: "Too many calls. Wait for as many seconds as Retry-After says, and try again.",
}
NOT_LIFTED = " An opt-out is lifted by the person, who writes START, or by staff in Outbound; not here."
"""Behind what is said of a method, where it is about opt-outs."""
FORM_TOO_OLD = (
    "This form was too old, or your session had ended. Reload the page and try again; nothing was changed."
)
SIGNED_OUT = "You have been signed out."
STATUSES: tuple[tuple[type[Fault], int], ...] = (
    (NotFound, 404),
    (Forbidden, 403),
    (Conflict, 409),
    (Busy, 503),
)


def init_app(app: Flask) -> None:
    """Register a handler for every way in which a request can fail."""
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(Fault, _fault)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _no_database)
    app.register_error_handler(OSError, _no_room)
    app.register_error_handler(500, _crash)


def answer(
    status: int,
    sentence: str | None = None,
    field: str | None = None,
    refill: dict[str, list[str]] | None = None,
) -> Response:
    """The failure as a page, or as its sentence for HTMX and for machines; programs are told the `field`.

    `refill`: what was typed, and is filled in again on the page that they go back to.
    """
    title, default = SENTENCES.get(status, SENTENCES[422 if status < 500 else 500])
    if request.path.startswith(API):
        return _problem(status, sentence or FOR_PROGRAMS.get(status, default), field)
    sentence = sentence or default
    if ui.wants_partial() or request.blueprint in MACHINES:
        return Response(sentence, status, mimetype="text/plain")
    back = _back() or _above()
    if status >= 500:
        return without_database(status, sentence, back)
    context = {"status": status, "title": title, "sentence": sentence, "back": back, "refill": refill}
    context |= {"typed": None if refill else _typed()}
    layout = "base.html" if current_user.is_authenticated else "door.html"
    return make_response(render_template(ERROR, layout=layout, **context), status)


def _problem(status: int, sentence: str, field: str | None) -> Response:
    """For programs: RFC 9457, with the field that it is about."""
    more = NOT_LIFTED if status == 405 and "/opt-outs" in request.path else ""
    told: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    told |= {"detail": sentence + more} | ({"field": field} if field else {})
    refusal = make_response(told, status)
    refusal.mimetype = PROBLEM
    return refusal


def without_database(status: int, sentence: str, back: str | None) -> Response:
    """The page, with nothing on it that asks the database: who is signed in, what waits for a reply."""
    context = {"status": status, "title": SENTENCES[status][0], "sentence": sentence, "back": back}
    context |= {"typed": _typed(), "refill": refillable() if _is_read() else None}
    page = current_app.jinja_env.get_template(ERROR)
    return make_response(page.render(layout="door.html", **context), status)


def _typed() -> Typed | None:
    """The texts that would be lost: browsers keep no page of ours, so going back brings an empty form."""
    return typed()._replace(short=[]) if _is_read() else None


def _is_read() -> bool:
    """Whether a form came, and could be read; what is too large, or came in part, is not read again."""
    return request.method == "POST" and "form" in vars(request)


def _back() -> str | None:
    """The page of Outbound that the person came from, when it is another one."""
    return None if request.referrer == request.url else _came_from()


def _came_from() -> str | None:
    """A page. A form with faults stands where it was sent to, which may be none: then the one above it."""
    referrer = request.referrer or ""
    if not referrer.startswith(request.host_url):
        return None
    target = "/" + referrer.removeprefix(request.host_url)
    path = urlsplit(target).path
    return target if _is_page(path) else _page_above(path)


def _above() -> str | None:
    """For an address that only forms are sent to: the nearest page above it."""
    asked = request.method == "GET" and request.endpoint is None
    return _page_above(request.path) if asked else None


def _page_above(path: str) -> str | None:
    while path.count("/") > 1:
        path = path.rpartition("/")[0]
        if _is_page(path):
            return path
    return None


def _is_page(path: str) -> bool:
    return current_app.url_map.bind_to_environ(request.environ).test(path, method="GET")


def signed_out() -> Response:
    """A form came from someone who has been signed out: what they wrote comes back.

    It is filled in again once they have signed in, and can be copied.
    """
    way_in = url_for("auth.log_in", next=_came_from())
    page = render_template("errors/signed_out.html", typed=typed(), refill=refillable(), way_in=way_in)
    return make_response(page, 401)


def _form_too_old(_error: CSRFError) -> Response:
    """The token goes with the session. No one need sign in for a link with which a password is chosen."""
    if current_user.is_authenticated or request.blueprint == "auth" or request.endpoint == "recovery.use":
        return answer(400, FORM_TOO_OLD, refill=refillable())
    return Response(SIGNED_OUT, 401, mimetype="text/plain") if ui.wants_partial() else signed_out()


def _fault(fault: Fault) -> Response:
    db.session.rollback()
    if isinstance(fault, Forbidden) and current_user.is_authenticated:
        _note_refusal()
    status = next((code for kind, code in STATUSES if isinstance(fault, kind)), 422)
    return answer(status, fault.sentence, fault.field)


def _note_refusal() -> None:
    """Also of a page that was only asked for. A database that cannot be written to changes no answer."""
    user_id = current_user.id
    db.session.rollback()
    write_all_the_same()
    try:
        sign_ins.refused(user_id, request.path, get_remote_address())
        db.session.commit()
    except OperationalError as error:
        db.session.rollback()
        log.error("a refusal could not be noted", path=request.path, error=str(error.orig))


def _http(error: HTTPException) -> Response:
    db.session.rollback()
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()  # type: ignore[return-value]
    response = answer(error.code or 500)
    if error.code == 405:
        response.headers["Allow"] = ", ".join(getattr(error, "valid_methods", None) or [])
    return response


def _no_database(error: OperationalError) -> Response:
    """One line for the operator: a disk that is full fails hundreds of requests, all in the same way."""
    db.session.rollback()
    log.error("the database cannot be used", path=request.path, error=str(error.orig))
    return answer(503)


def _no_room(error: OSError) -> Response:
    """Uploads and downloads pass through temporary files. Programs, and carriers, repeat what gets a 503."""
    if not is_full(error):
        raise error
    db.session.rollback()
    log.error("the disk is full", path=request.path, error=error.strerror)
    return answer(503 if request.blueprint in MACHINES or request.path.startswith(API) else 507)


def _crash(error: Exception) -> Response:
    """Flask has logged the traceback already."""
    db.session.rollback()
    return answer(500)
