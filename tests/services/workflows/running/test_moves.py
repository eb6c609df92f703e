"""Where a run goes from a step, and how it is woken."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests.services.workflows.stage import act, ada, contact, flow, live, run, step
from webapp import after_commit, queue
from webapp.db import db, now
from webapp.models.states import IllegalMove
from webapp.models.workflow_run import RunState
from webapp.services.workflows import by_hand
from webapp.services.workflows.running import moves
from webapp.services.workflows.steps.base import Waits


def begin() -> None:
    by_hand.start(live(flow("hand", step(1, "end"))).id, [contact().id], ada(), "key")
    db.session.commit()


@pytest.mark.parametrize(("minutes", "woken"), [(1, True), (60, False)])
def test_a_short_wait_is_woken_and_a_long_one_is_found_by_the_sweep(
    app: Flask, minutes: int, woken: bool
) -> None:
    begin()
    until = now() + timedelta(minutes=minutes)
    moves.wait(one := run(), Waits(until))
    calls = db.session().info.get(after_commit.CALLS, [])
    asked = [call.keywords["at"] for call in calls if call.args == (queue.RUN_WORKFLOWS,)]
    assert (one.due_at, asked) == (until, [until] if woken else [])


def test_what_has_ended_goes_nowhere(app: Flask) -> None:
    begin()
    act()
    one = run()
    moves.wait(one, Waits(now()))
    assert (one.state, one.due_at) == ("done", None)
    with pytest.raises(IllegalMove):
        one.transition_to(RunState.RUNNING)
