"""What a carrier's account may do in a second stands above the paces of all numbers."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from tests.services.outbox.trouble import run
from tests.simulator.server import Simulator
from webapp import queue
from webapp.db import db
from webapp.models.entry import Origin
from webapp.services import settings
from webapp.services.outbox.dispatcher import Dispatcher
from webapp.services.outbox.pace import Pace, Rates
from webapp.services.threads.enqueue import put

FIRST, SECOND = (1, "sms"), (2, "sms")


@pytest.fixture
def pace(app: Flask) -> Pace:
    return Pace(queue.redis())


def test_lanes_of_one_account_share_what_it_may_do(pace: Pace) -> None:
    rates = Rates(units=None, requests=10)
    delays = [pace.reserve(lane, "vonage", rates, [1])[0] for lane in (FIRST, SECOND, FIRST, SECOND)]
    assert delays == pytest.approx([0.0, 0.1, 0.2, 0.3], abs=0.05)
    assert pace.reserve(FIRST, "another", rates, [1]) == pytest.approx([0.0], abs=0.05)


def test_a_long_text_is_one_request_and_costs_its_lane_as_much_as_it_has_segments(pace: Pace) -> None:
    delays = pace.reserve(FIRST, "vonage", Rates(units=10, requests=100), [3, 3, 1])
    assert delays == pytest.approx([0.0, 0.3, 0.6], abs=0.05)
    assert pace.delays(FIRST, "vonage").account == pytest.approx(0.03, abs=0.05)
    assert pace.delays(SECOND, "vonage").lane == 0.0


@pytest.mark.parametrize("slot", ["{0:.6f} {1:.6f}", "{1:.6f} {1:.6f}"])
def test_a_slot_of_before_the_clock_was_set_back_keeps_no_one_waiting(pace: Pace, slot: str) -> None:
    seconds, _ = queue.redis().time()
    then = slot.format(seconds + 10_801, seconds + 10_800)
    for key in ("outbound:pace:1:sms", "outbound:pace:account:vonage"):
        queue.redis().set(key, then)
    delays = pace.delays(FIRST, "vonage")
    assert (delays.lane, delays.account) == (0.0, 0.0)
    rates = Rates(units=10, requests=10)
    assert pace.reserve(FIRST, "vonage", rates, [1, 1]) == pytest.approx([0.0, 0.1], abs=0.05)
    assert pace.delays(FIRST, "vonage").lane == pytest.approx(0.2, abs=0.05)


def test_a_slot_that_an_older_version_kept_is_read(pace: Pace) -> None:
    seconds, micro = queue.redis().time()
    queue.redis().set("outbound:pace:1:sms", f"{seconds + micro / 1e6 + 2:.6f}")
    assert pace.delays(FIRST, "vonage").lane == pytest.approx(2.0, abs=0.05)
    assert pace.reserve(FIRST, "vonage", Rates(10, 10), [1]) == pytest.approx([2.0], abs=0.05)


def test_what_has_no_bound_waits_for_nothing(pace: Pace) -> None:
    assert pace.reserve(FIRST, "vonage", Rates(None, None), [1, 1]) == [0.0, 0.0]
    with pytest.raises(ZeroDivisionError):
        pace.reserve(FIRST, "vonage", Rates(0.0, None), [1])


@pytest.mark.long
def test_an_answer_does_not_wait_for_the_lists_of_other_numbers(
    simulator: Simulator, dispatcher: Dispatcher
) -> None:
    """Two lists would fill the account for seconds; the answer leaves among their first texts."""
    first, second = (factories.number(e164) for e164 in ("+12025550101", "+12025550102"))
    phones = factories.phones(60)
    factories.batch(phones[:30], number_id=first.id)
    factories.batch(phones[30:], number_id=second.id)
    third = factories.number("+12025550103")
    put(factories.thread("+12025550199", third.id), "Yes, we are open.", Origin.STAFF)
    settings.put("requests_per_second", 20)
    db.session.commit()
    run(dispatcher, simulator)
    order = [one["text"] for one in simulator.control.messages()]
    assert len(order) == 61
    assert order.index("Yes, we are open.") < 15
