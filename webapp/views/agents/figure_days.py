"""Figures day by day, on the reader's clock: the days, the bars of their chart, and the lines of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import request

from webapp.agents.base import HandoffKind
from webapp.db import now
from webapp.services.agents.figures import Days, Figures
from webapp.services.csv_lines import line
from webapp.views import times
from webapp.views.agents.figures import WORDS, cost, duration, money, reasons

PERIODS = (7, 30, 90)
"""Days that a page shows."""
USUAL = 30
WIDTH, HEIGHT = 720, 160
"""Of a chart, in units of its own."""
HEADINGS = (
    *("day", "conversations", "answered", "answers", "handed off"),
    *(f"handed off: {WORDS[str(kind)]}" for kind in HandoffKind),
    *("tasks done", "tasks failed", "goal reached", "opted out", "median seconds to answer"),
    *("asked a model", "tokens", "cost", "of unknown cost"),
)


@dataclass(frozen=True)
class Day:
    """One day and what happened on it."""

    date: date
    figures: Figures

    @property
    def name(self) -> str:
        """`12 Nov`."""
        return f"{self.date.day} {times.MONTHS[self.date.month - 1]}"

    @property
    def words(self) -> str:
        """What its bar says on hover."""
        figures = self.figures
        counts = f"{figures.conversations} conversations, {figures.answered} answered by it"
        return f"{self.name}: {counts}, {figures.handoffs} handed off"


@dataclass(frozen=True)
class Bar:
    """A day in the chart: each bar from `y` down to the bottom."""

    words: str
    x: float
    width: float
    all: float
    answered: float
    handed_off: float
    handed_off_x: float
    handed_off_width: float


def context(by_day: Callable[[Days], Sequence[Figures]], end: datetime | None = None) -> dict[str, Any]:
    """For agents/_figure_chart and agents/_figure_days. `end`: of the last day, now if it is None."""
    found = days(by_day, end)
    busy = [day for day in found if day.figures != Figures()]
    return {
        "days": found,
        "busy_days": busy[::-1],
        "bars": bars(found) if busy else [],
        "highest": _highest(found),
        "period": period(),
        "periods": PERIODS,
        "models_asked": any(day.figures.asked for day in busy),
        "cost_of": cost,
        "duration": duration,
        "reasons_of": reasons,
    }


def period() -> int:
    """How many days are asked for."""
    wanted = request.values.get("days", USUAL, type=int)
    return wanted if wanted in PERIODS else USUAL


def days(by_day: Callable[[Days], Sequence[Figures]], end: datetime | None = None) -> list[Day]:
    """As many as are asked for, the oldest first."""
    last = times.here(end or now()).date()
    dates = [last - timedelta(days=back) for back in range(period() - 1, -2, -1)]
    edges = [datetime.combine(one, time(), times.zone()) for one in dates]
    return [Day(one, figures) for one, figures in zip(dates, by_day(edges), strict=False)]


def bars(found: Sequence[Day]) -> list[Bar]:
    """From left to right."""
    slot, most = WIDTH / len(found), _highest(found)

    def height(count: int) -> float:
        return round(HEIGHT * count / most, 1) if most else 0.0

    return [
        Bar(
            day.words,
            round(at * slot + slot * 0.1, 1),
            round(slot * 0.54, 1),
            height(day.figures.conversations),
            height(day.figures.answered),
            height(day.figures.handoffs),
            round(at * slot + slot * 0.68, 1),
            round(slot * 0.22, 1),
        )
        for at, day in enumerate(found)
    ]


def csv(found: Sequence[Day]) -> Iterator[str]:
    """Line by line, the oldest day first; what is not known is empty."""
    yield line(HEADINGS)
    for day in found:
        yield line(_cells(day))


def _cells(day: Day) -> Iterator[str]:
    one = day.figures
    yield day.date.isoformat()
    yield from map(str, (one.conversations, one.answered, one.answers, one.handoffs))
    yield from (str(one.handed_off.get(str(kind), 0)) for kind in HandoffKind)
    yield from map(str, (one.tasks_done, one.tasks_failed, one.goal_reached, one.opted_out))
    yield "" if one.median_seconds is None else f"{one.median_seconds:g}"
    yield str(one.asked)
    yield "" if one.tokens is None else str(one.tokens)
    yield "" if one.cost is None else money(one.cost)
    yield str(one.unpriced)


def _highest(found: Sequence[Day]) -> int:
    return max((max(day.figures.conversations, day.figures.handoffs) for day in found), default=0)
