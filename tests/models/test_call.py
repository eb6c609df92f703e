"""Calls: a row of entries and one of their own, which go together."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.calls import single
from webapp.db import db
from webapp.models.call import CALL_MOVES, OPEN, Call, CallState
from webapp.models.entry import Entry
from webapp.models.message import Message
from webapp.models.states import IllegalMove, sources
from webapp.rules.callflow.outcomes import Outcome

AT = datetime(2026, 11, 29, tzinfo=UTC)


def test_texts_know_nothing_of_calls(app: Flask) -> None:
    single()
    assert db.session.scalars(select(Message)).all() == []
    assert db.session.scalars(select(Entry)).one().kind == "call"


def test_an_outcome_is_written_once() -> None:
    call = Call(state=CallState.RINGING, lease_until=AT)
    call.end(Outcome.BUSY, AT)
    assert (call.state, call.outcome, call.ended_at, call.lease_until) == ("ended", "busy", AT, None)
    with pytest.raises(IllegalMove):
        call.end(Outcome.ANSWERED, AT)
    with pytest.raises(IllegalMove):
        call.lose("Nobody told.", AT)


def test_what_is_unknown_takes_no_slot_and_may_still_end() -> None:
    call = Call(state=CallState.SENT, lease_until=AT)
    call.lose("Nobody told.", AT)
    call.lose("Nobody told.", AT)
    assert (call.state, call.lease_until, call.reason) == ("unknown", None, "Nobody told.")
    call.end(Outcome.NO_ANSWER, AT)
    assert call.outcome == "no_answer"


def test_an_end_is_reached_from_wherever_a_phone_may_ring() -> None:
    assert {*OPEN, CallState.FAILED} == set(sources(CALL_MOVES, CallState.ENDED))
    assert all(
        CALL_MOVES[end] == frozenset() for end in (CallState.ENDED, CallState.SKIPPED, CallState.CANCELED)
    )
