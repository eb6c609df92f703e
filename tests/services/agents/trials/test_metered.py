"""What is asked of a model for a trial ends in time, gives signs of life, and is counted."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from flask import Flask

from tests import model_desks
from tests.simulator.model.server import ModelServer
from webapp.agents.base import EngineFault
from webapp.agents.llm import sentences
from webapp.agents.llm.access import ModelAccess
from webapp.services.agents import language_models, store, trying
from webapp.services.agents.trial_talk import Talk
from webapp.services.agents.trials.metered import NO_TIME, Metered
from webapp.services.agents.trying import Asked, Person


@pytest.fixture
def asked(app: Flask, model: ModelServer) -> tuple[Asked, ModelAccess]:
    desk = model_desks.at_work(model, priced=True)[2]
    definition = store.current(desk).definition
    access = language_models.for_agent(definition.model_id)
    assert isinstance(access, ModelAccess)
    return trying.read(desk, definition, trying.hear(Talk(), "Is there parking?"), Person()), access


def test_decisions_are_counted_also_those_that_fail(
    asked: tuple[Asked, ModelAccess], model: ModelServer
) -> None:
    beats: list[int] = []
    metered = Metered(asked[1], time.monotonic() + 28, lambda: beats.append(1))
    assert trying.decide(metered.kind(), asked[0]).say == model_desks.PARKING
    once = metered.usage
    assert (once.requests, len(beats)) == (1, 1)
    assert once.price == (Decimal("2.5") * once.tokens_in + 10 * once.tokens_out) / 1_000_000
    model.mood("nonsense")
    assert trying.decide(metered.kind(), asked[0]).reason == sentences.NONSENSE
    assert (metered.usage.requests, len(beats)) == (3, 2)


@pytest.mark.long
def test_a_model_gets_no_more_time_than_is_left(asked: tuple[Asked, ModelAccess], model: ModelServer) -> None:
    model.mood("slow", seconds=30)
    began = time.monotonic()
    with pytest.raises(EngineFault, match="did not answer within 2"):
        Metered(asked[1], began + 2.3, lambda: None).decide(asked[0].conversation)
    assert time.monotonic() - began < 8
    with pytest.raises(EngineFault, match=NO_TIME):
        Metered(asked[1], time.monotonic() + 1, lambda: None).decide(asked[0].conversation)


def test_a_model_that_cannot_be_reached_says_why(asked: tuple[Asked, ModelAccess]) -> None:
    metered = Metered(EngineFault("It is gone."), time.monotonic() + 28, lambda: None)
    plan = trying.decide(metered.kind(), asked[0])
    assert (plan.outcome, plan.reason, metered.usage.requests) == ("failed", "It is gone.", 0)
