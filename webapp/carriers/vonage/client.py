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
from vonage import Auth, HttpClientOptions, Vonage
from vonage_http_client.errors import HttpRequestError
from vonage_messages import Sms as VonageSms
from vonage_messages.models import SmsOptions
from vonage_messages.responses import SendMessageResponse

from webapp.carriers import ids
from webapp.carriers.base import CarrierError, Sms
from webapp.carriers.calls import CallReport, PlaceCall
from webapp.carriers.vonage import refusals, voice
from webapp.config import VonageSettings

log = structlog.get_logger(__name__)

TIMEOUT_SECONDS = 20
CONNECTIONS = 64
TOKEN_LIFE_SECONDS = 600
"""Vonage accepts a JWT for 15 minutes; ours is renewed well before."""


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
    """Sends through Vonage's Messages API, and calls through its Voice API. One object serves many threads.

    `public_url`: where Vonage reaches us.
    """

    def __init__(self, settings: VonageSettings, public_url: str = "") -> None:
        self._settings = settings
        self._public_url = public_url
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
        self._http = client.http_client

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
            raise refusals.disconnected(error) from error
        except ValidationError as error:
            if _is_unreadable(error):
                raise refusals.unreadable(error) from error
            return _named(None, sms)
        except (TypeError, RecursionError) as error:
            raise refusals.unreadable(error) from error

    def place(self, call: PlaceCall) -> str:
        """POST /v1/calls. Returns the call's uuid, empty without a usable one. Raises CarrierError."""
        return voice.place(self.ask, call, self._public_url)

    def look(self, carrier_id: str, region_url: str) -> CallReport | None:
        """GET /v1/calls/{uuid}. None when Vonage knows no such call. Raises CarrierError."""
        return voice.look(self.ask, carrier_id, voice.host(region_url, self._settings))

    def hang_up(self, carrier_id: str, region_url: str) -> bool:
        """PUT /v1/calls/{uuid}. False when Vonage knows no such call. Raises CarrierError."""
        return voice.hang_up(self.ask, carrier_id, voice.host(region_url, self._settings))

    def transfer(self, carrier_id: str, region_url: str, spoken: Any) -> bool:
        """PUT /v1/calls/{uuid}, an NCCO. False when Vonage knows no such call. Raises CarrierError."""
        return voice.transfer(self.ask, carrier_id, voice.host(region_url, self._settings), spoken)

    def close(self) -> None:
        self._session.close()

    def ask(self, method: str, path: str, body: dict[str, Any] | None, host: str = "") -> Any:
        """A request of the Voice API, through the SDK's authentication and transport alone: its models drop
        fields. What the answer says; None for an empty one. Raises CarrierError."""
        of, kind = host or self._settings.host, "json" if body is not None else "query_params"
        try:
            return self._http.make_request(method, of, path, body, "jwt", kind)
        except HttpRequestError as error:
            raise self._refused(error.response, refusals.OF_CALLS) from error
        except RequestException as error:
            raise refusals.disconnected(error, refusals.OF_CALLS) from error
        except (ValueError, TypeError, RecursionError) as error:
            raise refusals.unreadable(error, refusals.OF_CALLS) from error

    def _refused(self, response: Response, unsure: str = refusals.OF_TEXTS) -> CarrierError:
        if response.status_code == 401:
            self._auth.forget()
        headers, problem = dict(response.headers), refusals.problem(response)
        return refusals.from_response(response.status_code, headers, problem, unsure)


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
