"""A list, from upload to stored and checked rows, beside a bare loop of phonenumbers over its numbers.

The file is attached as the upload form does it; the jobs that read and check it have processes of their own.
Every row is compared with what it must have become, and someone else writes ten times a second meanwhile.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench import lists
from tests.bench.importing import Bureau, Imported, bare_loop, bureau
from tests.bench.measure import Figure, median, seconds, tell, words
from tests.processes.installation import DATABASES

LIMIT_IS = "phonenumbers: parse, is_valid_number and format_number, one process"
MOST_MB, MOST_MB_LARGER = 200, 250
MOST_TIME = 1.1
"""How much longer a row may take in the larger list."""


@dataclass(frozen=True)
class Kind:
    """What is imported: how such a file is written, and the share of the limit that must be reached."""

    bench: str
    suffix: str
    write: Callable[[Path, int, bool], None]
    share: float


CSV = Kind("import", ".csv", lists.write_csv, 0.6)


def options(about: str | None, kind: Kind) -> argparse.Namespace:
    """The command line."""
    parser = words(about)
    parser.add_argument("--rows", type=int, default=100_000, help="how long the list is (default 100,000)")
    larger = 10 if kind is CSV else 0
    parser.add_argument(
        "--larger", type=int, default=larger, help=f"a second list, so many times as long (default {larger})"
    )
    parser.add_argument("--db", choices=DATABASES, default=DATABASES[0])
    parser.add_argument("--opt-outs", type=int, default=0, help="phones that have opted out before")
    given = parser.parse_args()
    if 0 < given.opt_outs < given.rows * max(1, given.larger) / lists.OPTED_OUT_ONE_IN:
        parser.error(f"one of {lists.OPTED_OUT_ONE_IN} rows is opted out: give more --opt-outs")
    return given


def figures(kind: Kind, given: argparse.Namespace) -> Iterator[Figure]:
    """Speed and memory for a list, then for a larger one."""
    with tempfile.TemporaryDirectory(prefix="outbound-bench-") as folder, bureau(given.db) as there:
        there.opt_out(given.opt_outs)
        file = Path(folder) / f"list{kind.suffix}"
        kind.write(file, given.rows, bool(given.opt_outs))
        runs = list(_rounds(there, file, given))
        yield _speed(kind, given, runs)
        yield _memory(kind, f"{given.rows:,} rows: memory", [run for _, run in runs], MOST_MB)
        if given.larger:
            rows = given.rows * given.larger
            kind.write(file, rows, bool(given.opt_outs))
            run = there.take(file, rows, bool(given.opt_outs))
            yield _larger(kind, given, median(one.seconds for _, one in runs), run)
            yield _memory(kind, f"{rows:,} rows: memory", [run], MOST_MB_LARGER)


def _rounds(there: Bureau, file: Path, given: argparse.Namespace) -> Iterator[tuple[float, Imported]]:
    """(seconds of the bare loop, the run) of each round."""
    phones = [line.cells[lists.PHONE] for line in lists.lines(given.rows)]
    bare_loop(phones[:1000])  # the library reads its tables at first use
    for _ in range(given.rounds or 3):
        limit = seconds(lambda: bare_loop(phones))
        yield limit, there.take(file, given.rows, bool(given.opt_outs))


def _speed(kind: Kind, given: argparse.Namespace, runs: list[tuple[float, Imported]]) -> Figure:
    ratio = median(limit / run.seconds for limit, run in runs)
    parts = {
        name: median(getattr(run, name) for _, run in runs)
        for name in ("uploading", "reading", "checking", "cpu", "longest_wait")
    }
    return Figure(
        kind.bench,
        f"{given.rows:,} rows, {given.db}",
        median(given.rows / run.seconds for _, run in runs),
        "rows/s",
        median(given.rows / limit for limit, _ in runs),
        LIMIT_IS,
        ratio,
        f">= {kind.share:g} of the limit",
        ratio >= kind.share,
        {
            "seconds": parts,
            "ratios": [limit / run.seconds for limit, run in runs],
            "opt_outs": given.opt_outs,
        },
    )


def _memory(kind: Kind, name: str, runs: list[Imported], most: int) -> Figure:
    peak = max(run.peak_mb for run in runs)
    if kind is not CSV:  # nothing is asked of workbooks, which are held in memory as a whole
        return Figure(kind.bench, name, peak, "MB")
    return Figure(kind.bench, name, peak, "MB", target=f"<= {most} MB", reached=peak <= most)


def _larger(kind: Kind, given: argparse.Namespace, smaller: float, run: Imported) -> Figure:
    times = run.seconds / smaller
    most = given.larger * MOST_TIME
    return Figure(
        kind.bench,
        f"{given.rows * given.larger:,} rows: time",
        times,
        f"times that of {given.rows:,}",
        target=f"<= {most:g}",
        reached=times <= most,
        details=asdict(run),
    )


if __name__ == "__main__":
    given = options(__doc__, CSV)
    sys.exit(tell(figures(CSV, given), given.json))
