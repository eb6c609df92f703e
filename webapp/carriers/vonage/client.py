"""Vonage, through its SDK. The only file that imports it; the simulator is reached by the same class."""

from __future__ import annotations

import threading
import time
from functools import lru_cache
from typing import Any

import structlog
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import ValidationError
from requests import PreparedRequest, RequestException, Response
from requests.adapters import HTTPAdapter
from urllib3 import Retry
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError
from vonage import Auth, HttpClientOptions, Vonage
from vonage_http_client.errors import HttpRequestError
from vonage_messages import Sms as VonageSms
from vonage_messages.models import SmsOptions
from vonage_messages.responses import SendMessageResponse

from webapp.carriers import ids
from webapp.carriers.base import CarrierError, Sms
from webapp.carriers.vonage.codes import OPTED_OUT, error_of, meaning
from webapp.config import VonageSettings
from webapp.rules import storable

log = structlog.get_logger(__name__)

TIMEOUT_SECONDS = 20
CONNECTIONS = 64
TOKEN_LIFE_SECONDS = 600
"""Vonage accepts a JWT for 15 minutes; ours is renewed well before."""
SAME_IN_ANSWERS = {"1120", OPTED_OUT}
"""Codes that say the same in the `type` of an answer as in webhooks."""
LONGEST_DETAIL, MOST_DETAILS = 200, 5
"""Characters, and things, that are shown of what an answer says is wrong."""


class _Auth(Auth):  # type: ignore[misc]
    """The SDK parses the private key and signs again for each request (37 ms); this keeps both."""

    def __init__(self, application_id: str, private_key: str) -> None:
        super().__init__(application_id=application_id, private_key=private_key)
        # PyJWT takes the parsed key where it would parse PEM text.
        self._jwt_client._private_key = _parsed(private_key)
        self._lock = threading.Lock()
        self._made_at = 0.0
        self._token = b""

    def create_jwt_auth_string(self) -> bytes:
        with self._lock:
            if not self._token or time.monotonic() - self._made_at > TOKEN_LIFE_SECONDS:
                self._token = b"Bearer " + self.generate_application_jwt()
                self._made_at = time.monotonic()
            return self._token

    def forget(self) -> None:
        """Sign again for the next request (the carrier refused this token)."""
        with self._lock:
            self._token = b""


def bearer(settings: VonageSettings) -> str:
    """An Authorization header with the application's JWT, for what Vonage hands out to us alone."""
    return _Auth(settings.application_id, settings.private_key).create_jwt_auth_string().decode()


@lru_cache(maxsize=1)
def _parsed(private_key: str) -> PrivateKeyTypes:
    """Checking it takes up to a tenth of a second, once a process."""
    return load_pem_private_key(private_key.encode(), None)


class _Adapter(HTTPAdapter):
    """No transport retries: a repeated POST is a second SMS. Speaks plain HTTP to the simulator."""

    def __init__(self, scheme: str) -> None:
        self._scheme = scheme
        super().__init__(pool_connections=1, pool_maxsize=CONNECTIONS, max_retries=Retry(0, read=False))

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        if self._scheme == "http" and request.url:
            request.url = "http" + request.url.removeprefix("https")
        return super().send(request, *args, **kwargs)


class VonageCarrier:
    """Sends through Vonage's Messages API. One object serves many threads."""

    def __init__(self, settings: VonageSettings) -> None:
        self._auth = _Auth(settings.application_id, settings.private_key)
        # The SDK repeats a POST whose connection dropped up to `pool_maxsize` times: one, then, is once.
        options = HttpClientOptions(
            api_host=settings.host, timeout=TIMEOUT_SECONDS, pool_maxsize=1, max_retries=0
        )
        client = Vonage(self._auth, options)
        session = client.http_client._session
        session.trust_env = False
        session.max_redirects = 0
        session.mount("https://", _Adapter(settings.scheme))
        self._session = session
        self._messages = client.messages

    def send(self, sms: Sms) -> str:
        """POST /v1/messages. Returns the message_uuid, empty where there is no usable one.

        Raises CarrierError.
        """
        try:
            answer = self._messages.send(_message(sms))
            return _named(answer.message_uuid, sms)
        except HttpRequestError as error:
            raise self._refused(error.response) from error
        except RequestException as error:
            raise _disconnected(error) from error
        except ValidationError as error:
            if _is_unreadable(error):
                raise _unreadable(error) from error
            return _named(None, sms)
        except (TypeError, RecursionError) as error:
            raise _unreadable(error) from error

    def close(self) -> None:
        self._session.close()

    def _refused(self, response: Response) -> CarrierError:
        if response.status_code == 401:
            self._auth.forget()
        return from_response(response.status_code, dict(response.headers), _problem(response))


def _message(sms: Sms) -> VonageSms:
    try:
        return VonageSms(
            to=sms.to.removeprefix("+"),
            from_=sms.sender.removeprefix("+"),
            text=sms.text,
            client_ref=sms.ref,
            sms=SmsOptions(encoding_type="unicode" if sms.unicode else "text"),
        )
    except ValidationError as error:
        reason = str(error.errors()[0]["msg"])
        raise CarrierError(
            f"Vonage cannot take this message: {reason}.", code="invalid", permanent=True
        ) from error


def _named(given: object, sms: Sms) -> str:
    """The answer was 2xx: Vonage has taken the message, whatever it calls it. Its reports name our ref."""
    found = ids.usable(given)
    if not found:
        log.warning(
            "the carrier took a message without a usable id for it", ref=sms.ref, given=repr(given)[:100]
        )
    return found


def _is_unreadable(error: ValidationError) -> bool:
    """Whether more is wrong with the answer than the kind of its id."""
    return error.title != SendMessageResponse.__name__ or any(
        one["type"] == "missing" or one["loc"] != ("message_uuid",) for one in error.errors()
    )


def _problem(response: Response) -> dict[str, Any]:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return {}
    return storable.clean_json(body) if isinstance(body, dict) else {}


def from_response(status: int, headers: dict[str, str], problem: dict[str, Any]) -> CarrierError:
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
        return CarrierError(
            f"Vonage answered {status}; the message may or may not go out.", code=code, unknown=True
        )
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


def _disconnected(error: RequestException) -> CarrierError:
    """Did the request leave the house? Only when no connection was made is it certain that it did not."""
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    if isinstance(reason, (NewConnectionError, ConnectTimeoutError)):
        return CarrierError("Vonage cannot be reached.", code="unreachable", retry_after=5)
    return CarrierError(
        "The connection to Vonage broke before it answered; the message may or may not go out.",
        code="disconnected",
        unknown=True,
    )


def _unreadable(error: Exception) -> CarrierError:
    return CarrierError(
        f"Vonage gave an answer that we cannot read ({type(error).__name__}); "
        "the message may or may not go out.",
        code="unreadable",
        unknown=True,
    )
