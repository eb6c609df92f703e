"""Sending a request: within its time, to public addresses, and with secrets for their own server only."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urljoin

from requests import RequestException, Response, Session
from requests.exceptions import InvalidHeader, InvalidSchema, InvalidURL, MissingSchema, SSLError
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.util import parse_url

from webapp import guarded_http
from webapp.allowed_hosts import AllowedHosts
from webapp.errors import Fault
from webapp.guarded_http import NoNameServer, NoSuchHost, Refused, Watch
from webapp.services.actions.base import ActionFault, Outcome, Result
from webapp.services.actions.http import address, answer
from webapp.services.actions.http.request import Request

MOST_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
AGAIN = frozenset({408, 425, 429})
"""With these, and with 5xx, a server says that another time may do."""
LONGEST_WAIT = 3600.0
OUR_FAULTS = (InvalidHeader, InvalidSchema, InvalidURL, MissingSchema, LocationParseError)
USER_AGENT = "Outbound"


class _NotThere(Exception):
    """A redirect that is not followed; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def send(request: Request, allowed: AllowedHosts) -> Outcome:
    """Whatever the other side does, this comes back with an outcome, in `request.seconds` and a little."""
    watch = Watch(request.seconds)
    host = request.host
    try:
        with guarded_http.session(allowed, watch) as session:
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            return _exchange(session, request, watch)
    except Refused as refused:
        return Outcome(fault=_private(host, refused.host))
    except NoNameServer as error:
        said = f"The name server did not say in time where {error} is, so nothing was sent."
        return Outcome(fault=said, again=True)
    except NoSuchHost as error:
        return Outcome(fault=f"The server {error} cannot be found.", again=True)
    except _NotThere as away:
        return Outcome(fault=away.sentence)
    except ActionFault as fault:
        return Outcome(fault=fault.sentence)
    except OUR_FAULTS:
        return Outcome(fault=f"The address at {host} cannot be asked: something in it or a header is wrong.")
    except SSLError:
        return Outcome(fault=f"The certificate of {host} is not valid, so nothing was sent.", again=True)
    except (RequestException, HTTPError, OSError):
        slow = f"{host} took longer than {request.seconds:g} seconds."
        said = slow if watch.over else f"The connection to {host} could not be made, or broke."
        return Outcome(fault=said, again=True, unsure=watch.reached and request.method != "GET")


def _private(host: str, refused: str) -> str:
    led = "" if refused == parse_url(f"http://{host}").host else f"{host} leads to {refused}, and "
    sentence = f"{led}{refused} is an address in a private network, so nothing was sent there."
    return f"{sentence} The person who runs Outbound can allow it with OUTBOUND_ALLOWED_NETWORKS."


def _exchange(session: Session, request: Request, watch: Watch) -> Outcome:
    for _ in range(MOST_REDIRECTS + 1):
        with _asked(session, request, watch) as response:
            where = response.headers.get("Location") if response.status_code in REDIRECTS else None
            if where is None:
                return _outcome(response, request)
            request = _redirected(request, response.status_code, urljoin(request.url, where))
    raise _NotThere(f"{request.host} leads from one address to the next, without an end.")


def _asked(session: Session, request: Request, watch: Watch) -> Response:
    ours = {"User-Agent": USER_AGENT, "Accept": "application/json, */*;q=0.5", "Accept-Encoding": "identity"}
    return session.request(
        request.method, request.url, headers={**ours, **request.headers}, data=request.body, stream=True,
        allow_redirects=False, timeout=(guarded_http.CONNECT_SECONDS, watch.left),
    )  # fmt: skip


def _redirected(request: Request, status: int, url: str) -> Request:
    """The request to which a redirect leads (RFC 9110, 15.4). Raises _NotThere."""
    try:
        address.must_be_plain(url)
    except Fault as fault:
        raise _NotThere(f"{request.host} leads to an address that is not used: {fault.sentence}") from fault
    if status in (301, 302) and request.method != "GET":
        moved = f"{request.host} sends the request on to another address ({status})"
        raise _NotThere(f"{moved}. Enter the one that it means, for nothing was done.")
    before, after = parse_url(request.url), parse_url(url)
    if (before.scheme, after.scheme) == ("https", "http"):
        raise _NotThere(f"{request.host} leads from https to http, where others can read along.")
    headers = dict(request.headers)
    if _origin(request.url) != _origin(url):
        headers = {name: value for name, value in headers.items() if name not in request.secret_headers}
    if status == 303:
        headers.pop("Content-Type", None)
        return replace(request, method="GET", url=url, headers=headers, body=None)
    return replace(request, url=url, headers=headers)


def _origin(url: str) -> tuple[str, str, int]:
    parts = parse_url(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.scheme or "", (parts.host or "").casefold().rstrip("."), port


def _outcome(response: Response, request: Request) -> Outcome:
    status = response.status_code
    if 200 <= status < 300:
        return Outcome(Result(answer.kept(response, request.keep, request.secrets)))
    again = status in AGAIN or status >= 500
    wait = _seconds(response.headers.get("Retry-After", "")) if again else 0.0
    return Outcome(fault=f"{request.host} answered {status}{_phrase(status)}.", again=again, wait=wait)


def _phrase(status: int) -> str:
    """Of the standard: what a server writes there is not shown."""
    try:
        return f" ({HTTPStatus(status).phrase})"
    except ValueError:
        return ""


def _seconds(typed: str) -> float:
    """Of Retry-After; a date counts as nothing."""
    return (
        min(float(typed), LONGEST_WAIT) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0.0
    )
