"""Twenty kills and a wiped Redis while three batches are sent: nothing is lost, nothing comes twice."""

from __future__ import annotations

import pytest

from tests.crash.play import Plan, play

pytestmark = [pytest.mark.processes, pytest.mark.timeout(400)]

SIZE = 500
"""Recipients of each of the three batches; `./outbound bench crash` takes 2,000."""


def test_after_twenty_kills_nothing_is_lost_and_nothing_came_twice() -> None:
    result = play(Plan(kills=20, size=SIZE, every=1.2, troubles=("flush",), patient=False))
    assert not result.wronged, "\n".join(result.lines[-200:])
    assert sum(result.done.values()) == 21
    assert result.numbers["recipients"] == 3 * (SIZE + 1), "and a row in each that raises when it is claimed"
    assert result.numbers["by status"]["failed"] >= 3
    assert result.numbers["accepted"] > 2.5 * SIZE
    assert result.numbers["inbound"] > 100
    assert result.numbers["replies of staff"] > 5
    assert result.numbers["unverifiable"] > 50
