"""What is worth knowing, and keeps no one from publishing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from tests import desks
from tests.services.workflows.stage import flow, sms, step
from webapp.agents.stored import WorkingHours
from webapp.rules.workflow.document import WhoAndWhen, Window
from webapp.services.workflows.editing import remarks


@pytest.mark.parametrize(
    ("opens", "closes", "zone", "told"),
    [
        (18, 20, "", True),
        (16, 20, "", False),
        (18, 20, "America/New_York", True),
        (6, 8, "America/Los_Angeles", False),  # 9 to 11 where the agent is
    ],
)
def test_an_agent_that_is_away_when_people_are_texted(
    app: Flask, opens: int, closes: int, zone: str, told: bool
) -> None:
    _, number, desk = desks.at_work(hours=WorkingHours("America/New_York", (9 * 60, 17 * 60)))
    box = WhoAndWhen(number_id=number.id, window=Window((opens * 60, closes * 60), zone=zone))
    given = flow("hand", sms(1), step(2, "hand_to_agent", agent=str(desk.id)), box=box)
    of_number = flow("hand", sms(1), box=box)
    found = [[one.place for one in remarks.of(document)] for document in (given, of_number)]
    assert found == ([["s2"], ["box"]] if told else [[], []])
    assert remarks.of(replace(given, box=replace(box, window=None))) == []
