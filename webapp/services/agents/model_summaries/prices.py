"""What a summary costs: as it was so far, or about, before there has been any."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import func, select

from webapp.agents.llm.access import MILLION
from webapp.db import db
from webapp.models.summary_request import SummaryRequest
from webapp.services.agents import language_models

TOKENS_IN, TOKENS_OUT = 1_200, 150
"""Of a conversation of a dozen texts, with what the model is told to do."""
TOKENS = TOKENS_IN + TOKENS_OUT


def estimates() -> Mapping[str, Decimal | None]:
    """By the name of a model, about, in the currency of its prices; None where it has none."""
    return {
        model.name: None
        if model.price_in is None or model.price_out is None
        else (model.price_in * TOKENS_IN + model.price_out * TOKENS_OUT) / MILLION
        for model in language_models.listed()
    }


def mean(agent_id: int) -> float | None:
    """Of all that this agent's models were asked for and that is kept; None while no price is known."""
    known = (SummaryRequest.agent_id == agent_id, SummaryRequest.cost.is_not(None))
    return db.session.scalar(select(func.avg(SummaryRequest.cost)).where(*known))
