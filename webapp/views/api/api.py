"""What other programs may ask and tell: JSON, with a key of the team's (docs/api.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Blueprint, Response, current_app, g, jsonify, request
from flask.sansio.blueprints import BlueprintSetupState
from flask_limiter.util import get_remote_address
from sqlalchemy.exc import DBAPIError

from webapp.db import db
from webapp.errors import Fault
from webapp.services.opt_outs import programs
from webapp.services.opt_outs.programs import Standing
from webapp.services.team import api_keys
from webapp.services.team.api_keys import Caller
from webapp.views import failures
from webapp.views.api import api_schema

bp = Blueprint("api", __name__, url_prefix="/api/v1")

CALLS = "600 per minute"
"""With one key, be it good or not: who has none cannot use up what the others may."""
WRONG_KEYS = "30 per minute"
"""Calls with a key that is not known, or with none, from one address. Others from there are let in."""
Route = TypeVar("Route", bound=Callable[..., Any])
FORM = "application/x-www-form-urlencoded"
NO_KEY = "Send the key that an admin of the team has made: Authorization: Bearer outbound_…"
WRONG_KEY = "This key is not known, or it was withdrawn."
EXPIRED = "This key expired on {}. An admin of the team can make another one."
ONE_OBJECT = 'Send one JSON object, for example {"phone": "+12025550123", "reason": "Unsubscribed"}.'
NO_TEXT = f"The phone is missing, or no text. {ONE_OBJECT}"


@bp.before_request
def sign_in() -> Response | None:
    """The key alone counts; no one is let in for being signed in with a browser.

    The body is read before any transaction begins: a slow client does not hold a write lock.
    """
    if request.endpoint == "api.show_schema":
        return None
    caller = _caller()
    if caller is None:
        return _not_known(_secret())
    if caller.is_expired:
        return _no_entry(EXPIRED.format(f"{caller.expires_at:%-d %B %Y}"))
    scope = getattr(current_app.view_functions[request.endpoint or ""], "scope", None)
    if scope not in caller.scopes:
        words = api_keys.SCOPES.get(scope or "", "this").lower()
        return failures.answer(403, f"This key may not be used to: {words}. An admin can make one that may.")
    _note_use(caller)
    return None


def good_for(scope: str) -> Callable[[Route], Route]:
    """Only keys with this scope get to a route; one that names none is closed to all."""

    def mark(view: Route) -> Route:
        view.scope = scope  # type: ignore[attr-defined]
        return view

    return mark


def _not_known(secret: str) -> Response:
    if secret:
        api_keys.refused(secret, get_remote_address())
        db.session.commit()
    return _no_entry(WRONG_KEY if secret else NO_KEY)


def _no_entry(sentence: str) -> Response:
    refusal = failures.answer(401, sentence)
    refusal.headers["WWW-Authenticate"] = "Bearer"
    return refusal


def _note_use(caller: Caller) -> None:
    request.get_data()
    if not caller.noted:
        api_keys.note_use(caller)
        db.session.commit()
    g.caller = caller


@bp.get("/openapi.json")
def show_schema() -> Response:
    """What can be asked here, as OpenAPI 3.1. No secret: it needs no key."""
    return jsonify(api_schema.openapi(current_app.config["SETTINGS"].public_url))


@bp.get("/opt-outs/<path:phone>")
@good_for(api_keys.OPT_OUTS)
def show(phone: str) -> Response:
    """Has someone opted out?"""
    return jsonify(_said(programs.standing(phone)))


@bp.post("/opt-outs")
@good_for(api_keys.OPT_OUTS)
def tell() -> tuple[Response, int]:
    """Record an opt-out: 201, or 200 when it was known. May be repeated."""
    body = body_of()
    standing, new = programs.tell(_readings(body), _reason(body), g.caller)
    said = _said(standing)
    db.session.commit()
    return jsonify(said), 201 if new else 200


def _secret() -> str:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""


def _caller() -> Caller | None:
    """Whose key was sent; looked up once for a request."""
    if "known" not in g:
        secret = _secret()
        g.known = api_keys.by_secret(secret) if secret else None
    known: Caller | None = g.known
    return known


def _has_known_key() -> bool:
    """For the limiter. Where the database cannot be used nothing is counted; `sign_in` says so."""
    try:
        return _caller() is not None
    except DBAPIError:
        return True


def _is_turned_away(response: Response) -> bool:
    return response.status_code == 401


def _whose() -> str:
    """Whom a call is counted for, without the key itself: Redis need not know it."""
    secret = _secret()
    return hashlib.sha256(secret.encode()).hexdigest()[:16] if secret else get_remote_address()


def body_of(example: str = ONE_OBJECT) -> Mapping[str, Any]:
    """JSON, whatever it is declared as, or a form. Raises Fault, with an `example`."""
    if not request.is_json and not request.get_data().lstrip().startswith(b"{"):
        return request.form
    try:
        body = request.get_json(force=True, silent=True)
    except RecursionError as error:
        raise Fault(example) from error
    if not isinstance(body, dict):
        raise Fault(example)
    return body


def _readings(body: Mapping[str, Any]) -> tuple[str, ...]:
    """How the phone may be meant: in a form that was not encoded, a space in front may have been a +."""
    phone = body.get("phone")
    if not isinstance(phone, str):
        raise Fault(NO_TEXT, "phone")
    return (phone, f"+{phone[1:]}") if phone.startswith(" ") and request.mimetype == FORM else (phone,)


def _reason(body: Mapping[str, Any]) -> str:
    reason = body.get("reason")
    return "" if reason is None else str(reason)


def _said(standing: Standing) -> dict[str, Any]:
    out = standing.opt_out
    return {
        "phone": standing.phone,
        "opted_out": out is not None,
        "since": out.created_at.isoformat(timespec="seconds") if out else None,
        "known_from": out.source if out else None,
        "on_hold": standing.held,
    }


def _throttle(state: BlueprintSetupState) -> None:
    """A limiter belongs to one app: it is told when the blueprint is registered."""
    throttle = state.app.extensions["throttle"]
    throttle.shared_limit(CALLS, scope=bp.name, key_func=_whose)(bp)
    of_unknown = {"exempt_when": _has_known_key, "deduct_when": _is_turned_away}
    throttle.shared_limit(WRONG_KEYS, scope="wrong keys", key_func=get_remote_address, **of_unknown)(bp)


bp.record(_throttle)
