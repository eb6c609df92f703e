"""Vonage, through its SDK. The only file that imports it; the simulator is reached by the same class."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import structlog
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import ValidationError
from requests import RequestException, Response
from vonage import Auth, HttpClientOptions, Vonage
from vonage_http_client.errors import AuthenticationError, HttpRequestError
from vonage_messages import Sms as VonageSms
from vonage_messages.models import SmsOptions, WebhookVersion
from vonage_messages.responses import SendMessageResponse

from webapp.carriers import ids
from webapp.carriers.base import CarrierError, Sms
from webapp.carriers.calls import CallReport, PlaceCall
from webapp.carriers.vonage import refusals, voice
from webapp.carriers.vonage.transport import PATIENCE, Adapter
from webapp.config import VonageSettings

log = structlog.get_logger(__name__)
logging.getLogger("vonage").setLevel(logging.ERROR)  # below it the SDK logs whole answers, and tokens

TOKEN_LIFE_SECONDS = 600
"""Vonage accepts a JWT for 15 minutes; ours is renewed well before."""
SIGN_AGAIN_WITHIN = 10.0
"""Seconds after which a request is not made a second time: the message may not wait for so long."""
LONGEST_TEXT = 1000
"""Characters that Vonage takes; its SDK lets more through."""


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
        """Its age is that of the clock on the wall, by which the carrier reads it."""
        with self._lock:
            if not self._token or not 0 <= time.time() - self._made_at <= TOKEN_LIFE_SECONDS:
                self._token = b"Bearer " + self.generate_application_jwt()
                self._made_at = time.time()
            return self._token

    def forget(self, token: str | bytes) -> None:
        """Sign again for the next request: the carrier refused this token."""
        with self._lock:
            if token in (self._token, self._token.decode()):
                self._token = b""


def bearer(settings: VonageSettings) -> str:
    """An Authorization header with the application's JWT, for what Vonage hands out to us alone."""
    return _Auth(settings.application_id, settings.private_key).create_jwt_auth_string().decode()


@lru_cache(maxsize=1)
def _parsed(private_key: str) -> PrivateKeyTypes:
    """Checking it takes up to a tenth of a second, once a process."""
    return load_pem_private_key(private_key.encode(), None)


class VonageCarrier:
    """Sends through Vonage's Messages API, and calls through its Voice API. One object serves many threads.

    `public_url`: where Vonage reaches us. `patience`: see transport.Adapter.
    """

    def __init__(
        self, settings: VonageSettings, public_url: str = "", patience: tuple[float, float] = PATIENCE
    ) -> None:
        self._settings = settings
        self._public_url = public_url
        self._auth = _Auth(settings.application_id, settings.private_key)
        # The SDK repeats a POST whose connection dropped up to `pool_maxsize` times: one, then, is once.
        options = HttpClientOptions(api_host=settings.host, pool_maxsize=1, max_retries=0)
        client = Vonage(self._auth, options)
        self._session = client.http_client._session
        self._session.trust_env = False
        self._session.headers["Accept-Encoding"] = "identity"
        self._session.get_redirect_target = lambda _: None  # the SDK would follow them with the same POST
        self._adapter = Adapter(settings.scheme, patience)
        self._session.mount("https://", self._adapter)
        self._messages = client.messages
        self._http = client.http_client

    def send(self, sms: Sms) -> str:
        """POST /v1/messages. Returns the message_uuid, empty where there is no usable one.

        Raises CarrierError.
        """
        message = _message(sms)
        try:
            answer = self._carried(lambda: self._messages.send(message), refusals.OF_TEXTS)
        except ValidationError as error:
            if _is_unreadable(error):
                raise refusals.unreadable(error) from error
            return _named(None, sms)
        return _named(answer.message_uuid, sms)

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
        unsure = refusals.UNSURE[method]
        try:
            made = self._http.make_request
            return self._carried(lambda: made(method, of, path, body, "jwt", kind), unsure)
        except ValidationError as error:
            raise refusals.unreadable(error, unsure) from error

    def _carried(self, request: Callable[[], Any], unsure: str) -> Any:
        """What a request answers. Raises CarrierError, and ValidationError as the SDK reads the answer."""
        self._adapter.begin()
        try:
            return self._signed(request)
        except HttpRequestError as error:
            raise _refused(error.response, unsure) from error
        except RequestException as error:
            raise refusals.disconnected(error, unsure, left=self._adapter.has_left) from error
        except ValidationError:
            raise
        except (ValueError, TypeError, LookupError, RecursionError) as error:
            raise self._unreadable(error, unsure) from error

    def _unreadable(self, error: Exception, unsure: str) -> CarrierError:
        """What the SDK stumbles over. The status of a refusal holds, whatever its words are."""
        if self._adapter.refusal is not None:
            return _refused(self._adapter.refusal, unsure)
        if not self._adapter.has_left:
            return refusals.disconnected(error, unsure, left=False)
        return refusals.unreadable(error, unsure)

    def _signed(self, request: Callable[[], Any]) -> Any:
        """A token that is refused may have been of another clock: it is signed afresh, once."""
        began = time.monotonic()
        try:
            return request()
        except AuthenticationError as error:
            self._auth.forget(error.response.request.headers["Authorization"])
            if time.monotonic() - began > SIGN_AGAIN_WITHIN:
                raise
        self._adapter.begin()
        return request()


def _refused(response: Response, unsure: str) -> CarrierError:
    headers, problem = dict(response.headers), refusals.problem(response)
    return refusals.from_response(response.status_code, headers, problem, unsure)


def _message(sms: Sms) -> VonageSms:
    if len(sms.text) > LONGEST_TEXT:
        sentence = f"Vonage takes texts of up to {LONGEST_TEXT:,} characters; this one has {len(sms.text):,}."
        raise CarrierError(sentence, code="invalid", permanent=True)
    try:
        return VonageSms(
            to=sms.to.removeprefix("+"),
            from_=sms.sender.removeprefix("+"),
            text=sms.text,
            client_ref=sms.ref,
            sms=SmsOptions(encoding_type="unicode" if sms.unicode else "text"),
            webhook_version=WebhookVersion.V1,
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
