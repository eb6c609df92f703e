"""Which texts agents are told of: those that some agent may answer."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import desks, factories
from tests.conversations import they_write
from webapp import queue
from webapp.db import db
from webapp.models.signal import Signal
from webapp.services import sweep as sweeps


def test_an_installation_without_agents_writes_no_signal(app: Flask) -> None:
    factories.number()
    they_write("Where can I park?")
    assert db.session.scalars(select(Signal)).all() == []


@pytest.mark.parametrize("text", ["STOP", "HELP", "please take me off your list, I never asked for this"])
def test_keywords_and_wishes_are_told_to_no_agent(app: Flask, text: str) -> None:
    desks.at_work()
    they_write(text)
    assert db.session.scalars(select(Signal)).all() == []


def test_start_is_told_only_where_nothing_was_to_be_lifted(app: Flask) -> None:
    """Then it is a word like any other: it may answer what an agent or staff have asked."""
    desks.at_work()
    they_write("STOP")
    they_write("START")
    assert db.session.scalars(select(Signal)).all() == []
    they_write("START")
    assert [one.kind for one in db.session.scalars(select(Signal))] == ["message.received"]


def test_a_text_after_an_opt_out_is_told_to_no_agent(app: Flask) -> None:
    desks.at_work()
    they_write("STOP")
    they_write("When are you open?")
    assert db.session.scalars(select(Signal)).all() == []


def test_after_start_what_was_written_before_is_settled(app: Flask) -> None:
    desks.at_work()
    for text in ("Where can I park?", "STOP", "STOP", "START", "When are you open?"):
        they_write(text)
    desks.answer()
    assert desks.said() == [desks.HOURS]


def test_a_lost_hook_is_found_by_the_sweep(app: Flask) -> None:
    desks.at_work()
    they_write("Where can I park?")
    queue.redis().flushall()
    assert len(sweeps.look()[queue.ACT_ON_SIGNALS]) == 1
    db.session.commit()
    desks.answer()
    assert desks.said() == [desks.PARKING]
