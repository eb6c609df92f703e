"""Browsers in which someone has signed in keep a cookie that says so (OWASP's "device cookies").

It lets no one in. Who guesses a password from everywhere makes the account wait in all browsers but those
that it was signed in with: the wrong passwords of each of those are counted by themselves.
"""

from __future__ import annotations

import hashlib
import secrets

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from webapp.rules import typed_text

SECONDS = 365 * 24 * 60 * 60
MOST = 5
"""Accounts that one browser is known for: people may share it."""


def account(email: str) -> str:
    """An account's name in counts and cookies, which need not know the address."""
    return hashlib.sha256(typed_text.email(email).encode()).hexdigest()[:16]


def of(email: str) -> str | None:
    """This browser's random name, when the account was signed in with it; else None."""
    return _kept().get(account(email))


def remember(email: str) -> None:
    """The account is signed in, or its password was just chosen, with this browser."""
    name, kept = account(email), _kept()
    kept[name] = kept.pop(name, "") or secrets.token_urlsafe(12)
    value = _signer().dumps(dict(list(kept.items())[-MOST:]))
    secure = current_app.config["SETTINGS"].secure

    @after_this_request
    def set_cookie(response: Response) -> Response:
        response.set_cookie(cookie_name(secure), value, SECONDS, secure=secure, httponly=True, samesite="Lax")
        return response


def cookie_name(secure: bool) -> str:
    """As browser_session.cookie_name."""
    return "__Host-outbound-device" if secure else "outbound-device"


def _kept() -> dict[str, str]:
    secure = current_app.config["SETTINGS"].secure
    try:
        kept = _signer().loads(request.cookies.get(cookie_name(secure), ""), max_age=SECONDS)
    except BadData:
        return {}
    return dict(kept)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="known device")
