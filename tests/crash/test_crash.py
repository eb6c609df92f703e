"""Kills of every kind and a wiped Redis while three batches go out: nothing is lost, nothing comes twice."""

from __future__ import annotations

import pytest

from tests.crash import blows
from tests.crash.play import Plan, play
from tests.length import length
from tests.processes.installation import DATABASES

pytestmark = [pytest.mark.long, pytest.mark.processes, pytest.mark.timeout(length(400, 1500))]

KILLS = length(len(blows.KINDS), 20)
SIZE = length(150, 500)
"""Recipients of each of the three batches; `./outbound bench crash` takes 2,000."""
ANSWERS = length(20, 50)
"""Agents have said at least so much; it was some ninety in the short form."""


CALLS = 10
"""In so many someone spoke; it was some twenty of sixty in the short form."""
RUNS = length(20, 150)
"""Of workflows."""


@pytest.mark.parametrize("database", DATABASES[: length(1, 2)])
def test_after_kills_of_every_kind_nothing_is_lost_and_nothing_came_twice(database: str) -> None:
    plan = Plan(KILLS, size=SIZE, database=database, every=1.2, troubles=("flush",), patient=False, runs=RUNS)
    result = play(plan)
    assert not result.wronged, "\n".join(result.lines[-200:])
    assert sum(result.done.values()) == KILLS + 1
    assert result.done.keys() == {*blows.KINDS, "flush"}
    assert result.numbers["recipients"] == 3 * (SIZE + 1), "and a row in each that raises when it is claimed"
    assert result.numbers["by status"]["failed"] >= 3
    assert result.numbers["accepted"] > 2.5 * SIZE
    assert result.numbers["inbound"] > SIZE / 5
    assert result.numbers["replies of staff"] > 5
    assert result.numbers["unverifiable"] > SIZE / 10
    assert result.numbers["answers of agents"] > ANSWERS
    assert result.numbers["requests to the model"] > ANSWERS / 2
    assert result.numbers["calls with words"] > CALLS
    assert result.numbers["calls to us"] > 2
    assert result.numbers["staff phones rung"] > 2
    assert result.numbers["runs"] > RUNS
    assert result.numbers["runs done"] > RUNS / 2
