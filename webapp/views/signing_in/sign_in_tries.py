"""What a password that comes in counts for, and those who have to wait, before anything is asked or read.

Who guesses sends the next one as soon as they are answered. So they are answered late, by a server that
needs no thread for it (server/channel), and without a session, a database or Redis, as long as this process
remembers that they have to wait.
"""

from __future__ import annotations

from functools import lru_cache

from flask import Response, current_app, make_response, request
from flask_limiter.util import get_remote_address
from markupsafe import escape

from webapp.views import failures
from webapp.views.signing_in import attempts, known_device
from webapp.views.signing_in.attempts import FROM_ANYWHERE, OF_ACCOUNT, OF_ADDRESS, Attempt, Throttled

ENDPOINT = "auth.try_log_in"
ANSWER_LATER = "outbound.answer_later"
"""Where our web server (server/channel) puts a way to do that; another server answers at once."""
LATER_SECONDS = 2.0
"""How much later who has to wait is told so."""
SENTENCE, BACK = "\ue000", "\ue001"
"""Where they go on the page for those who have to wait, which is made once: it has nothing of a session."""


def of_request() -> tuple[Attempt, ...]:
    """Of the account from this address, of the address, and of the account from anywhere.

    In a browser that the account was signed in with, of this browser alone: no one else's guesses count.
    """
    email, address = request.form.get("email", ""), get_remote_address()
    if device := known_device.of(email):
        return (Attempt(OF_ACCOUNT, f"device:{device}"),)
    account = known_device.account(email)
    return (
        Attempt(OF_ACCOUNT, f"{address}:{account}"),
        Attempt(OF_ADDRESS, address),
        Attempt(FROM_ANYWHERE, account),
    )


def refuse_early() -> Response | None:
    """Before anything else of a request: who was told to wait just now is told so again, on a small page."""
    if request.endpoint != ENDPOINT:
        return None
    fault = attempts.waiting(*of_request())
    if fault is None:
        return None
    page = _page().replace(SENTENCE, escape(fault.sentence))
    page = page.replace(BACK, escape(request.full_path.rstrip("?")))
    return later(make_response(page, 429), fault)


def later(response: Response, fault: Throttled) -> Response:
    """Say when to come back, and let the answer itself take its time."""
    response.headers["Retry-After"] = str(fault.seconds)
    request.environ.get(ANSWER_LATER, float)(LATER_SECONDS)
    return response


@lru_cache(maxsize=1)
def _page() -> str:
    words = {"status": 429, "title": failures.SENTENCES[429][0], "sentence": SENTENCE, "back": BACK}
    page = current_app.jinja_env.get_template(failures.ERROR)
    return page.render(layout="door.html", csrf_token=str, get_flashed_messages=lambda **_: (), **words)
