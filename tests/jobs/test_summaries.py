"""The job that sums up goes on until nothing is due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import summaries
from tests import desks, factories
from webapp.db import db, now
from webapp.models.thread import Thread
from webapp.services.agents import summarizing


def test_all_that_is_due_a_portion_at_a_time(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    _, number, desk = desks.at_work()
    for phone in factories.phones(5, "3"):
        thread = factories.thread(phone, number.id)
        thread.agent_id, thread.last_at = desk.id, now() - timedelta(hours=1)
    db.session.commit()
    monkeypatch.setattr(summaries, "ROUNDS", 1)
    monkeypatch.setattr(summarizing.due, "__defaults__", (2,))
    left = []
    for _ in range(3):
        summaries.summarize()
        left.append(len(summarizing.due(100)))
        db.session.rollback()
    assert left == [3, 1, 0]
    assert set(db.session.scalars(select(Thread.summary))) == {""}


def test_one_that_cannot_even_be_set_aside_is_logged(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_: object) -> None:
        raise ValueError("a broken row")

    _, number, desk = desks.at_work()
    thread = factories.thread(factories.phones(1, "3")[0], number.id)
    thread.agent_id, thread.last_at = desk.id, now() - timedelta(hours=1)
    db.session.commit()
    monkeypatch.setattr(summaries, "ROUNDS", 1)
    monkeypatch.setattr(summarizing, "write", fails)
    monkeypatch.setattr(summarizing, "set_aside", fails)
    summaries.summarize()
    logged = caplog.text
    assert "cannot be summed up" in logged and "cannot be set aside" in logged
