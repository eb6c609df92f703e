"""States of a staff phone of which something may still come."""

from __future__ import annotations

from webapp.models.call import CallState
from webapp.services.calls.leg_state import AWAITED


def test_what_waits_or_is_open_is_awaited() -> None:
    over = {CallState.ENDED, CallState.FAILED, CallState.SKIPPED, CallState.CANCELED}
    assert set(AWAITED) == set(CallState) - over
