"""Passwords: what is asked of one, and how it is kept (argon2id, the library's defaults: RFC 9106)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.errors import Busy, Fault
from webapp.services.team import common_passwords

MIN_LENGTH = 10
MAX_LENGTH = 200
RULE = f"At least {MIN_LENGTH} characters. Three or four unrelated words make a good one."

AT_ONCE, IN_LINE = 1, 4
"""Hashes that a process works out at the same time, and threads that may wait for it: each takes 64 MiB and,
for a twentieth of a second, every core. Who comes when the line is full is told to try again."""
PATIENCE_SECONDS = 5.0
BUSY = "Too many people are signing in at this moment. Wait a few seconds and try again."

_hasher = PasswordHasher()
_working, _line = BoundedSemaphore(AT_ONCE), BoundedSemaphore(AT_ONCE + IN_LINE)


def check(password: str, *, email: str, field: str = "password") -> None:
    """Raises Fault with the sentence that says what is wrong with a new password."""
    if len(password) < MIN_LENGTH:
        raise Fault(
            f"The password needs at least {MIN_LENGTH} characters; this one has {len(password)}.", field
        )
    if len(password) > MAX_LENGTH:
        raise Fault(f"The password can have up to {MAX_LENGTH} characters.", field)
    plain = password.casefold()
    if common_passwords.is_common(password) or len(set(plain)) < 5:
        raise Fault("This password is one of the first that anyone would guess. Choose another.", field)
    mailbox = email.strip().casefold().partition("@")[0]
    if len(mailbox) >= 4 and mailbox in plain:
        raise Fault("The password contains your e-mail address. Choose another.", field)


def hashed(password: str) -> str:
    """The string to keep: it carries its own salt and parameters. Raises Busy."""
    with _turn():
        return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Does `password` fit? Without a stored hash the same work is done, so that time tells nothing.

    Raises Busy. Call it with no transaction open: on SQLite all other writers would wait for it.
    """
    with _turn():
        try:
            return _hasher.verify(stored or _nobody(), password[:MAX_LENGTH]) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def outdated(stored: str) -> bool:
    """Was it made with weaker parameters than today's?"""
    return _hasher.check_needs_rehash(stored)


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher.hash("the password of no one")


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for one's turn to work out a hash. Raises Busy."""
    if not _line.acquire(blocking=False):
        raise Busy(BUSY)
    try:
        if not _working.acquire(timeout=PATIENCE_SECONDS):
            raise Busy(BUSY)
        try:
            yield
        finally:
            _working.release()
    finally:
        _line.release()
