"""The clock: what is due, and what raises."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.services.workflows.stage import contact, flow, live, on_time, step
from webapp import queue
from webapp.db import db
from webapp.models.event import Event
from webapp.models.workflow import Workflow
from webapp.services import sweep
from webapp.services.workflows.clock import due, schedules

END = step(1, "end")


def test_only_what_the_clock_starts_is_looked_at(app: Flask) -> None:
    live(flow("message", END), "Said")
    quiet = live(flow("quiet", END, amount="1", unit="days"), "Quiet")
    daily = live(flow("schedule", END, at="10:00"), "Daily")
    assert due.due() == [quiet.id]
    assert sweep.look()[queue.START_ON_TIME] == [quiet.id]
    assert (due.start(daily.id), daily.next_at is not None) == (False, True)


def test_one_that_raises_is_paused_and_says_why(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    contact()
    broken = live(flow("schedule", END, at="10:00"), "Broken")

    def raises(*_: object) -> bool:
        raise RuntimeError("no clock")

    monkeypatch.setitem(due.STARTS, "schedule", raises)  # type: ignore[arg-type]
    on_time(broken)
    kept = db.session.get_one(Workflow, broken.id)
    assert (kept.state, kept.reason) == (
        "paused",
        "Outbound failed when it was to start (RuntimeError); the log says more.",
    )
    assert db.session.scalars(select(Event.kind).where(Event.kind == "workflow.paused")).one()
    assert schedules.AT_ONCE > 1
