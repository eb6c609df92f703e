"""What a summary costs, before and after there have been any."""

from __future__ import annotations

from decimal import Decimal

from flask import Flask

from tests import factories, model_desks
from tests.conversations import CAROL
from tests.simulator.model.server import ModelServer
from webapp.db import now
from webapp.models.summary_request import SummaryRequest
from webapp.services.agents.model_summaries import prices


def test_about_by_the_prices_of_each_model(app: Flask, model: ModelServer) -> None:
    ada = factories.user()
    model_desks.known_model(model, ada)
    model_desks.known_model(model, ada, name="Priced", price_in="2.5", price_out="10")
    assert prices.estimates() == {"Llama": None, "Priced": Decimal("0.0045")}


def test_as_it_was_so_far(app: Flask, model: ModelServer) -> None:
    _, number, desk = model_desks.at_work(model)
    assert prices.mean(desk.id) is None
    thread = factories.thread(CAROL, number.id)
    for minute, cost in enumerate((0.002, 0.004, None)):
        at = now().replace(minute=minute)
        factories.add(SummaryRequest(thread_id=thread.id, agent_id=desk.id, summarized_at=at, cost=cost))
    assert prices.mean(desk.id) == 0.003
