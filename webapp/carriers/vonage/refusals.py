"""What Vonage's refusals, broken connections and unreadable answers mean for what was asked."""

from __future__ import annotations

from typing import Any

from requests import RequestException, Response
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from webapp.carriers.base import CarrierError
from webapp.carriers.vonage.codes import OPTED_OUT, error_of, meaning
from webapp.rules import storable

SAME_IN_ANSWERS = {"1120", OPTED_OUT}
"""Codes that say the same in the `type` of an answer as in webhooks."""
LONGEST_DETAIL, MOST_DETAILS = 200, 5
"""Characters, and things, that are shown of what an answer says is wrong."""
OF_TEXTS = "the message may or may not go out"
OF_CALLS = "the phone may or may not ring"
"""What is not certain."""


def problem(response: Response) -> dict[str, Any]:
    """What a refusal says; empty when it says nothing that can be read."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return {}
    return storable.clean_json(body) if isinstance(body, dict) else {}


def from_response(
    status: int, headers: dict[str, str], problem: dict[str, Any], unsure: str = OF_TEXTS
) -> CarrierError:
    """The error that an answer other than 2xx means (problem+json, RFC 9457)."""
    found, said = error_of(problem)
    code, said = found if found.isdecimal() else str(status), said[:LONGEST_DETAIL]
    if status < 500 and code == OPTED_OUT:
        return CarrierError(meaning(code).sentence, code=code, permanent=True, opted_out=True)
    if status == 429:
        return CarrierError("Vonage asks us to slow down.", code=code, retry_after=_seconds(headers))
    if status in (401, 403, 404):
        sentence = f"Vonage refuses our credentials or our number ({status}). {said}".strip()
        return CarrierError(sentence, code=code, pause=True)
    if status == 402:
        return CarrierError("The Vonage account has no balance left.", code=code, pause=True)
    if status >= 500 or status < 400:
        return CarrierError(f"Vonage answered {status}; {unsure}.", code=code, unknown=True)
    return _rejected(code, said, problem)


def _rejected(code: str, said: str, problem: dict[str, Any]) -> CarrierError:
    means = meaning(code if _is_of_our_table(code, problem) else "", said)
    if means.pause:
        return CarrierError(means.sentence, code=code, pause=True)
    if means.passes:
        return CarrierError(means.sentence, code=code, retry_after=5)
    wrong = problem.get("invalid_parameters")
    wrong = wrong if isinstance(wrong, list) else []
    details = [f"{item.get('name')}: {item.get('reason')}"[:LONGEST_DETAIL] for item in wrong[:MOST_DETAILS]
               if isinstance(item, dict)]  # fmt: skip
    sentence = f"{means.sentence} ({'; '.join(details)})" if details else means.sentence
    return CarrierError(sentence, code=code, permanent=True)


def _is_of_our_table(code: str, problem: dict[str, Any]) -> bool:
    """The `type` of a refused request has numbers of its own: messages#1060 is no barred account."""
    in_title = str(problem.get("title", "")).strip() == code
    return in_title or code in SAME_IN_ANSWERS or not str(problem.get("type", "")).endswith(f"#{code}")


def _seconds(headers: dict[str, str]) -> float:
    value = {name.lower(): text for name, text in headers.items()}.get("retry-after", "")
    try:
        return max(0.1, min(float(value), 300.0))
    except ValueError:
        return 1.0  # an HTTP date or nothing: the limit is counted by the second


def disconnected(error: RequestException, unsure: str = OF_TEXTS) -> CarrierError:
    """Did the request leave the house? Only when no connection was made is it certain that it did not."""
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    if isinstance(reason, (NewConnectionError, ConnectTimeoutError)):
        return CarrierError("Vonage cannot be reached.", code="unreachable", retry_after=5)
    return CarrierError(
        f"The connection to Vonage broke before it answered; {unsure}.",
        code="disconnected",
        unknown=True,
    )


def unreadable(error: Exception, unsure: str = OF_TEXTS) -> CarrierError:
    """It was 2xx, and says nothing that can be read."""
    return CarrierError(
        f"Vonage gave an answer that we cannot read ({type(error).__name__}); {unsure}.",
        code="unreadable",
        unknown=True,
    )
