"""How long calls last, and what they cost, as far as can be told before."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask

from tests import desks, factories
from tests.calls import CAROL, DAVE, ERIN, batch, number
from webapp.models.batch import RepliesBy
from webapp.services import settings
from webapp.services.batches import estimate
from webapp.services.batches.calls import call_minutes
from webapp.services.recipients import tallies

FIFTY = " ".join(["word"] * 50)
"""Twenty seconds."""


def test_minutes_are_those_of_what_the_rows_hear(app: Flask) -> None:
    made = batch([CAROL, DAVE, ERIN], message=FIFTY)
    made.units_total = 3
    assert (call_minutes.seconds(made), call_minutes.of(made), call_minutes.slot(made)) == (20, 1, 35)
    made.units_total = 4
    assert call_minutes.of(made) == 2, "80 seconds are two minutes"


def test_a_conversation_with_an_agent_takes_a_minute_more(app: Flask) -> None:
    ada = factories.user()
    made = batch([CAROL], message=FIFTY)
    made.replies_by, made.agent_id = RepliesBy.AGENT, desks.agent(ada).id
    assert call_minutes.seconds(made) == 80


def test_texts_take_none(app: Flask) -> None:
    assert call_minutes.of(factories.batch([CAROL])) is None


@pytest.mark.parametrize(
    ("call", "minute", "money", "at"),
    [
        (None, None, None, ""),
        ("0.05", None, Decimal("0.20"), "0.05 a call"),
        (None, "0.02", Decimal("0.04"), "0.02 a minute"),
        ("0.05", "0.02", Decimal("0.24"), "0.05 a call and 0.02 a minute"),
    ],
)
def test_the_cost_has_calls_and_minutes(
    app: Flask, call: str | None, minute: str | None, money: Decimal | None, at: str
) -> None:
    made = batch([CAROL, DAVE, ERIN], message=FIFTY)
    made.units_total = 4
    settings.put("price_per_call", call)
    settings.put("price_per_call_minute", minute)
    cost = estimate.cost(made)
    assert (cost.money, cost.at, cost.minutes) == (money, at, 2)


def test_the_pace_is_the_slower_of_its_number_and_its_own_and_slots_hold_it_up(app: Flask) -> None:
    ours = number(at_once=10)
    ours.services["call"].pace = 1.0
    made = batch(factories.phones(20), ours, message=FIFTY, pace=0.5)
    made.units_total = 20
    pace = estimate.pace(made, tallies.counts(made.id))
    assert (pace.per_second, pace.seconds) == (0.5, pytest.approx(20 * 35 / 10))
    ours.services["call"].at_once = None
    assert estimate.pace(made, tallies.counts(made.id)).seconds == pytest.approx(40)
