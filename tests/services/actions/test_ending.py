"""The end of a task is a state, a line of the audit, and a signal: once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.services.actions.people import begun, carried_out
from webapp.db import db
from webapp.models.signal import Signal
from webapp.models.states import IllegalMove
from webapp.models.task_record import ActionState
from webapp.models.thread import Thread
from webapp.services.actions import ending

LABEL = ("add_label", {"label": "VIP"})


def test_there_is_no_result_while_it_goes_on_or_when_it_is_gone(thread: Thread) -> None:
    assert (ending.result(begun(thread, LABEL)), ending.result(99)) == (None, None)


def test_a_task_ends_once(thread: Thread) -> None:
    record = carried_out(thread, LABEL)
    assert [signal.data for signal in db.session.scalars(select(Signal))] == [{"record": record.id}]
    with pytest.raises(IllegalMove):
        ending.move(record.actions[0], ActionState.WAITING)
