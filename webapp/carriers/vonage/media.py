"""Fetching media from Vonage alone: our JWT must not reach a stranger, nor a stranger our own network.

Source: Vonage, "Secure inbound media": the address of a file, with the application's JWT.
"""

from __future__ import annotations

import re
from typing import BinaryIO
from urllib.parse import SplitResult, urljoin, urlsplit

from requests import RequestException, Response, Session
from urllib3.exceptions import HTTPError

from webapp import guarded_http
from webapp.allowed_hosts import AllowedHosts
from webapp.carriers.base import MediaFault
from webapp.carriers.vonage import client
from webapp.config import VonageSettings
from webapp.guarded_http import NoSuchHost, Refused, Watch
from webapp.rules import media
from webapp.rules.media import LARGEST

CONNECT_SECONDS, SILENCE_SECONDS = 5, 15
WHOLE_SECONDS, WHOLE_RECORDING_SECONDS = 60, 120
AT_ONCE = 64 * 1024
MOST_REDIRECTS = 3
LONGEST_URL, LONGEST_TYPE = 4000, 100

PLAIN = re.compile(r"[!-~]+")
"""Printable ASCII: what is none may be read as another address by the next reader."""
HOSTS = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*(?:nexmo|vonage)\.com")
NOT_VONAGE = "Its address is not one of Vonage’s, so it was not fetched."
BROKE = "The connection to Vonage broke."
SLOW = "Vonage sent it too slowly."


class VonageMedia:
    """A MediaSource. `simulated`: the carrier is the simulator, whose own address is believed, too.

    `largest`: bytes that are taken, within so many `seconds`.
    """

    def __init__(
        self,
        settings: VonageSettings,
        *,
        simulated: bool,
        largest: int = LARGEST,
        seconds: float | None = None,
    ) -> None:
        self._settings = settings
        self._largest, self._seconds = largest, seconds or WHOLE_SECONDS
        self._simulator = f"{settings.scheme}://{settings.host}" if simulated else None
        self._hosts = AllowedHosts(origins=frozenset({settings.host}) if simulated else frozenset())

    def fetch(self, url: str, into: BinaryIO) -> str:
        """Within the size and the time; returns the content type. Raises MediaFault."""
        watch = Watch(self._seconds)
        try:
            with guarded_http.session(self._hosts, watch) as session:
                with self._found(session, url) as answer:
                    return _taken(answer, into, watch, self._largest)
        except Refused as error:
            raise MediaFault(NOT_VONAGE) from error
        except NoSuchHost as error:
            raise MediaFault("Vonage’s media server cannot be found.") from error
        except (RequestException, HTTPError) as error:
            raise MediaFault(SLOW if watch.over else BROKE) from error

    def _found(self, session: Session, url: str) -> Response:
        """The answer that is no redirect; each address is looked at before it is asked."""
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._asked(session, self._allowed(url))
            if not answer.is_redirect:
                return answer
            answer.close()
            url = urljoin(url, answer.headers["Location"])
        raise MediaFault("Vonage led us from one address to the next, without an end.")

    def _asked(self, session: Session, url: str) -> Response:
        headers = {"Authorization": client.bearer(self._settings), "Accept-Encoding": "identity"}
        patience = (CONNECT_SECONDS, SILENCE_SECONDS)
        return session.get(url, headers=headers, stream=True, timeout=patience, allow_redirects=False)

    def _allowed(self, url: str) -> str:
        """The address, when it is the carrier's. Raises MediaFault."""
        if len(url) > LONGEST_URL or not PLAIN.fullmatch(url) or "\\" in url:
            raise MediaFault(NOT_VONAGE, permanent=True)
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError as error:
            raise MediaFault(NOT_VONAGE, permanent=True) from error
        if self._simulator is not None and f"{parts.scheme}://{parts.netloc}" == self._simulator:
            return url
        if not _is_vonage(parts, host, port):
            raise MediaFault(NOT_VONAGE, permanent=True)
        return url


def _is_vonage(parts: SplitResult, host: str, port: int | None) -> bool:
    own = HOSTS.fullmatch(host) is not None and port in (None, 443)
    return own and parts.scheme == "https" and "@" not in parts.netloc


def _taken(answer: Response, into: BinaryIO, watch: Watch, largest: int) -> str:
    """Everything that the answer holds. Raises MediaFault."""
    _must_be_good(answer, largest)
    size = 0
    while chunk := answer.raw.read1(AT_ONCE, decode_content=False):
        size += len(chunk)
        if size > largest:
            raise _too_large(largest)
        if watch.over:
            break
        into.write(chunk)
    if watch.over:
        raise MediaFault(SLOW)
    if not size or size < int(answer.headers.get("Content-Length") or 0):
        raise MediaFault(BROKE)
    return answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()[:LONGEST_TYPE]


def _must_be_good(answer: Response, largest: int) -> None:
    if answer.status_code == 410:
        raise MediaFault("Vonage does not keep it any more.", permanent=True)
    if answer.status_code == 404:
        raise MediaFault("Vonage does not have it (404).")
    if answer.status_code != 200:
        raise MediaFault(f"Vonage answered {answer.status_code}.")
    if answer.headers.get("Content-Encoding", "identity") not in ("", "identity"):
        raise MediaFault("Vonage sent it in a form that we cannot read.")
    announced = answer.headers.get("Content-Length", "0")
    if not (announced.isascii() and announced.isdecimal()):
        raise MediaFault(BROKE)
    if int(announced) > largest:
        raise _too_large(largest)


def _too_large(largest: int) -> MediaFault:
    return MediaFault(media.too_large(largest), permanent=True)
