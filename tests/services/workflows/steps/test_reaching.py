"""Hours that never open for someone leave them alone. The rest: see send_sms and place_call."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from tests import closing
from tests.services.workflows.stage import act, ada, contact, errors, flow, live, ours, sms, steps
from webapp.db import db, now
from webapp.models.channel import Channel
from webapp.models.workflow import WorkflowVersion
from webapp.rules.workflow.document import WhoAndWhen, Window
from webapp.services.workflows import by_hand
from webapp.services.workflows.steps import reaching
from webapp.services.workflows.steps.base import Waits


def test_a_workflow_whose_hours_never_open(app: Flask) -> None:
    window = Window((1, 2), None, None, "UTC")
    workflow = live(flow("hand", sms(1), box=WhoAndWhen(number_id=ours().id, window=window)))
    version = db.session.get_one(WorkflowVersion, (workflow.id, 1))
    box = {
        **version.document["box"],
        "window": {"weekdays": None, "saturdays": None, "sundays": None, "zone": ""},
    }
    version.document = {**version.document, "box": box}
    by_hand.start(workflow.id, [contact().id], ada(), "key")
    act()
    assert steps() == [("s1", "left_out")]
    assert "The hours of this workflow never open for them." in errors()[0]


ZONE, ALL_DAY = "America/New_York", (0, 1440)


def asked(window: Window) -> object:
    """The team reaches people from 8 to 9 in the morning alone."""
    closing.keep_hours(ada(), closing.MORNING)
    box = WhoAndWhen(number_id=ours().id, window=window)
    return reaching.asked(contact(), flow("hand", sms(1), box=box), Channel.SMS)


def test_it_waits_until_the_hours_of_the_team_and_its_own_are_open_at_once(app: Flask) -> None:
    way = asked(Window(None, ALL_DAY, None, ZONE))
    if way is None:  # on a Saturday at that hour
        return
    assert isinstance(way, Waits)
    assert way.until is not None and way.until > now()
    local = way.until.astimezone(ZoneInfo(ZONE))
    assert (local.weekday(), local.hour) == (5, 8)


@pytest.mark.parametrize("at", [(9 * 60, 20 * 60), (0, 8 * 60)])
def test_hours_that_are_never_open_at_once_are_not_waited_for_for_ever(
    app: Flask, at: tuple[int, int]
) -> None:
    assert asked(Window(at, at, at, ZONE)) == reaching.NEVER_BOTH
