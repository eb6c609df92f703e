"""What an application at Vonage should say of us, what it says, and the whole of it with ours in place.

Sources: Vonage's OpenAPI document of the Application API 2.1.4; its developer pages, which call
`connection_timeout` `connect_timeout`. A time-out that is left out has Vonage's default, the longest there
is.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from webapp.carriers.account import AccountSetting, SetState
from webapp.carriers.vonage.codes import one_line

CONNECT_MS = 1000
CONNECT_NAMES = ("connection_timeout", "connect_timeout")
NOT_SENT = ("id", "_links")
"""What a GET adds to an application."""
NOT_SENT_OF_VERIFY = "version"
"""Vonage sets it itself, and takes it from no one (its SDK for Python, `Verify`)."""
LONGEST_SHOWN = 200


@dataclass(frozen=True)
class Hook:
    """A webhook: where it stands in an application, where it leads here, what Vonage asks by when it is not
    told.

    `wait_ms`: how long it has to wait for our answer; None where that cannot be set.
    """

    word: str
    capability: str
    name: str
    path: str
    usual: str = "POST"
    wait_ms: int | None = None


HOOKS = (
    Hook("Replies (inbound)", "messages", "inbound_url", "inbound"),
    Hook("Delivery reports (status)", "messages", "status_url", "status"),
    Hook("Calls that come in (answer)", "voice", "answer_url", "answer", "GET", 5000),
    Hook("While Outbound is away (fallback)", "voice", "fallback_answer_url", "fallback", "GET", 5000),
    Hook("What becomes of calls (event)", "voice", "event_url", "event", "POST", 10_000),
)
VERSION = "v1"


def compare(document: dict[str, Any], public_url: str) -> list[AccountSetting]:
    """Each thing that has to be set, and how it is. `public_url`: where Vonage reaches us."""
    version = _text(_part(document, "messages").get("version"))
    signed = _part(document, "voice").get("signed_callbacks")
    signed = ("off", "on")[signed] if isinstance(signed, bool) else ""
    return [
        *(_compared(hook, _hook(document, hook), public_url) for hook in HOOKS),
        AccountSetting(
            "Form of replies and reports", VERSION, version or VERSION, _state(version or VERSION, VERSION)
        ),
        AccountSetting("Signed webhooks of calls", "on", signed, _state(signed, "on")),
    ]


def changed(document: dict[str, Any], public_url: str) -> dict[str, Any]:
    """The whole application as a PUT wants it: ours set, everything else as it is."""
    whole = {name: value for name, value in deepcopy(document).items() if name not in NOT_SENT}
    capabilities = _ensured(whole, "capabilities")
    for hook in HOOKS:
        hooks = _ensured(_ensured(capabilities, hook.capability), "webhooks")
        told = _ensured(hooks, hook.name)
        told |= {"address": address(hook, public_url), "http_method": "POST"}
        told |= _too_short(hook, told)
    _object(capabilities.get("verify")).pop(NOT_SENT_OF_VERIFY, None)
    capabilities["messages"]["version"] = VERSION
    capabilities["voice"]["signed_callbacks"] = True
    return whole


def address(hook: Hook, public_url: str) -> str:
    """Where a webhook should lead."""
    return f"{public_url}/webhooks/vonage/{hook.path}"


def _compared(hook: Hook, told: dict[str, Any], public_url: str) -> AccountSetting:
    wanted, found = address(hook, public_url), _text(told.get("address"))
    if not found:
        return AccountSetting(hook.word, wanted, "", SetState.MISSING)
    if found != wanted:
        return AccountSetting(hook.word, wanted, _without_secrets(found), SetState.ELSEWHERE)
    notes = []
    method = _text(told.get("http_method")) or hook.usual
    if method != "POST":
        notes.append(f"asked with {method} instead of POST")
    notes += [
        f"{name} is {told[name]} ms instead of {least}" for name, least in _too_short(hook, told).items()
    ]
    state = SetState.DIFFERS if notes else SetState.SET
    return AccountSetting(hook.word, wanted, f"{found} ({', '.join(notes)})" if notes else found, state)


def _too_short(hook: Hook, told: dict[str, Any]) -> dict[str, int]:
    """Time-outs (ms) that are set, and end before Vonage's own would; and what they should be."""
    if hook.wait_ms is None:
        return {}
    least = {"socket_timeout": hook.wait_ms} | dict.fromkeys(CONNECT_NAMES, CONNECT_MS)
    return {
        name: ms for name, ms in least.items() if isinstance(told.get(name), int | float) and told[name] < ms
    }


def _without_secrets(address: str) -> str:
    """Another program's address may hold a password or key: before the host, or after the “?”."""
    plain, mark, _ = address.partition("?")
    scheme, slashes, rest = plain.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{slashes}{host.rpartition('@')[2]}{slash}{path}{'?…' if mark else ''}"


def _state(found: str, wanted: str) -> SetState:
    if found == wanted:
        return SetState.SET
    return SetState.DIFFERS if found else SetState.MISSING


def _hook(document: dict[str, Any], hook: Hook) -> dict[str, Any]:
    return _object(_object(_part(document, hook.capability).get("webhooks")).get(hook.name))


def _part(document: dict[str, Any], capability: str) -> dict[str, Any]:
    return _object(_object(document.get("capabilities")).get(capability))


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _ensured(whole: dict[str, Any], name: str) -> dict[str, Any]:
    """The object of this name, made where there is none."""
    whole[name] = found = _object(whole.get(name))
    return found


def _text(value: Any) -> str:
    return one_line(value[:LONGEST_SHOWN]) if isinstance(value, str) else ""
