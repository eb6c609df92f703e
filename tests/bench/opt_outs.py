"""What it costs to ask the gate when very many have opted out: reading and checking a list, and claiming.

Two installations take turns, in one of which that many phones have opted out. Their ratio counts: the time of
an import, and the time in which recipients are claimed (in a process of our own, 64 at a time, committed).
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests import factories
from tests.bench import lists, sending
from tests.bench.importing import Bureau, bureau
from tests.bench.measure import Figure, median, seconds, tell, words
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.services.outbox import claim, due

OPTED_OUT, ROWS, CLAIMED, CHUNK = 1_000_000, 100_000, 6_400, 64
IMPORT_MOST, CLAIM_MOST = 1.2, 1.1
MONTANA = [f"+1406{2_000_000 + n}" for n in range(CLAIMED)]
"""No one there has opted out: who is claimed is claimed in both."""
OUR_LAST_DIGITS = itertools.count(1000)


def figures(given: argparse.Namespace) -> Iterator[Figure]:
    """Two: the import and the claims."""
    with bureau(given.db) as without, bureau(given.db) as crowded, tempfile.TemporaryDirectory() as folder:
        with crowded.app.app_context():
            crowded.opt_out(given.opt_outs)
        file = Path(folder) / "list.csv"
        lists.write_csv(file, given.rows)
        took = [_imports(without, crowded, file, given.rows) for _ in range(given.rounds or 3)]
        yield _figure("import", took, f"{given.rows:,} rows", IMPORT_MOST, given)
        took = [(_claims(without), _claims(crowded)) for _ in range(2 * (given.rounds or 3) + 1)]
        yield _figure("claim", took[1:], f"{CLAIMED:,} recipients", CLAIM_MOST, given)


def _imports(without: Bureau, crowded: Bureau, file: Path, rows: int) -> tuple[float, float]:
    """Seconds of both. In the second, one in fifty of the list is found to have opted out."""
    with without.app.app_context():
        first = without.take(file, rows).seconds
    with crowded.app.app_context():
        return first, crowded.take(file, rows, opted_out=True).seconds


def _claims(there: Bureau) -> float:
    with there.app.app_context():
        number = factories.number(f"+1202555{next(OUR_LAST_DIGITS)}", pace=None)
        batch = sending.ready(number, MONTANA)
        taken = seconds(lambda: _claim_all(batch.number_id))
        db.session.get_one(Batch, batch.id).transition_to(BatchState.PAUSED)
        db.session.commit()
        return taken


def _claim_all(number_id: int | None) -> None:
    (line,) = [line for line in due.senders() if line.id == number_id]
    for _ in range(CLAIMED // CHUNK):
        assert len(claim.claim(line, CHUNK)) == CHUNK
        db.session.commit()


def _figure(
    what: str, took: list[tuple[float, float]], of: str, most: float, given: argparse.Namespace
) -> Figure:
    times = median(crowded / without for without, crowded in took)
    return Figure(
        "opt-outs",
        f"{what} of {of}, {given.db}",
        times,
        f"times as long with {given.opt_outs:,} opt-outs",
        target=f"<= {most:g}",
        reached=times <= most,
        details={"seconds_without_and_with": took},
    )


if __name__ == "__main__":
    parser = words(__doc__)
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--opt-outs", type=int, default=OPTED_OUT)
    parser.add_argument("--rows", type=int, default=ROWS)
    given = parser.parse_args()
    sys.exit(tell(figures(given), given.json))
