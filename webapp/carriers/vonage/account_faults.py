"""What Vonage's answers about the account mean, in sentences for people.

Sources: Vonage's OpenAPI documents of the Application API 2.1.4 (problem+json) and of the Numbers API 1.0.20
(`error-code`, `error-code-label`; 401 and 420).
"""

from __future__ import annotations

from typing import Any

from webapp.carriers.account import AccountFault
from webapp.carriers.vonage.codes import one_line

LONGEST, MOST = 200, 5
"""Characters, and things, that are shown of what an answer says is wrong."""
KEY = (
    "Vonage refuses the API key with its secret (401). One of them may be mistyped, or the secret was "
    "rotated: copy both from Vonage’s dashboard, under API settings, into VONAGE_API_KEY and "
    "VONAGE_API_SECRET."
)
NO_APPLICATION = (
    "Vonage knows no application with the id that is in VONAGE_APPLICATION_ID (404). Compare it with the "
    "dashboard, under Applications; it must be one of the account whose key is in VONAGE_API_KEY."
)
SLOW_DOWN = "Vonage asks us to slow down (429). Wait a minute, then try again: what was done by then is kept."
AWAY = "Vonage cannot be reached."
BROKE = "The connection to Vonage broke before it answered."
UNREADABLE = "Vonage gave an answer that cannot be read. Something else may answer in its place."


def refused(status: int, body: Any, of_application: bool) -> AccountFault:
    """An answer other than 200. `of_application`: the Application API gave it."""
    if status in (401, 403):
        return AccountFault(KEY if status == 401 else KEY.replace("401", "403"))
    if status == 404 and of_application:
        return AccountFault(NO_APPLICATION)
    if status == 429:
        return AccountFault(SLOW_DOWN)
    if 300 <= status < 400:
        return AccountFault(f"Another address answers for Vonage’s ({status}); it was not followed.")
    words = _words(body)
    said = f": {words}" if words else ""
    if status >= 500 or status < 300:
        return AccountFault(f"Vonage answered {status}{said}.", unknown=True)
    return AccountFault(f"Vonage refuses it ({status}){said}.")


def disconnected(*, left: bool, unknown: bool) -> AccountFault:
    """No answer came. `left`: the request had left the house; `unknown`: it may have changed something."""
    return AccountFault(BROKE if left else AWAY, unknown=unknown)


def unreadable(*, unknown: bool) -> AccountFault:
    """It was 200, and no JSON object."""
    return AccountFault(UNREADABLE, unknown=unknown)


def _words(body: Any) -> str:
    """What it says is wrong, of either API."""
    if not isinstance(body, dict):
        return ""
    wrong = body.get("invalid_parameters")
    if isinstance(wrong, list) and wrong:
        named = (f"{one.get('name')} {one.get('reason')}" for one in wrong[:MOST] if isinstance(one, dict))
        return "; ".join(one_line(one[:LONGEST]) for one in named)
    found = next((body[name] for name in ("error-code-label", "detail", "title") if body.get(name)), "")
    return one_line(str(found)[:LONGEST]).rstrip(".")
