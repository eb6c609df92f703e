"""What other programs may ask and tell: JSON, with a key of the team's (docs/api.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from flask.sansio.blueprints import BlueprintSetupState
from flask_limiter.util import get_remote_address

from webapp.db import db
from webapp.errors import Fault
from webapp.services.opt_outs import programs
from webapp.services.opt_outs.programs import Standing
from webapp.services.team import api_keys
from webapp.views import failures

bp = Blueprint("api", __name__, url_prefix="/api/v1")

CALLS = "600 per minute"
"""With one key, be it good or not: who has none cannot use up what the others may."""
FORM = "application/x-www-form-urlencoded"
NO_KEY = "Send the key that an admin of the team has made: Authorization: Bearer outbound_…"
WRONG_KEY = "This key is not known, or it was withdrawn."
ONE_OBJECT = 'Send one JSON object, for example {"phone": "+12025550123", "reason": "Unsubscribed"}.'
NO_TEXT = f"The phone is missing, or no text. {ONE_OBJECT}"


@bp.before_request
def sign_in() -> Response | None:
    """The key alone counts; no one is let in for being signed in with a browser.

    The body is read before any transaction begins: a slow client does not hold a write lock.
    """
    secret = _secret()
    caller = api_keys.by_secret(secret) if secret else None
    if caller is None:
        refusal = failures.answer(401, WRONG_KEY if secret else NO_KEY)
        refusal.headers["WWW-Authenticate"] = "Bearer"
        return refusal
    request.get_data()
    if not caller.noted:
        api_keys.note_use(caller)
        db.session.commit()
    g.caller = caller
    return None


@bp.get("/opt-outs/<path:phone>")
def show(phone: str) -> Response:
    """Has someone opted out?"""
    return jsonify(_said(programs.standing(phone)))


@bp.post("/opt-outs")
def tell() -> tuple[Response, int]:
    """Record an opt-out: 201, or 200 when it was known. May be repeated."""
    body = _body()
    standing, new = programs.tell(_readings(body), _reason(body), g.caller)
    said = _said(standing)
    db.session.commit()
    return jsonify(said), 201 if new else 200


def _secret() -> str:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""


def _whose() -> str:
    """Whom a call is counted for, without the key itself: Redis need not know it."""
    secret = _secret()
    return hashlib.sha256(secret.encode()).hexdigest()[:16] if secret else get_remote_address()


def _body() -> Mapping[str, Any]:
    """JSON, whatever it is declared as, or a form. Raises Fault."""
    if not request.is_json and not request.get_data().lstrip().startswith(b"{"):
        return request.form
    try:
        body = request.get_json(force=True, silent=True)
    except RecursionError as error:
        raise Fault(ONE_OBJECT) from error
    if not isinstance(body, dict):
        raise Fault(ONE_OBJECT)
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
    state.app.extensions["throttle"].shared_limit(CALLS, scope=bp.name, key_func=_whose)(bp)


bp.record(_throttle)
