"""The addresses by which other systems start workflows. Who knows one may call it; answers are JSON."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, abort, jsonify, request
from flask.sansio.blueprints import BlueprintSetupState
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import RequestEntityTooLarge

from webapp.db import db
from webapp.models.workflow import Workflow
from webapp.services.workflows import addresses, webhook_calls
from webapp.services.workflows.webhook_calls import Call, Taken
from webapp.views import failures

bp = Blueprint("webhooks_in", __name__, url_prefix="/in")

CALLS, CALLS_OF_ADDRESS = "300 per minute", "1200 per minute"
"""To one address of ours, and from one of theirs."""
STATUSES = {"size": 413, "signature": 401}
"""Of calls that cannot be used; all others are 422."""


@bp.post("/<token>")
def call(token: str) -> Response:
    """It is kept as an example, and starts a run: 200, also where a rule is in the way, and then why."""
    body = _body()
    workflow = addresses.workflow_of(token) or abort(404)
    document = webhook_calls.listens(workflow) or abort(404)
    taken = _too_large(workflow) if body is None else webhook_calls.take(workflow, document, _call(body))
    db.session.commit()
    if taken.why:
        return failures.answer(STATUSES.get(taken.why, 422), taken.sentence)
    return jsonify({"run": taken.run_id, "said": taken.sentence})


def _body() -> bytes | None:
    """Read before any transaction begins: a slow client does not hold a write lock. None: it is too large."""
    request.max_content_length = webhook_calls.LARGEST
    try:
        return request.get_data()
    except RequestEntityTooLarge:
        return None


def _too_large(workflow: Workflow) -> Taken:
    return webhook_calls.refuse(workflow, "size", webhook_calls.TOO_LARGE)


def _call(body: bytes) -> Call:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Call(body, request.mimetype, headers)


def _whose() -> str:
    """Whom a call is counted for, without the token: Redis need not know it."""
    token = str((request.view_args or {}).get("token", ""))
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()[:16]


def _throttle(state: BlueprintSetupState) -> None:
    throttle = state.app.extensions["throttle"]
    throttle.shared_limit(CALLS, scope="calls of an address", key_func=_whose)(bp)
    throttle.shared_limit(CALLS_OF_ADDRESS, scope="callers of addresses", key_func=get_remote_address)(bp)


bp.record(_throttle)
