"""The whole life of the SMS path, shuffled, on both databases: the rules that nothing may break hold.

In the suite the lives are always the same; `--long` lives more of them. `OUTBOUND_LIVES=1000` lives that many
that no one has seen.
"""

from __future__ import annotations

import os

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.length import length
from tests.stateful.machine import Life

LIVES = os.environ.get("OUTBOUND_LIVES")
IN_THE_SUITE = length(8, 25, everyday=4)
STEPS = 35


@pytest.mark.timeout(0 if LIVES else 600)  # a failure takes its time to be shrunk
def test_whatever_happens_nothing_is_lost_or_sent_twice(app: Flask) -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            derandomize=LIVES is None,
            max_examples=int(LIVES or IN_THE_SUITE),
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
