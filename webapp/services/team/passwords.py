"""Passwords: what is asked of one, and how it is kept (argon2id, the library's defaults: RFC 9106)."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.errors import Fault

MIN_LENGTH = 10
MAX_LENGTH = 200
RULE = f"At least {MIN_LENGTH} characters. Three or four unrelated words make a good one."

_hasher = PasswordHasher()

# From the published lists of leaked passwords: those that are long enough to get past MIN_LENGTH.
COMMON = frozenset(
    """1234567890 12345678910 123456789a 0123456789 0987654321 9876543210 1q2w3e4r5t 1q2w3e4r5t6y qwertyuiop
    qwertyuiop123 qwerty1234 qwerty12345 qwerty123456 asdfghjkl123 asdfghjkl; zxcvbnm123 1qaz2wsx3edc
    password12 password123 password1234 password12345 password123456 passw0rd123 p@ssw0rd123 p@ssword123
    mypassword passwordpassword administrator admin12345 admin123456 welcome123 welcome1234 letmein123
    letmein1234 iloveyou12 iloveyou123 iloveyou1234 sunshine123 princess123 football123 baseball123
    superman123 monkey12345 dragon12345 master12345 changeme123 changeme1234 secret12345 trustno1trustno1
    abcdefghij abcdefghijk abc1234567 abcd123456 a123456789 aa12345678 q1w2e3r4t5 qazwsxedcrfv michael123
    charlie123 liverpool123 chelsea123 starwars123 whatever123 computer123 internet123 samsung123
    correcthorsebatterystaple testtest123 test123456 testing1234 default123
    outbound123 outbound1234""".split()
)


def check(password: str, *, email: str, field: str = "password") -> None:
    """Raises Fault with the sentence that says what is wrong with a new password."""
    if len(password) < MIN_LENGTH:
        raise Fault(
            f"The password needs at least {MIN_LENGTH} characters; this one has {len(password)}.", field
        )
    if len(password) > MAX_LENGTH:
        raise Fault(f"The password can have up to {MAX_LENGTH} characters.", field)
    plain = password.casefold()
    if plain in COMMON or len(set(plain)) < 5:
        raise Fault("This password is one of the first that anyone would guess. Choose another.", field)
    mailbox = email.strip().casefold().partition("@")[0]
    if len(mailbox) >= 4 and mailbox in plain:
        raise Fault("The password contains your e-mail address. Choose another.", field)


def hashed(password: str) -> str:
    """The string to keep: it carries its own salt and parameters."""
    return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Does `password` fit? Without a stored hash the same work is done, so that time tells nothing."""
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
