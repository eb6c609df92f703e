"""Passwords: what is asked of one, and how it is kept.

argon2id with 64 MiB in three passes, as RFC 9106 (4) has it for machines with little memory, but in one lane:
four would take every core from webhooks while someone signs in, and OWASP asks for less work, in one lane.
"""

from __future__ import annotations

import fcntl
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.errors import Busy, Fault
from webapp.services.team import common_passwords

MIN_LENGTH = 10
MAX_LENGTH = 200
RULE = f"At least {MIN_LENGTH} characters. Three or four unrelated words make a good one."

AT_ONCE, IN_LINE = 1, 4
"""Hashes that a process works out at the same time, and requests that may wait for it: each takes 64 MiB and,
for a tenth of a second or two, a core. Who comes when the line is full is told to try again."""
PATIENCE_SECONDS = 10.0
BEHIND = 10
"""How far the thread that works hashes out stands back when the cores are busy (nice)."""
BUSY = "Too many people are signing in at this moment. Wait a few seconds and try again."
Worked = TypeVar("Worked")

_hasher = PasswordHasher(parallelism=1)


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
    return _turns.work_out(lambda: _hasher.hash(password))


def matches(stored: str | None, password: str) -> bool:
    """Does `password` fit? Without a stored hash the same work is done, so that time tells nothing.

    Raises Busy. Call it with no transaction open: on SQLite all other writers would wait for it.
    """

    def fits() -> bool:
        return _hasher.verify(stored or _nobody(), password[:MAX_LENGTH]) and stored is not None

    try:
        return _turns.work_out(fits)
    except (VerificationError, InvalidHashError):
        return False


def one_at_a_time_in_forks() -> None:
    """Of all processes that are forked from this one later, one works out a hash at a time (Linux).

    Two would take both cores of a small machine from webhooks.
    """
    if sys.platform == "linux":
        _turns.lock_file = os.memfd_create("passwords")


def outdated(stored: str) -> bool:
    """Was it made with weaker parameters than today's?"""
    return _hasher.check_needs_rehash(stored)


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher.hash("the password of no one")


class _Turns:
    """One hash after the other, in a thread that stands back when the cores are busy."""

    lock_file: int | None = None
    """A file that forks share, which is locked while one of them works out a hash."""

    def __init__(self) -> None:
        self.begin_anew()
        os.register_at_fork(after_in_child=self.begin_anew)  # none of the parent's threads is in the child

    def begin_anew(self) -> None:
        self.pool = ThreadPoolExecutor(AT_ONCE, "passwords", _stand_back)
        self._line = threading.BoundedSemaphore(AT_ONCE + IN_LINE)

    def work_out(self, work: Callable[[], Worked]) -> Worked:
        """What `work` returns, once it is its turn. Raises Busy, and what it raises."""
        if not self._line.acquire(blocking=False):
            raise Busy(BUSY)
        turn: Future[Worked] = self.pool.submit(self._alone, work)
        try:
            return turn.result(PATIENCE_SECONDS)
        except TimeoutError as error:
            turn.cancel()
            raise Busy(BUSY) from error
        finally:
            self._line.release()

    def _alone(self, work: Callable[[], Worked]) -> Worked:
        with _locked(self.lock_file):
            return work()


@contextmanager
def _locked(file: int | None) -> Iterator[None]:
    """Until the body is done, or its process is gone."""
    if file is None:
        yield
        return
    fcntl.lockf(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.lockf(file, fcntl.LOCK_UN)


def _stand_back() -> None:
    """Linux: of this thread, and those that argon2 begins in it. Elsewhere it would be the whole process."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BEHIND)


_turns = _Turns()
