"""Pages over a million messages: how long the server takes for inbox, conversations, batches and recipients.

The house's own application answers in this process, with someone signed in: a web server around it would
only add its own time, and its statements could not be counted. What is reported for each page is the slowest
of the ways to ask for it (filters, searches, depths). The limit is the cheapest page that asks for a login,
which shows no list, in the same run and at the same moments; nothing can be cheaper. The same pages are asked
first at a tenth of the size: they must not take more statements at the whole.
"""

from __future__ import annotations

import argparse
import dataclasses
import gc
import sys
from collections.abc import Iterator

from tests import closing
from tests.bench import bulk, many_runs, pages, population
from tests.bench.application import application
from tests.bench.measure import Figure, median, percentile, tell, words
from tests.bench.population import Sizes
from tests.bench.visitor import Answer, Ask, Visitor
from webapp.db import db
from webapp.models.user import User

ROUNDS = 3
TURNS = 20
"""Times that each way is asked for in a round: its p95 is the second slowest."""
MOST = 50.0
TARGET = "p95 <= 50 ms, no more statements than at a tenth"


@dataclasses.dataclass(frozen=True)
class Measured:
    """One way to ask for a page: the p95 and the limit's (ms), and the most statements of an answer."""

    ask: Ask
    p95: float
    limit: float
    ratio: float
    wall: float
    median: float
    statements: int


def figures(sizes: Sizes, database: str, rounds: int, turns: int, analyzed: bool) -> Iterator[Figure]:
    """One for each page."""
    tenth = _worst(_run(sizes.tenth(), database, 1, 4, analyzed))
    statements = {one.ask.page: one.statements for one in tenth}
    found = _run(sizes, database, rounds, turns, analyzed)
    for worst in _worst(found):
        page, before = worst.ask.page, statements[worst.ask.page]
        details = {
            "database": database,
            "analyzed": analyzed,
            **dataclasses.asdict(sizes),
            "slowest": worst.ask.way,
            "statements": worst.statements,
            "statements_at_a_tenth": before,
            "with_waiting_for_a_core_ms": worst.wall,
            "median_ms": {one.ask.way: one.median for one in found if one.ask.page == page},
        }
        reached = worst.p95 <= MOST and worst.statements <= before
        limit = "the cheapest page, p95"
        yield Figure(
            "inbox", page, worst.p95, "ms", worst.limit, limit, worst.ratio, TARGET, reached, details
        )


def _worst(found: list[Measured]) -> list[Measured]:
    """Of each page the slowest way, with the most statements of any."""
    ways: dict[str, list[Measured]] = {}
    for one in found:
        ways.setdefault(one.ask.page, []).append(one)
    return [
        dataclasses.replace(
            max(all_, key=lambda one: one.p95), statements=max(one.statements for one in all_)
        )
        for all_ in ways.values()
    ]


def _run(sizes: Sizes, database: str, rounds: int, turns: int, analyzed: bool) -> list[Measured]:
    with application(database) as app:
        with app.app_context():
            bulk.leave_alone()
            batches = population.settle_in(sizes)
            many_runs.lived(sizes.threads)
            closing.open_all_day(db.session.get_one(User, 1))  # else the hour decides what is asked
            db.session.commit()
            bulk.settle(analyzed)
            visitor = Visitor(app)
            asks = pages.catalogue(visitor, sizes, batches)
        for ask in asks:  # templates are compiled at their first use
            visitor.ask(ask)
        gc.collect()
        gc.freeze()  # as the web process does: the population is not looked through for garbage
        return [_measured(visitor, ask, rounds, turns) for ask in asks]


def _measured(visitor: Visitor, ask: Ask, rounds: int, turns: int) -> Measured:
    theirs, bare = list[Answer](), list[Answer]()
    p95, limits = list[float](), list[float]()
    for _ in range(rounds):
        for turn in range(turns):
            theirs.append(visitor.ask(ask, turn))
            bare.append(visitor.ask(pages.BARE))
        p95.append(percentile((one.seconds * 1e3 for one in theirs[-turns:]), 0.95))
        limits.append(percentile((one.seconds * 1e3 for one in bare[-turns:]), 0.95))
    return Measured(
        ask,
        median(p95),
        median(limits),
        median(mine / limit for mine, limit in zip(p95, limits, strict=True)),
        percentile((one.wall * 1e3 for one in theirs), 0.95),
        median(one.seconds * 1e3 for one in theirs),
        max(one.statements for one in theirs),
    )


def _arguments() -> argparse.Namespace:
    parser = words(__doc__)
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--threads", type=int, default=200_000)
    parser.add_argument("--recipients", type=int, default=1_000_000)
    parser.add_argument("--turns", type=int, default=TURNS, help="requests of each way and round")
    parser.add_argument(
        "--analyzed",
        action=argparse.BooleanOptionalAction,
        help="has the planner statistics? By default as in operation: on PostgreSQL yes, on SQLite no",
    )
    return parser.parse_args()


def main() -> int:
    given = _arguments()
    sizes = Sizes(given.messages, given.threads, given.recipients)
    analyzed = given.db == "postgresql" if given.analyzed is None else given.analyzed
    return tell(figures(sizes, given.db, given.rounds or ROUNDS, given.turns, analyzed), given.json)


if __name__ == "__main__":
    sys.exit(main())
