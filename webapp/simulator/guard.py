"""Who may use the control API and the pages, and how a caller's mistakes are answered."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from webapp.simulator.faults import FaultError
from webapp.simulator.settings import SettingsFault

NAMES: web.AppKey[tuple[str, ...]] = web.AppKey("names", tuple)
"""Host names under which a server may be asked for, besides IP addresses and localhost."""
SECRET: web.AppKey[str] = web.AppKey("secret", str)
"""What a caller of the control API has to know; empty: nothing, where it was started by hand."""
OPEN = "/control/health"
WIRE = ("/v1/", "/v2/", "/v3/", "/account/", "/number/")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Bad(ValueError):
    """A request that makes no sense; the message says why, in plain words."""


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Keep strangers and other sites' pages out, and turn what a caller did wrong into one sentence.

    The carrier's wire is left alone: it has its own check of who calls.
    """
    if request.path.startswith(WIRE):
        return await handler(request)
    try:
        answer = _refusal(request) or await handler(request)
    except (Bad, FaultError, SettingsFault) as fault:
        answer = web.json_response({"error": str(fault)}, status=422)
    answer.headers.update(HEADERS)
    return answer


def _refusal(request: web.Request) -> web.Response | None:
    if request.path.startswith("/control") and not _is_loopback(request.remote or ""):
        return _no("The control API answers on this machine only.")
    if request.path.startswith("/control") and request.path != OPEN and not _knows_secret(request):
        return _no(
            "The control API wants SIMULATOR_CONTROL_SECRET of secrets.env, in the data folder: "
            "-H 'Authorization: Bearer …'"
        )
    if not _is_known(request):
        return _no("The simulator does not know itself by this name; add it to SIMULATOR_NAMES.")
    if request.method not in ("GET", "HEAD") and not _is_same_origin(request):
        return _no("This request comes from another site's page.")
    return None


def _no(sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=403)


def _knows_secret(request: web.Request) -> bool:
    """Other users of this machine reach the port, too, but cannot read the data folder."""
    secret = request.app[SECRET]
    said = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return not secret or hmac.compare_digest(said.encode("utf-8", "surrogateescape"), secret.encode())


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _is_known(request: web.Request) -> bool:
    """Whether the Host is ours: else a site could point its own name at this machine (DNS rebinding)."""
    host = urlsplit(f"//{request.host}").hostname or ""
    if host in ("localhost", *request.app[NAMES]):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_same_origin(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "none")
    return site in ("none", "same-origin") and (origin is None or urlsplit(origin).netloc == request.host)


def check_text(text: str, longest: int) -> str:
    """The text, when a phone can send it; raises Bad."""
    if not 1 <= len(text) <= longest:
        raise Bad(f"text must have 1 to {longest} characters.")
    if has_half_pair(text):
        raise Bad("text holds half a surrogate pair, which is no character.")
    return text


def has_half_pair(text: str) -> bool:
    """Whether a text holds half a surrogate pair, which JSON can carry and UTF-8 cannot."""
    return not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text)
