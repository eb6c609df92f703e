"""How often someone may try a password or a code: counted before it is tried, given back when it was right.

The counts are kept in Redis, for all processes; while it is away each process counts for itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any, cast

import structlog
from flask import Flask, current_app
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage, Storage, storage_from_string
from redis.exceptions import RedisError

from webapp.errors import Fault
from webapp.views.signing_in.refused_lately import RefusedLately

log = structlog.get_logger(__name__)

OPTIONS: dict[str, Any] = {"socket_connect_timeout": 1, "socket_timeout": 1}
SILENCE_SECONDS = 5.0
"""After Redis did not answer it is not asked for so long."""


class Throttled(Fault):
    """Too many were wrong. `seconds`: until the next is tried. `first`: of this time, so that it is noted."""

    def __init__(self, words: str, seconds: int, first: bool) -> None:
        wait = f"{seconds} seconds" if seconds < 120 else f"{ceil(seconds / 60)} minutes"
        super().__init__(f"{words} Wait {wait} and try again.")
        self.seconds, self.first = seconds, first


@dataclass(frozen=True)
class Kind:
    """What is tried, how often it may be in vain, and what is said of more."""

    name: str
    rates: tuple[RateLimitItem, ...]
    words: str


FEW = tuple(parse_many("5 per minute; 30 per hour"))
SIGN_INS, PASSWORDS, CODES = (f"Too many {what}." for what in ("attempts to sign in", "passwords", "codes"))
OF_ACCOUNT = Kind("sign-in", FEW, SIGN_INS)
"""Passwords for one account, from one address."""
OF_ADDRESS = Kind("sign-in-address", tuple(parse_many("100 per hour")), SIGN_INS)
"""Passwords for whatever accounts, from one address."""
FROM_ANYWHERE = Kind(
    "sign-in-account",
    tuple(parse_many("100 per hour")),
    "Too many wrong passwords were tried for this account, from several places. Where you have signed in "
    "before, with this browser, you still can. Elsewhere an admin of your team can make you a link.",
)
"""Passwords for one account, from whatever addresses, in browsers that it was never signed in with. Others
are not held to it: no one who guesses locks the owner out."""
OWN_PASSWORD = Kind("own-password", FEW, PASSWORDS)
"""The password of someone who is signed in: to choose another one, or to show that it is them."""
CODE = Kind("code", FEW, CODES)
"""Codes of a second factor, and recovery codes, of one person from anywhere."""


@dataclass(frozen=True)
class Attempt:
    """`key`: who tries, in words that say nothing of them."""

    kind: Kind
    key: str


def init_app(app: Flask, redis_url: str) -> None:
    """Connects at first use."""
    uri = redis_url.replace("unix://", "redis+unix://", 1)
    app.extensions["refused_lately"] = RefusedLately[Attempt]()
    app.extensions["attempts"] = _Counts(cast(Storage, storage_from_string(uri, **OPTIONS)))


def count(*attempts: Attempt) -> None:
    """Count what is going to be tried. Raises Throttled when it may not be; then nothing must be tried."""
    counts: _Counts = current_app.extensions["attempts"]
    for attempt in attempts:
        for rate in attempt.kind.rates:
            number = counts.add(rate, attempt, 1)
            if number > rate.amount:
                seconds = counts.seconds(rate, attempt)
                _lately().add(attempt, seconds)
                raise Throttled(attempt.kind.words, seconds, first=number == rate.amount + 1)


def waiting(*attempts: Attempt) -> Throttled | None:
    """Whether one of them was refused just now, by this process, as far as it remembers: asks no one else."""
    for attempt in attempts:
        if seconds := _lately().seconds(attempt):
            return Throttled(attempt.kind.words, seconds, first=False)
    return None


def give_back(*attempts: Attempt) -> None:
    """It was right, or it was not tried after all: as if it had not been counted."""
    counts: _Counts = current_app.extensions["attempts"]
    for attempt in attempts:
        for rate in attempt.kind.rates:
            counts.add(rate, attempt, -1)


def clear(*attempts: Attempt) -> None:
    """It was right: those before are forgotten, too."""
    counts: _Counts = current_app.extensions["attempts"]
    for attempt in attempts:
        _lately().forget(attempt)
        for rate in attempt.kind.rates:
            counts.clear(rate, attempt)


def _lately() -> RefusedLately[Attempt]:
    lately: RefusedLately[Attempt] = current_app.extensions["refused_lately"]
    return lately


class _Counts:
    """A number for each rate and attempt, until its time is over."""

    def __init__(self, shared: Storage) -> None:
        self._shared, self._own = shared, MemoryStorage()
        self._silent_until = 0.0

    def add(self, rate: RateLimitItem, attempt: Attempt, amount: int) -> int:
        """The number with `amount` added to it: at once, whatever other processes do."""
        key, seconds = _key(rate, attempt), rate.get_expiry()
        number: int = self._asked(lambda storage: storage.incr(key, seconds, amount))
        return number

    def clear(self, rate: RateLimitItem, attempt: Attempt) -> None:
        self._asked(lambda storage: storage.clear(_key(rate, attempt)))

    def seconds(self, rate: RateLimitItem, attempt: Attempt) -> int:
        """Until its time is over; at least 1."""
        until: float = self._asked(lambda storage: storage.get_expiry(_key(rate, attempt)))
        return max(1, ceil(until - time.time()))

    def _asked(self, ask: Callable[[Storage], Any]) -> Any:
        """Redis, unless it was away just now; else our own memory."""
        if time.monotonic() >= self._silent_until:
            try:
                return ask(self._shared)
            except RedisError as error:
                self._silent_until = time.monotonic() + SILENCE_SECONDS
                log.warning("attempts are counted by each process on its own", error=str(error))
        return ask(self._own)


def _key(rate: RateLimitItem, attempt: Attempt) -> str:
    return str(rate.key_for(attempt.kind.name, attempt.key))
