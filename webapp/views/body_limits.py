"""How large the body of a request may be. The web server asks before it takes in more than 64 KB."""

from __future__ import annotations

from flask import Flask
from werkzeug.exceptions import HTTPException

from webapp.views.signing_in.security import LARGEST_BODY, LARGEST_UPLOAD, UPLOAD_ENDPOINTS
from webapp.views.webhooks import webhooks


def init_app(app: Flask) -> None:
    """Let the web server ask."""
    app.extensions["body_limit"] = lambda method, path, cookies: limit(app, method, path, cookies)


def limit(app: Flask, method: str, path: str, cookies: str) -> int:
    """In bytes. A list needs a session cookie; whether it is valid is checked once the body is complete."""
    try:
        endpoint, _ = app.url_map.bind("").match(path, method)
    except HTTPException:
        return LARGEST_BODY
    if endpoint in UPLOAD_ENDPOINTS and _has_session(app, cookies):
        return LARGEST_UPLOAD
    return webhooks.LARGEST_BODY if endpoint.startswith(f"{webhooks.bp.name}.") else LARGEST_BODY


def _has_session(app: Flask, cookies: str) -> bool:
    """True when someone has signed in here: the cookie bears our signature. No database is asked."""
    session = app.session_interface.open_session(app, app.request_class({"HTTP_COOKIE": cookies}))
    return session is not None and "_user_id" in session
