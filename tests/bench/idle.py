"""What the house takes while nothing happens: all of `outbound up`, and one person who looks at the inbox.

The carrier's simulator, the browser and PostgreSQL run beside the house and are not counted. Memory is the
sum of all processes' PSS, in which what n of them share counts once, at the moment when it was most. Its
limit is what as many Python programs take of which each loads Flask, SQLAlchemy and RQ by itself and does
nothing. With `--thinker` an agent asks a language model, for which a thinker runs beside the workers. CPU is
that of all processes and of the forks that came and went, over a minute at least, as a share of one core; its
limit is the 2 % that a machine with other work can spare.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests import chromium, factories, model_desks
from tests.bench import consumption
from tests.bench.consumption import Process
from tests.bench.measure import Failed, Figure, median, tell, words
from tests.bench.onlooker import Looking, open_page
from tests.conversations import they_write
from tests.processes.installation import DATABASES, Installation, installation
from tests.simulator.model.server import ModelServer
from webapp.db import db
from webapp.processes.environment import ROOT
from webapp.services.team import people

ROUNDS = 3
SECONDS = 60.0
SETTLING = 15.0
LOOKS_EVERY = 1.0
MOST_MB, MOST_CPU = 400.0, 2.0
MOST_MB_WITH_THINKER = 520.0
EMAIL, PASSWORD = "ada@example.org", "a long enough pass phrase"
BARE = "import flask, flask_sqlalchemy, rq, sys; print(flush=True); sys.stdin.read()"


@dataclass(frozen=True)
class Round:
    """`family` at the moment when it took most; `cpu` in percent of a core, `each` by program."""

    family: list[Process]
    cpu: float
    each: dict[str, float]
    answers: int


def figures(database: str, rounds: int, seconds: float, thinker: bool = False) -> Iterator[Figure]:
    """Memory, then CPU."""
    with installation(database=database) as place:
        path = _conversations(place)
        if thinker:
            _ask_a_model(place)
        with open_page(place.house.url, path, EMAIL, PASSWORD) as looking:
            looking.wait(SETTLING)
            found = [_round(place, looking, seconds) for _ in range(rounds)]
        pythons = sum(one.name.startswith(("webapp", "jobs", "gunicorn")) for one in found[0].family)
        bare = _bare(pythons)
        details = {
            "database": database,
            "browser": bool(chromium.PATH),
            "thinker": any("thinker" in one.name for one in found[0].family),
            "answers": sum(one.answers for one in found),
        }
    most = max(found, key=lambda one: consumption.pss(one.family))
    if details["thinker"] != thinker:
        raise Failed("there is no thinker" if thinker else "there is a thinker")
    yield _memory(median(consumption.pss(one.family) for one in found), bare, most, details)
    yield _cpu(median(one.cpu for one in found), found, details | {"seconds": seconds})


def _memory(value: float, bare: float, most: Round, details: dict[str, Any]) -> Figure:
    each = [f"{one.name}: {one.pss:.1f}" for one in most.family]
    allowed = MOST_MB_WITH_THINKER if details["thinker"] else MOST_MB
    limit, target = "as many bare programs", f"<= {allowed:g} MB"
    details = details | {"processes": len(each), "each_mb": each}
    return Figure("idle", "memory", value, "MB", bare, limit, value / bare, target, value <= allowed, details)


def _cpu(value: float, found: list[Round], details: dict[str, Any]) -> Figure:
    names = {name for one in found for name in one.each}
    details = details | {
        "each_percent": {name: median(one.each.get(name, 0.0) for one in found) for name in sorted(names)},
        "rounds_percent": [one.cpu for one in found],
    }
    limit, target = "of a core: the budget", f"<= {MOST_CPU:g} % of one core"
    return Figure(
        "idle", "cpu", value, "%", MOST_CPU, limit, value / MOST_CPU, target, value <= MOST_CPU, details
    )


def _conversations(place: Installation) -> str:
    """A team with a page of conversations; the address of the inbox with one of them open."""
    with place.app():
        people.add(EMAIL, "Ada Lovelace", PASSWORD)
        factories.number()
        db.session.commit()
        last = [they_write("Is it still on?", phone) for phone in factories.phones(40)][-1]
        return f"/inbox/{last.thread_id}"


def _ask_a_model(place: Installation) -> None:
    """An agent that would, if someone wrote."""
    with place.app():
        server = ModelServer()
        server.stop()
        model_desks.agent(model_desks.known_model(server, factories.user()).id, factories.user())
        db.session.commit()


def _round(place: Installation, looking: Looking, seconds: float) -> Round:
    """Raises Failed when a process has died meanwhile, or the page was not answered."""
    first = {one.pid for one in _look(place)}
    looking.wait(LOOKS_EVERY)
    before, answered, started = _look(place), len(looking.answers), time.monotonic()
    looks = [before]
    while time.monotonic() - started < seconds:
        looking.wait(LOOKS_EVERY)
        looks.append(_look(place))
    took, answers = time.monotonic() - started, looking.answers[answered:]
    after = looks[-1]
    if first & {one.pid for one in before} - {one.pid for one in after}:  # the forks of jobs are shorter
        raise Failed("a process of the house has ended while nothing happened")
    if not answers or any(status >= 400 for status in answers):
        raise Failed(f"the page was answered {sorted(set(answers))}")
    used, of_each = consumption.cpu(after) - consumption.cpu(before), _by_name(after, before)
    share = 100 / took
    most = max(looks, key=consumption.pss)
    return Round(most, used * share, {name: cpu * share for name, cpu in of_each.items()}, len(answers))


def _look(place: Installation) -> list[Process]:
    return consumption.family(place.house.pid)


def _by_name(after: list[Process], before: list[Process]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for sign, processes in ((1, after), (-1, before)):
        for one in processes:
            found[one.name] += sign * one.cpu
    return dict(found)


def _bare(count: int) -> float:
    """MB of so many programs with the libraries and nothing else."""
    with _bare_programs(count) as pids:
        return consumption.pss([one for pid in pids for one in consumption.family(pid)])


@contextmanager
def _bare_programs(count: int) -> Iterator[list[int]]:
    command = [sys.executable, "-c", BARE]
    pipe = subprocess.PIPE
    programs = [subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe) for _ in range(count)]
    try:
        for program in programs:
            assert program.stdout and program.stdout.readline()
        yield [program.pid for program in programs]
    finally:
        for program in programs:
            program.communicate()


def _arguments() -> argparse.Namespace:
    parser = words(__doc__)
    parser.add_argument("--db", choices=DATABASES, default="sqlite")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of a round (default 60)")
    parser.add_argument("--thinker", action="store_true", help="with an agent that asks a language model")
    return parser.parse_args()


def main() -> int:
    given = _arguments()
    return tell(figures(given.db, given.rounds or ROUNDS, given.seconds, given.thinker), given.json)


if __name__ == "__main__":
    sys.exit(main())
