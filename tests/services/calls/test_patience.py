"""Waiting for a model within a request."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from flask import Flask

from tests import factories
from tests.calls import CAROL
from webapp.db import db, now
from webapp.models.call_question import CallQuestion
from webapp.services.calls import patience
from webapp.services.calls.conversing import Waiting


@pytest.fixture
def waiting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Waiting:
    monkeypatch.setattr(patience, "FIRST", 0.3)
    monkeypatch.setattr(patience, "NEXT", 0.5)
    question = factories.add(CallQuestion(call_id=factories.call(CAROL).id, turn=1, heard={}))
    db.session.commit()
    return Waiting(question.call_id, question.id, 1, filled=False)


def took(waiting: Waiting) -> float:
    start = time.monotonic()
    patience.wait(waiting)
    return time.monotonic() - start


def test_not_longer_than_the_carrier_does(waiting: Waiting) -> None:
    assert 0.3 <= took(waiting) < 0.5
    assert 0.5 <= took(replace(waiting, filled=True)) < 0.7


def test_until_it_is_decided(waiting: Waiting) -> None:
    db.session.get_one(CallQuestion, waiting.question_id).decided_at = now()
    db.session.commit()
    assert took(waiting) < 0.2


def test_only_a_few_at_once(waiting: Waiting) -> None:
    places = patience._places
    for _ in range(patience.AT_ONCE):
        assert places.acquire(blocking=False)
    try:
        assert took(waiting) < 0.1
    finally:
        for _ in range(patience.AT_ONCE):
            places.release()
