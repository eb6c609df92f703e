"""Fault switches: what goes wrong, how often, and for how many requests or webhooks more."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass

REQUEST, WEBHOOK, MESSAGE, MEDIA, CALL = "request", "webhook", "message", "media", "call"
ACCOUNT = "account"
ONLY = ("status", "inbound", "event", "answer")
"""Webhooks by kind: delivery reports, replies; a call's events, and what a call asks the app for."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One switch: what it applies to, what it does in plain words, its seconds or code where it has one."""

    name: str
    applies_to: str
    does: str
    seconds: float | None = None
    code: str | None = None


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("drop_before", REQUEST, "Hang up before the message is accepted."),
        Kind("drop_after", REQUEST, "Accept the message, then hang up without an answer."),
        Kind("error_500", REQUEST, "Answer 500; the message is not accepted."),
        Kind("error_500_after", REQUEST, "Accept the message, yet answer 500."),
        Kind("throttle", REQUEST, "Answer 429, too many requests.", seconds=1),
        Kind("expired_token", REQUEST, "Answer 401, the token has expired."),
        Kind("redirect", REQUEST, "Answer 307, at another address. Your app must not follow."),
        Kind("no_credit", REQUEST, "Answer 402, the balance is too low."),
        Kind("opted_out", REQUEST, "Answer 422, the recipient has opted out (1240)."),
        Kind("slow", REQUEST, "Accept the message, and answer late.", seconds=5),
        Kind("no_id", REQUEST, "Accept the message, and answer with an empty message_uuid."),
        Kind("same_id", REQUEST, "Accept the message, and answer with the same message_uuid each time."),
        Kind("error_code", MESSAGE, "Accept the message, then reject it with a code.", code="1000"),
        Kind("out_of_order", MESSAGE, "Send a message's webhooks in the wrong order."),
        Kind("account_garbled", ACCOUNT, "Answer with a web page in place of JSON."),
        Kind("account_drops", ACCOUNT, "Change what was asked for, then hang up without an answer."),
        Kind("account_420", ACCOUNT, "Refuse to link a number (420)."),
        Kind("duplicate", WEBHOOK, "Send the webhook twice."),
        Kind("late", WEBHOOK, "Hold the webhook back.", seconds=30),
        Kind("lost", WEBHOOK, "Never send the webhook."),
        Kind("wrong_signature", WEBHOOK, "Sign the webhook with a wrong secret."),
        Kind("old_shape", WEBHOOK, "Send replies and reports in the shape of version v0.1."),
        Kind("media_500", MEDIA, "Answer 500 when your app fetches a picture or a file."),
        Kind("media_gone", MEDIA, "Answer 410: the picture or file is not kept any more."),
        Kind("media_elsewhere", MEDIA, "Redirect your app to another server than Vonage's."),
        Kind("wrong_payload", WEBHOOK, "Change the webhook's body after signing it."),
        Kind("unsigned", WEBHOOK, "Send the webhook without a signature."),
        Kind("account_level", WEBHOOK, "Sign the webhook for the account, without naming the application."),
        Kind("sms_api_get", WEBHOOK, "Send the webhook as the SMS API does, by GET; a long text in parts."),
        Kind(
            "sms_api_post",
            WEBHOOK,
            "Send the webhook as the SMS API does, as a form by POST; a long text in parts.",
        ),
        Kind(
            "sms_api_json",
            WEBHOOK,
            "Send the webhook as the SMS API does, as JSON by POST; a long text in parts.",
        ),
        Kind("sms_api_sig", WEBHOOK, "Sign what is sent as the SMS API does, in its own way."),
        Kind("other_spelling", WEBHOOK, "Write the sender of a reply as another network does."),
        Kind("regional", CALL, "Know a call only at its region's address (region_url)."),
        Kind("line_drops", CALL, "Cut the line in the middle of the call.", seconds=5),
        Kind("events_out_of_order", CALL, "Send a call's events in the wrong order."),
        Kind("notify_blocks", CALL, "Let the action notify wait for your app's answer."),
        Kind("error_elsewhere", WEBHOOK, "Put the code of an error into another place, each in turn."),
    )
}


class FaultError(ValueError):
    """A switch was set in a way that makes no sense; the message says how, in plain words."""


