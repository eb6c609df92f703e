"""Which of several signs decides how a call ended."""

from __future__ import annotations

from webapp.rules.callflow.outcomes import PRECEDENCE, Outcome, strongest


def test_each_outcome_has_its_place() -> None:
    assert sorted(PRECEDENCE) == sorted(Outcome)
    assert len(set(PRECEDENCE)) == len(PRECEDENCE)


def test_what_the_conversation_showed_stands_above_what_the_carrier_says() -> None:
    assert strongest([Outcome.FAILED, Outcome.SCREENED, Outcome.NO_ANSWER]) is Outcome.SCREENED
    assert strongest([Outcome.VOICEMAIL, Outcome.ANSWERED]) is Outcome.ANSWERED
    assert strongest([]) is None
