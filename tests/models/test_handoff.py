"""Handoffs are entries of their own kind: open, and settled once."""

from __future__ import annotations

from enum import StrEnum

import pytest
from flask import Flask
from sqlalchemy import select

from tests import desks
from tests.conversations import they_write
from webapp.db import db
from webapp.models import states
from webapp.models.entry import Entry
from webapp.models.handoff import HANDOFF_MOVES, Handoff, HandoffState
from webapp.models.message import Message


def test_every_state_has_its_line_and_what_is_settled_stays_so() -> None:
    assert set(HANDOFF_MOVES) == set(HandoffState)
    assert states.sources(HANDOFF_MOVES, HandoffState.TAKEN) == [HandoffState.OPEN]
    settled: list[StrEnum] = [HandoffState.TAKEN, HandoffState.RETURNED]
    for state in settled:
        with pytest.raises(states.IllegalMove):
            states.check(HANDOFF_MOVES, state, HandoffState.OPEN)


def test_it_is_an_entry_and_no_message(app: Flask) -> None:
    desks.at_work()
    they_write("Can I talk to a real person?")
    desks.answer()
    handoff = db.session.scalars(select(Handoff)).one()
    assert (handoff.kind, handoff.state, handoff.units) == ("handoff", HandoffState.OPEN, 0)
    assert handoff.id not in db.session.scalars(select(Message.id)).all()
    assert handoff in db.session.scalars(select(Entry)).all()
