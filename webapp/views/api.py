"""What other programs may ask and tell: JSON, with a key of the team's (docs/api.md)."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from flask.sansio.blueprints import BlueprintSetupState

from webapp.db import db
from webapp.errors import Fault
from webapp.services import api_keys, opt_out_reports
from webapp.services.opt_out_reports import Standing
from webapp.views import failures

bp = Blueprint("api", __name__, url_prefix="/api/v1")

CALLS = "600 per minute"
"""From one address."""
AS_A_SPACE = re.compile(r"^ (?=[1-9])")
"""What becomes of the + of a phone when a form is sent without being encoded."""
NO_KEY = "Send the key that an admin of the team has made: Authorization: Bearer outbound_…"
WRONG_KEY = "This key is not known, or it was withdrawn."
ONE_OBJECT = 'Send one JSON object, for example {"phone": "+12025550123", "reason": "Unsubscribed"}.'
NO_LIFTING = (
    "An opt-out is lifted by the person, who writes START, or by staff in Outbound, with a reason; not here."
)


@bp.before_request
def sign_in() -> Response | None:
    """The key alone counts; nobody is let in for being signed in with a browser."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    bearer = kind.lower() == "bearer" and secret.strip()
    g.api_key = api_keys.by_secret(secret.strip()) if bearer else None
    if g.api_key is not None:
        api_keys.note_use(g.api_key)
        return None
    refusal = failures.answer(401, WRONG_KEY if bearer else NO_KEY)
    refusal.headers["WWW-Authenticate"] = "Bearer"
    return refusal


@bp.get("/opt-outs/<phone>")
def show(phone: str) -> Response:
    """Has somebody opted out?"""
    standing = opt_out_reports.standing(phone)
    db.session.commit()
    return jsonify(_said(standing))


@bp.post("/opt-outs")
def tell() -> tuple[Response, int]:
    """Somebody has: 201; 200 when that was known. It may be told as often as one likes."""
    told = _told()
    standing, new = opt_out_reports.tell(told["phone"], told["reason"], g.api_key)
    db.session.commit()
    return jsonify(_said(standing)), 201 if new else 200


@bp.delete("/opt-outs/<phone>")
def lift(phone: str) -> Response:
    """Refused: the reason for it is a person's to give."""
    return failures.answer(405, NO_LIFTING)


def _told() -> dict[str, str]:
    """The phone and the reason, from JSON or a form. Raises Fault that names the field."""
    body: Any = request.get_json(silent=True) if request.is_json else request.form
    if not hasattr(body, "get"):
        raise Fault(ONE_OBJECT)
    found = {"phone": body.get("phone"), "reason": body.get("reason", "")}
    for name, value in found.items():
        if not isinstance(value, str):
            raise Fault(f"{name} must be a text. {ONE_OBJECT}", name)
    if not request.is_json:
        found["phone"] = AS_A_SPACE.sub("+", found["phone"])
    return found


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
    state.app.extensions["throttle"].shared_limit(CALLS, scope=bp.name)(bp)


bp.record(_throttle)
