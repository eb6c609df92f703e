"""Who may ask for what, and what browsers are told: the login guard, CSRF, headers, cookies, throttling."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, current_app, request, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user
from flask_wtf import CSRFProtect

from webapp.config import Settings
from webapp.db import db
from webapp.errors import Forbidden
from webapp.views import failures, ui
from webapp.views.signing_in import attempts, browser_session, confirming, sign_in_tries

PUBLIC_ENDPOINTS = frozenset(
    {
        "static",
        "health.healthz",
        "api.show_schema",
        "webhooks_in.call",
        "forms.show",
        "forms.send",
        "forms.thank",
        "auth.log_in",
        "auth.try_log_in",
        "auth.log_out",
        "auth.ask_code",
        "auth.try_code",
        "auth.set_up",
        "auth.finish_set_up",
        "auth.join",
        "auth.finish_join",
        "recovery.choose",
        "recovery.use",
        "webhooks.inbound",
        "webhooks.status",
        "webhooks.event",
        "webhooks.turn",
        "webhooks.answer",
    }
)
"""The only routes that answer someone who is not signed in."""
KEYED = "api"
"""The blueprint that asks for a key instead (views/api/api.py), and knows of no session."""

FOR_SETTING_UP = frozenset({"second_factor.show", "second_factor.start", "second_factor.confirm"})
"""All that someone gets who has no second factor, while the team asks for one."""

LARGEST_BODY = 1024 * 1024
LARGEST_UPLOAD = 101 * 1024 * 1024
"""Bytes of a request: of any, and of one that brings a list (100 MB, and its form around it)."""
LIMITS = ("Limit", "Remaining", "Reset")
"""What the limiter writes of a limit; the last in seconds since 1970."""
UPLOAD_ENDPOINTS = frozenset(
    {"batches.create", "batches.upload", "contact_imports.take", "opt_outs.take_import"}
)

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

csrf = CSRFProtect()
login_manager = LoginManager()


def init_app(app: Flask, settings: Settings) -> None:
    """Set up sessions, guard, CSRF, throttling and headers."""
    app.config.update(
        SESSION_COOKIE_NAME=browser_session.cookie_name(settings.secure),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        # The server ends sessions (services/team/sessions); the cookie has to last as long as the longest. It
        # is not sent with each answer: one that was under way would bring an older one back.
        PERMANENT_SESSION_LIFETIME=timedelta(days=90),
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as the session: forms may stay open overnight
        RATELIMIT_STORAGE_URI=settings.redis_url.replace("unix://", "redis+unix://", 1),
        RATELIMIT_STORAGE_OPTIONS=attempts.OPTIONS,
    )
    app.before_request(sign_in_tries.refuse_early)
    login_manager.init_app(app)
    login_manager.user_loader(browser_session.load)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.before_request(take_upload)  # before CSRF reads the form
    csrf.init_app(app)
    attempts.init_app(app, settings.redis_url)
    app.register_error_handler(confirming.ProofNeeded, confirming.ask)
    app.after_request(_limits)  # before the limiter's own: the last to be added is the first to run
    app.extensions["throttle"] = Limiter(
        get_remote_address,
        app=app,
        in_memory_fallback_enabled=True,  # while Redis is away each process counts for itself
        headers_enabled=True,
        # Of the calls that find Redis away in the same moment, all but one would fail. They are let through
        # instead, and what cannot be counted is not; the log says so.
        swallow_errors=True,
    )
    app.before_request(guard)
    app.after_request(_headers)


def take_upload() -> None:
    """Accept an uploaded list: the only large body, and only from someone who is signed in.

    It may take minutes to arrive: no transaction, which would keep writers out, is open meanwhile.
    """
    if request.endpoint not in UPLOAD_ENDPOINTS or not current_user.is_authenticated:
        return
    db.session.rollback()
    request.max_content_length = LARGEST_UPLOAD
    request.files.get("file")


def guard() -> Response | None:
    """No one gets past without a login, except on the public list, or without a second factor, if need be."""
    endpoint = request.endpoint
    if endpoint is None or endpoint in PUBLIC_ENDPOINTS or request.blueprint == KEYED:
        return None
    if current_user.is_authenticated:
        return _set_up(endpoint) or confirming.take()
    if ui.wants_partial():
        return Response(failures.SIGNED_OUT, 401, mimetype="text/plain")
    if request.method in ("GET", "HEAD"):
        return ui.redirect(url_for("auth.log_in", next=_here()))
    return failures.signed_out()


def _set_up(endpoint: str) -> Response | None:
    if browser_session.must_set_up() and endpoint not in FOR_SETTING_UP:
        return ui.redirect(url_for("second_factor.show"))
    return None


def admin_required(view: Callable[..., Any]) -> Callable[..., Any]:
    """Only admins get to `view`; others read why."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_admin:
            raise Forbidden("Only admins can do this. Ask an admin of your team.")
        return view(*args, **kwargs)

    return guarded


def safe_next(target: str | None) -> str:
    """Where to go after signing in: `target` when it is a path of this application, else the first page."""
    home = url_for("home.index")
    if not target or not target.startswith("/") or any(ord(c) < 33 or c == "\\" for c in target):
        return home
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or target.startswith("//"):
        return home
    return target


def _here() -> str | None:
    path = request.full_path.rstrip("?")
    return None if path == "/" else path


def _stay_here(response: Response) -> None:
    """Flask sends who wrote `//` for `/` to the Host that they named: only the path is ours to say."""
    parts = urlsplit(response.headers["Location"])
    response.headers["Location"] = urlunsplit(("", "", "/" + parts.path.lstrip("/"), parts.query, ""))
    response.set_data("")


def _limits(response: Response) -> Response:
    """How many calls are left (draft-ietf-httpapi-ratelimit-headers-10), and no needless wait.

    The limiter tells everyone to wait, also those who need not: programs would heed it.
    """
    headers, limit = response.headers, current_app.extensions["throttle"].current_limit
    allowed, left, ends = (headers.pop(f"X-RateLimit-{name}", None) for name in LIMITS)
    if limit is not None and ends is not None:
        seconds = max(0, int(ends) - int(time.time()))
        headers["RateLimit-Policy"] = f'"calls";q={allowed};w={limit.limit.get_expiry()}'
        headers["RateLimit"] = f'"calls";r={left};t={seconds}'
    if response.status_code not in (429, 503):
        headers.pop("Retry-After", None)
    return response


def _headers(response: Response) -> Response:
    headers = response.headers
    if "://" in headers.get("Location", ""):
        _stay_here(response)
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if current_app.config["SETTINGS"].secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