@dataclass(slots=True)
class Fault:
    """One switch that is on.

    count: how often more (None: until cleared). fraction: of those that could be hit.
    seconds: for slow, late, throttle, line_drops. code: for error_code. only: one kind of webhook, see ONLY.
    """

    name: str
    count: int | None = None
    fraction: float = 1.0
    seconds: float | None = None
    code: str | None = None
    only: str | None = None
    hits: int = 0


class Faults:
    """All switches of a simulator. Chance is seeded, so that a run can be repeated."""

    def __init__(self) -> None:
        self._on: dict[str, Fault] = {}
        self._chance = random.Random(0)

    def set(self, name: str, given: Mapping[str, object]) -> Fault:
        """Turn switch `name` on; raises FaultError."""
        kind = KINDS.get(name)
        if kind is None:
            raise FaultError(f"There is no fault called {name!r}. There are: {', '.join(KINDS)}.")
        unknown = set(given) - {"count", "fraction", "seconds", "code", "only"}
        if unknown:
            raise FaultError(f"A fault has no {', '.join(sorted(unknown))}.")
        fault = Fault(name, _count(given), _fraction(given))
        fault.seconds, fault.code, fault.only = _seconds(kind, given), _code(kind, given), _only(kind, given)
        self._on[name] = fault
        return fault

    def clear(self, name: str | None = None) -> None:
        """Turn one switch off, or all of them and the chance back to its beginning; raises FaultError."""
        if name is None:
            self._on.clear()
            self._chance = random.Random(0)
        elif name not in KINDS:
            raise FaultError(f"There is no fault called {name!r}.")
        else:
            self._on.pop(name, None)

    def strikes(self, name: str, webhook: str | None = None) -> Fault | None:
        """The fault, when it hits now; counts the hit. `webhook`: its kind, see ONLY."""
        fault = self._on.get(name)
        if fault is None or (fault.only and fault.only != webhook):
            return None
        if fault.fraction < 1 and self._chance.random() >= fault.fraction:
            return None
        fault.hits += 1
        if fault.count is not None:
            fault.count -= 1
            if fault.count <= 0:
                del self._on[name]
        return fault

    def get(self, name: str) -> Fault | None:
        """The switch, when it is on."""
        return self._on.get(name)

    def listed(self) -> dict[str, dict[str, object]]:
        """Every switch that is on, by name."""
        return {name: asdict(fault) for name, fault in self._on.items()}

    def __bool__(self) -> bool:
        return bool(self._on)


def _count(given: Mapping[str, object]) -> int | None:
    count = given.get("count")
    if count is None:
        return None
    if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= 1_000_000:
        raise FaultError("The count must be a whole number from 1 to 1,000,000; leave it out for no end.")
    return count


def _fraction(given: Mapping[str, object]) -> float:
    fraction = given.get("fraction")
    if fraction is None:
        return 1.0
    if not isinstance(fraction, int | float) or isinstance(fraction, bool) or not 0 < fraction <= 1:
        raise FaultError("The fraction must be above 0 and at most 1.")
    return float(fraction)


def _seconds(kind: Kind, given: Mapping[str, object]) -> float | None:
    seconds = given.get("seconds")
    if seconds is None:
        return kind.seconds
    if kind.seconds is None:
        raise FaultError(f"{kind.name} takes no seconds.")
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 <= seconds <= 3600:
        raise FaultError("The seconds must be between 0 and 3600.")
    return float(seconds)


def _code(kind: Kind, given: Mapping[str, object]) -> str | None:
    code = given.get("code")
    if code is None:
        return kind.code
    if kind.code is None:
        raise FaultError(f"{kind.name} takes no code.")
    if not isinstance(code, str) or not code.isascii() or not code.isdigit() or len(code) != 4:
        raise FaultError("The code must be four digits, such as 1000.")
    return code


def _only(kind: Kind, given: Mapping[str, object]) -> str | None:
    only = given.get("only")
    if only is None:
        return None
    if kind.applies_to != WEBHOOK:
        raise FaultError(f"{kind.name} does not apply to webhooks, so it takes no “only”.")
    if only not in ONLY:
        raise FaultError(f"“only” must be {', '.join(ONLY[:-1])} or {ONLY[-1]}.")
    return str(only)
