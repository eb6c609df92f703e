"""The crash proof: nothing is lost and nothing comes twice, whatever dies whenever.

The real processes send three batches of 2,000 from two numbers, through a simulator that drops connections,
answers 429 and 500, and sends its webhooks twice, late, never or in the wrong order. People write, some of
them STOP; staff answer, and so do agents. People are called and call us, and staff phones ring; runs of
workflows text, call, ask another system, and wait. Meanwhile a worker, the web, the scheduler, Valkey or all
of them are killed with SIGKILL, again and again, and workers and the thinker in the middle of agents' turns.
At the end the carrier's record is held against the database.

Prints one JSON line with the counts; exits 1 when any promise was broken (they are named, with examples).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from typing import Any

from tests.crash import blows
from tests.crash.play import MODEL_AWAY, Plan, Result, play
from tests.processes.installation import DATABASES

TROUBLES = (*blows.TROUBLES, MODEL_AWAY)
IN_A_ROUND = 50
"""Kills in one round; more are done in several, each with an installation of its own."""


def main() -> int:
    """`./outbound bench crash`."""
    given = _words().parse_args()
    started = time.monotonic()
    results = []
    for plan in plans(given):
        results.append(play(plan))
        _progress(results[-1])
    counts = summary(results) | {"seconds": round(time.monotonic() - started)}
    sys.stdout.write(json.dumps({"bench": "crash", "db": given.db, "seed": given.seed, **counts}) + "\n")
    return 0 if counts["ok"] else 1


def _words() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=20, help="how many (default 20)")
    parser.add_argument("--seed", type=int, default=0, help="of what is struck, when and whom (default 0)")
    parser.add_argument("--db", choices=DATABASES, default="sqlite")
    parser.add_argument("--size", type=int, default=2000, help="recipients of each batch (default 2000)")
    parser.add_argument("--runs", type=int, default=500, help="of workflows, in each round (default 500)")
    parser.add_argument("--every", type=float, default=1.5, help="seconds between two kills, on average")
    parser.add_argument(
        "--troubles",
        nargs="*",
        choices=TROUBLES,
        default=["flush", "lock", "hang", MODEL_AWAY, *(["disk"] if os.geteuid() == 0 else [])],
        help="what else happens, once each: Redis wiped, the database locked for 10 s, Valkey away for a "
        "minute, the language model, too, the disk full (needs root, for a small file system); all of them "
        "by default",
    )
    parser.add_argument("--json", action="store_true", help="say nothing but the JSON line (it always comes)")
    return parser


def plans(given: argparse.Namespace) -> list[Plan]:
    """The rounds: their kills add up, and the troubles come in the first."""
    rounds = max(1, -(-given.kills // IN_A_ROUND))
    return [
        Plan(
            kills=given.kills // rounds + (n < given.kills % rounds),
            seed=given.seed + n,
            database=given.db,
            size=given.size,
            every=given.every,
            runs=given.runs,
            troubles=tuple(given.troubles) if n == 0 else (),
        )
        for n in range(rounds)
    ]


def summary(results: list[Result]) -> dict[str, Any]:
    """The counts of all rounds together; `broken` names the promises that were not kept, with examples."""
    done: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    broken: dict[str, list[str]] = {}
    for result in results:
        done.update(result.done)
        numbers.update({name: count for name, count in result.numbers.items() if isinstance(count, int)})
        for name, found in result.wronged.items():
            broken[name] = [*broken.get(name, []), *found]
    recoveries = [seconds for result in results for seconds in result.recoveries]
    return {
        "ok": not broken,
        "kills": sum(done[kind] for kind in blows.KINDS),
        "done": dict(done),
        "longest until work went on": round(max(recoveries, default=0.0), 1),
        **numbers,
        "broken": {name: {"count": len(found), "examples": found[:5]} for name, found in broken.items()},
    }


def _progress(result: Result) -> None:
    kept = "kept every promise" if not result.wronged else f"BROKE {', '.join(result.wronged)}"
    sys.stderr.write(f"round with seed {result.plan.seed}: {result.done}: {kept}\n")


if __name__ == "__main__":
    sys.exit(main())
