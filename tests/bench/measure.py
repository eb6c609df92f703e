"""Measuring work against a limit that is measured in the same run, and saying what came out.

These machines are shared and noisy: a figure alone means little, its ratio to the limit holds. Work and limit
take turns, and the median of the rounds' ratios counts.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """What was measured: `value` in `unit`, beside the `limit` in the same unit.

    `ratio` is the value as a share of the limit. `target` says in words what must be reached, `reached`
    whether it was (None: nothing is asked). `details` are further numbers, for a closer look.
    """

    bench: str
    name: str
    value: float
    unit: str
    limit: float | None = None
    limit_is: str = ""
    ratio: float | None = None
    target: str = ""
    reached: bool | None = None
    details: dict[str, Any] = field(default_factory=dict)


class Failed(Exception):
    """The run lost or doubled something, so that its speed means nothing."""


def words(about: str | None) -> argparse.ArgumentParser:
    """A bench's command line: every one takes --json and --rounds."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line, nothing else")
    parser.add_argument("--rounds", type=int, default=None, help="how often to measure (the median counts)")
    return parser


def tell(figures: Iterable[Figure], as_json: bool) -> int:
    """Print each figure when it is there. Answers the exit code: 1 for a failed run, never for slowness."""
    try:
        for figure in figures:
            sys.stdout.write((json.dumps(_rounded(asdict(figure))) if as_json else _line(figure)) + "\n")
            sys.stdout.flush()
    except Failed as failed:
        sys.stderr.write(f"failed: {failed}\n")
        return 1
    return 0


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes, without garbage of an earlier round in the bill."""
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -int(-share * len(ordered) // 1) - 1))]


def _line(figure: Figure) -> str:
    parts = [f"{figure.bench:<12} {figure.name:<28} {_number(figure.value)} {figure.unit}"]
    if figure.limit is not None:
        parts.append(f"{figure.ratio:.2f} of {_number(figure.limit)} ({figure.limit_is})")
    if figure.target:
        parts.append(f"{figure.target}: {'reached' if figure.reached else 'NOT REACHED'}")
    return "   ".join(parts)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _rounded(value: Any) -> Any:
    """Six digits tell all that a noisy machine can say."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    return [_rounded(part) for part in value] if isinstance(value, list) else value
