"""What Vonage's refusals, broken connections and unreadable answers mean for what was asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from requests import Response
from requests.exceptions import SSLError

from webapp.carriers.base import CarrierError
from webapp.carriers.vonage.codes import MEANINGS, OPTED_OUT, error_of, meaning, one_line
from webapp.rules import storable

SAME_IN_ANSWERS = {"1120", OPTED_OUT, "1400", "1410", "1420", "1430", "1440", "1450"}
"""Codes that say the same in the `type` of an answer as in webhooks."""
OF_ANSWERS = {
    "110": MEANINGS["1430"].sentence,
    "1100": MEANINGS["1400"].sentence,
    "1110": MEANINGS["1410"].sentence,
    "1140": MEANINGS["1440"].sentence,
    "1060": MEANINGS["1450"].sentence,
    "1150": "Vonage found something wrong in the request.",
    "1020": "Vonage found something wrong in the request.",
    "invalid-json": "Vonage could not read the request.",
}
"""The other numbers that the `type` of a refused request has. In webhooks they say something else."""
OF_CREDENTIALS = {
    "jwt-expired": "Look whether the clock of this machine is right.",
    "jwt-revoked": "Its key was withdrawn: give the application a new one.",
    "unprovisioned": "This application may not send messages: switch them on for it in Vonage’s dashboard.",
}
IN_TIME = {
    408: "Vonage did not get the whole request in time (408).",
    425: "Vonage did not want to take the request so early (425).",
}
"""These took nothing."""
ELSEWHERE = (307, 308)
"""Redirects that promise that nothing was done yet."""
LONGEST_DETAIL, MOST_DETAILS, LONGEST_NUMBER = 200, 5, 5
"""Characters, things and digits that are shown of what an answer says is wrong."""
OF_TEXTS = "the message may or may not go out"
OF_CALLS = "the phone may or may not ring"
"""What is not certain."""
UNSURE = {
    "POST": OF_CALLS,
    "PUT": "the call may or may not have changed",
    "GET": "how the call stands is not known",
}
"""The same of what is asked of calls, by method."""
_KIND = re.compile(r"[#/]([a-z0-9-]+)/?$", re.IGNORECASE)


def problem(response: Response) -> dict[str, Any]:
    """What a refusal says; empty when it says nothing that can be read."""
    try:
        body = storable.clean_json(response.json())
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def from_response(
    status: int, headers: Mapping[str, str], problem: dict[str, Any], unsure: str = OF_TEXTS
) -> CarrierError:
    """The error that an answer other than 2xx means (problem+json, RFC 9457)."""
    code, said = _code(status, problem), error_of(problem)[1][:LONGEST_DETAIL]
    if status < 500 and code == OPTED_OUT:
        return CarrierError(meaning(code).sentence, code=code, permanent=True, opted_out=True)
    if status == 429:
        return CarrierError("Vonage asks us to slow down.", code=code, retry_after=_seconds(headers))
    if status in IN_TIME:
        return CarrierError(IN_TIME[status], code=code, retry_after=5)
    if status in (401, 403, 404):
        sentence = f"Vonage refuses our credentials or our number ({status})."
        hint = OF_CREDENTIALS.get(_kind(problem)) or (said and f"({said})")
        sentence = f"{sentence} {hint}".strip()
        return CarrierError(sentence, code=code, pause=True)
    if status == 402:
        return CarrierError("The Vonage account has no balance left.", code=code, pause=True)
    if 300 <= status < 400:
        return _redirected(status, code, unsure)
    if status >= 500 or status < 300:
        return CarrierError(f"Vonage answered {status}; {unsure}.", code=code, unknown=True)
    return _rejected(status, code, said, problem)


def _redirected(status: int, code: str, unsure: str) -> CarrierError:
    """What leads elsewhere does so for every request; it is not followed, as it would be asked twice."""
    who = f"Another address answers for Vonage’s ({status})"
    if status in ELSEWHERE:
        return CarrierError(f"{who}; nothing was taken.", code=code, pause=True)
    return CarrierError(f"{who}; {unsure}.", code=code, unknown=True, pause=True)


def _code(status: int, problem: Mapping[str, Any]) -> str:
    """Of the table of webhooks, where it is one of theirs; else the status, and the number of the `type`."""
    found, kind = error_of(dict(problem))[0], _kind(problem)
    if found.isdecimal() and (found != kind or found in SAME_IN_ANSWERS or _in_title(found, problem)):
        return found
    numbered = status in (400, 422) and kind.isdecimal() and len(kind) <= LONGEST_NUMBER
    return f"{status}#{kind}" if numbered else str(status)


def _in_title(code: str, problem: Mapping[str, Any]) -> bool:
    return str(problem.get("title", "")).strip() == code


def _kind(problem: Mapping[str, Any]) -> str:
    """What the `type` of an answer ends in."""
    kind = problem.get("type")
    found = _KIND.search(kind) if isinstance(kind, str) else None
    return found[1].lower() if found else ""


def _rejected(status: int, code: str, said: str, problem: dict[str, Any]) -> CarrierError:
    means = meaning(code, OF_ANSWERS.get(_kind(problem), f"Vonage refused it ({status})."))
    if means.pause:
        return CarrierError(means.sentence, code=code, pause=True)
    if means.passes:
        return CarrierError(means.sentence, code=code, retry_after=5)
    wrong = problem.get("invalid_parameters")
    wrong = wrong[:MOST_DETAILS] if isinstance(wrong, list) else []
    named = (f"{item.get('name')}: {item.get('reason')}" for item in wrong if isinstance(item, dict))
    details = [one_line(one[:LONGEST_DETAIL]) for one in named]
    details = details or [said] * (said not in ("", code, means.sentence))
    sentence = f"{means.sentence} ({'; '.join(details)})" if details else means.sentence
    return CarrierError(sentence, code=code, permanent=True)


def _seconds(headers: Mapping[str, str]) -> float:
    value = {name.lower(): text for name, text in headers.items()}.get("retry-after", "")
    try:
        return max(0.1, min(float(value), 300.0))
    except ValueError:
        return 1.0  # an HTTP date or nothing: the limit is counted by the second


def disconnected(error: Exception, unsure: str = OF_TEXTS, *, left: bool) -> CarrierError:
    """`left`: whether any of the request had left the house. What did not is certainly not taken."""
    if left:
        sentence = f"The connection to Vonage broke before it answered; {unsure}."
        return CarrierError(sentence, code="disconnected", unknown=True)
    if isinstance(error, SSLError):
        sentence = "No secure connection to Vonage can be made (TLS); nothing was sent."
        return CarrierError(sentence, code="tls", retry_after=5)
    return CarrierError("Vonage cannot be reached.", code="unreachable", retry_after=5)


def unreadable(error: Exception, unsure: str = OF_TEXTS) -> CarrierError:
    """It was 2xx, and says nothing that can be read."""
    return CarrierError(
        f"Vonage gave an answer that we cannot read ({type(error).__name__}); {unsure}.",
        code="unreadable",
        unknown=True,
    )
