"""Fifty people guess one password at the same time: do webhooks wait, and how many guesses are tried?

Signed delivery reports come in, 100 a second: in turns alone and while they guess, and the median of the
rounds counts, as what else a machine does changes from one moment to the next. Each sends a guess, reads the
answer, and sends the next one a second later. Of all guesses for one account within a minute five are hashed,
and each round is about another account, so that it has its five; the others are told to wait, or, on a
machine so busy that a hash takes seconds, that too many sign in. Exits 1 when a webhook was lost, or another
number of guesses was tried.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from urllib.parse import urlencode

import requests

from tests.bench import load, under_way
from tests.bench.measure import Failed, Figure, median, percentile, tell, words
from tests.processes.installation import DATABASES, Installation, installation
from webapp.db import db
from webapp.models.user import Role
from webapp.services.team import people

EMAIL = "ada{}@example.org"
GUESSERS, EVERY = 50, 1.0
RATE, SECONDS, ROUNDS = 100, 15, 5
TRIED = 5
"""Within a minute: views/signing_in/attempts.OF_ACCOUNT."""
ALLOWED = 1.5


def main() -> int:
    """`./outbound bench signin`."""
    parser = words(__doc__)
    parser.add_argument("--db", choices=DATABASES, default="sqlite")
    parser.add_argument(
        "--every", type=float, default=EVERY, help="seconds between two guesses of one (default 1)"
    )
    given = parser.parse_args()
    return tell(measure(given), given.json)


def measure(given: argparse.Namespace) -> Iterator[Figure]:
    """The slowest hundredth of webhooks with guessers, beside that without. Failed when one was lost."""
    with installation(database=given.db) as place, place.app() as app:
        count = given.rounds or ROUNDS
        for number in range(count):
            people.add(EMAIL.format(number), "Ada", "three unrelated words", Role.ADMIN)
        db.session.commit()
        size = SECONDS * RATE
        under = under_way.under_way(app, 2 * count * size, place.port)
        reports = iter([report.request for report in under])
        rounds, statuses = [], Counter[int]()
        for number in range(count):
            alone = _sent(place, list(islice(reports, size)))
            with guessers(place, given.every, EMAIL.format(number)) as answered:
                attacked = _sent(place, list(islice(reports, size)))
            _must_be_throttled(answered)
            statuses += answered
            rounds.append((percentile(alone, 0.99), percentile(attacked, 0.99)))
        yield _figure(rounds, given, statuses)


def _must_be_throttled(answered: Counter[int]) -> None:
    tried, busy = answered[422], answered[503]
    if tried > TRIED or tried + busy < TRIED:
        raise Failed(f"{TRIED} guesses were to be tried, and all others refused: {dict(answered)}")


@contextmanager
def guessers(place: Installation, every: float, email: str) -> Iterator[Counter[int]]:
    """All of them, in a thread of their own; yields the statuses that they were answered with."""
    statuses = Counter[int]()
    over, guess = threading.Event(), _guess(place, email)

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
        while not over.is_set():
            writer.write(guess)
            head = await reader.readuntil(b"\r\n\r\n")
            statuses[int(head.split(b" ", 2)[1])] += 1
            length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(length or 0))
            await asyncio.sleep(every)
        writer.close()

    async def everyone() -> None:
        await asyncio.gather(*(one() for _ in range(GUESSERS)))

    thread = threading.Thread(target=asyncio.run, args=(everyone(),))
    thread.start()
    try:
        yield statuses
    finally:
        over.set()
        thread.join()


def _guess(place: Installation, email: str) -> bytes:
    """A form as the page has it, with a password that is wrong, ready for the wire."""
    with requests.Session() as session:
        session.trust_env = False
        page = session.get(f"{place.house.url}/login", timeout=30)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert token
        cookie = "; ".join(f"{one.name}={one.value}" for one in session.cookies)
    body = urlencode({"csrf_token": token[1], "email": email, "password": "a wrong guess of it"}).encode()
    host = f"127.0.0.1:{place.port}"
    head = (
        f"POST /login HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nReferer: http://{host}/login\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _sent(place: Installation, reports: list[bytes]) -> list[float]:
    answers = load.send(place.port, reports, RATE)
    if answers.failed:
        raise Failed(f"{answers.failed} of {len(reports)} webhooks were not answered with 2xx")
    return answers.latencies


def _figure(
    rounds: Sequence[tuple[float, float]], given: argparse.Namespace, statuses: Counter[int]
) -> Figure:
    alone, attacked = (median(values) for values in zip(*rounds, strict=True))
    ratio = median(attacked / alone for alone, attacked in rounds)
    told = [f"{alone * 1000:.0f}:{attacked * 1000:.0f}" for alone, attacked in rounds]
    return Figure(
        "signin", "webhooks while 50 guess, p99", attacked * 1000, "ms", alone * 1000, "without them", ratio,
        f"≤ {ALLOWED:g} times", ratio <= ALLOWED,
        {
            "db": given.db, "guesses": statuses.total(), "tried": statuses[422], "every": given.every,
            "rounds": " ".join(told),
        },
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
