"""The bench of pages: its figures are whole, and it notices an answer that is not what was asked for."""

from __future__ import annotations

import dataclasses

import pytest

from tests.bench import inbox, many_runs, pages, population
from tests.bench.application import application
from tests.bench.measure import Failed
from tests.bench.population import Sizes
from tests.bench.visitor import Ask, Visitor

SMALL = Sizes(2000, 400, 2000)


@pytest.mark.long
def test_pages_are_measured_and_a_wrong_answer_fails_the_run() -> None:
    with application("sqlite") as app:
        with app.app_context():
            batches = population.settle_in(SMALL)
            many_runs.lived(SMALL.threads)
            visitor = Visitor(app)
            asks = pages.catalogue(visitor, SMALL, batches)
        known = {"inbox", "thread", "batch", "recipients", "home", "inbox, poll", "workflows", "runs"}
        assert known <= {one.page for one in asks}
        for ask in asks[::11]:
            found = inbox._measured(visitor, ask, rounds=1, turns=1)
            assert 0 < found.p95 and 0 < found.ratio and 0 < found.statements < 60
        with pytest.raises(Failed, match="answered 404"):
            visitor.ask(Ask("a page", "that is not there", ["/inbox/999999"]))
        with pytest.raises(Failed, match="with 0 of"):
            visitor.ask(dataclasses.replace(asks[0], mark="zzyzx", least=1))
