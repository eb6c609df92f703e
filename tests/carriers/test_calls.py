"""Which carriers have calls."""

from __future__ import annotations

from tests.calls import Operator
from tests.carriers.tiny import Tiny
from webapp.carriers.base import VoiceKind
from webapp.carriers.calls import CallEvent, CallReport, Voice
from webapp.carriers.registry import CARRIERS
from webapp.carriers.vonage.client import VonageCarrier


def test_a_carrier_with_calls_is_known_by_what_it_can() -> None:
    assert isinstance(CARRIERS["vonage"], VoiceKind)
    assert issubclass(VonageCarrier, Voice)
    assert isinstance(Operator(), Voice)
    assert not isinstance(Tiny(), Voice)
    assert not isinstance(Tiny(), VoiceKind)


def test_a_report_says_nothing_that_was_not_told() -> None:
    report = CallReport("u-1", "", CallEvent.RINGING)
    assert (report.at, report.seconds, report.price, report.inbound) == (None, None, None, False)
