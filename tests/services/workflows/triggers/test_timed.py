"""What may be typed into the triggers of the clock. When they are due: see clock."""

from __future__ import annotations

import pytest
from flask import Flask

from webapp.errors import Faults
from webapp.services.workflows.triggers.registry import TRIGGERS


@pytest.mark.parametrize(
    ("kind", "settings", "field"),
    [
        ("schedule", {"zone": "Atlantis"}, "zone"),
        ("schedule", {"at": "noon"}, "at"),
        ("schedule", {"every": "moon"}, "every"),
        ("schedule", {"every": "month", "day": "32"}, "day"),
        ("schedule", {"every": "cron", "cron": "every day"}, "cron"),
        ("date", {"at": "10:00"}, "name"),
        ("unanswered", {"amount": "soon"}, "amount"),
        ("quiet", {"unit": "moons"}, "unit"),
    ],
)
def test_what_cannot_be(app: Flask, kind: str, settings: dict[str, str], field: str) -> None:
    with pytest.raises(Faults) as refused:
        TRIGGERS[kind].read(settings)
    assert list(refused.value.by_field) == [field]


def test_what_is_meant_without_saying(app: Flask) -> None:
    read = TRIGGERS["schedule"].read({})
    assert (read["every"], read["zone"], str(read["at"])) == ("day", "UTC", "10:00:00")
    assert TRIGGERS["unanswered"].read({})["in_hours"] is True
