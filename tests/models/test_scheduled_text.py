"""A text for later waits, leaves once, and has one end."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from tests.later_texts import later
from webapp.models.scheduled_text import SCHEDULED_MOVES, ScheduledState, ScheduledText
from webapp.models.states import IllegalMove


def test_it_is_of_a_conversation_and_ends_once(app: Flask) -> None:
    thread, ada = factories.thread(), factories.user()
    row = later(thread, ada.id)
    assert (row.thread.id, row.state, row.ended_at) == (thread.id, "waiting", None)
    row.transition_to(ScheduledState.LEAVING)
    assert row.ended_at is None
    row.transition_to(ScheduledState.CANCELED, "They wrote first.", ada.id)
    assert (row.reason, row.ended_by) == ("They wrote first.", ada.id) and row.ended_at is not None
    with pytest.raises(IllegalMove):
        row.transition_to(ScheduledState.LEAVING)


def test_nothing_follows_an_end_and_nothing_waits_again() -> None:
    ends = (ScheduledState.SENT, ScheduledState.REFUSED, ScheduledState.CANCELED)
    assert all(not SCHEDULED_MOVES[state] for state in ends)
    assert not any(ScheduledState.WAITING in targets for targets in SCHEDULED_MOVES.values())
    assert ScheduledText.__tablename__ == "scheduled_text"
