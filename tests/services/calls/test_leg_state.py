"""States of a staff phone of which something may still come."""

from __future__ import annotations

from webapp.models.call import CallState
from webapp.rules.callflow.events import StaffResult
from webapp.services.calls.leg_state import AWAITED, RESULTS


def test_what_waits_or_is_open_is_awaited() -> None:
    over = {CallState.ENDED, CallState.FAILED, CallState.SKIPPED, CallState.CANCELED}
    never = {CallState.STAFF_FIRST}  # of a call alone
    assert set(AWAITED) == set(CallState) - over - never
    assert set(RESULTS.values()) <= {StaffResult.DECLINED, StaffResult.NO_ANSWER, StaffResult.VOICEMAIL}
