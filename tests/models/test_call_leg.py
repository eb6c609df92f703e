"""Legs: their states follow each other as calls' do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from webapp.models.call import CallState
from webapp.models.call_leg import CallLeg
from webapp.models.states import IllegalMove
from webapp.rules.callflow.outcomes import Outcome

AT = datetime(2026, 11, 29, tzinfo=UTC)


def test_a_leg_ends_as_a_call_does() -> None:
    leg = CallLeg(state=CallState.ANSWERED, lease_until=AT)
    leg.end(Outcome.ANSWERED, AT)
    assert (leg.state, leg.lease_until) == ("ended", None)
    with pytest.raises(IllegalMove):
        leg.transition_to(CallState.RINGING)
