"""Who is on the lists: mostly quiet people, some of every kind the simulator knows, many on each list."""

from __future__ import annotations

import random

from tests import factories
from webapp.simulator.people import person

LOUD = {"1111": 0.03, "2222": 0.02, "4444": 0.02, "5555": 0.01, "6666": 0.03, "7777": 0.01, "8888": 0.01,
        "9999": 0.02, "1240": 0.01, "2001": 0.01, "2002": 0.01, "2003": 0.01, "2009": 0.005,
        "4343": 0.01, "6262": 0.02}  # fmt: skip
"""Endings of phones that do something, and their share of a list."""
SHARED = 0.2
"""The share of a list that is on every list: a person who writes STOP to one batch is spared by the next."""

POISONED = "+12025550142"
"""Stands on every list, in a row with which no message can be made. Writes to no one."""


def lists(count: int, size: int, rng: random.Random) -> list[list[str]]:
    """`count` lists of `size` phones (E.164) and the poisoned one; within a list each phone stands once."""
    loud = [phone for ending, share in LOUD.items() for phone in factories.phones(int(size * share), ending)]
    quiet = [phone for phone in factories.phones(count * size) if not person(phone).digits]
    rng.shuffle(quiet)
    everywhere = [*loud, *quiet[: int(size * SHARED)]]
    rest = quiet[int(size * SHARED) :]
    own = size - len(everywhere)
    found = [[*everywhere, *rest[own * n : own * (n + 1)]] for n in range(count)]
    for phones in found:
        rng.shuffle(phones)
        phones.insert(len(phones) // 3, POISONED)
    return found


def as_csv(phones: list[str]) -> bytes:
    """The list as someone uploads it."""
    lines = [f"{phone},Person {n}" for n, phone in enumerate(phones, start=1)]
    return "\n".join(["phone_number,first_name", *lines, ""]).encode()
