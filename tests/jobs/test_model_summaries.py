"""The thinker's job for summaries: one wake-up does all that waits, and lets go when it is to end."""

from __future__ import annotations

import pytest
from flask import Flask

from jobs import model_summaries, shutdown, thinker
from tests import factories
from tests.services.agents.model_summaries.quiet import (
    asks,
    at_work,
    by_model,
    by_rules,
    pass_minutes,
    requests,
)
from tests.simulator.model.server import ModelServer
from webapp import queue
from webapp.models.summary_request import SummaryOutcome


def test_the_thinker_knows_it() -> None:
    assert thinker.OTHERS[queue.SUM_UP.path] is model_summaries.write
    assert queue.SUM_UP.queue == queue.THINKER_QUEUE


def test_one_wake_up_does_all_that_waits(
    app: Flask, model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work(model)
    for phone in factories.phones(3, "3"):
        asks(phone)
    pass_minutes()
    by_rules()
    monkeypatch.setattr(shutdown, "_requested", True)
    by_model()
    assert {one.outcome for one in requests()} == {SummaryOutcome.OPEN}
    monkeypatch.setattr(shutdown, "_requested", False)
    by_model()
    assert [one.outcome for one in requests()] == [SummaryOutcome.WRITTEN] * 3
