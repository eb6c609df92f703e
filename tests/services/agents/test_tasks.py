"""A task that was agreed on is kept with its turn; one whose fields are still asked for is not."""

from __future__ import annotations

from flask import Flask

from tests import factories
from webapp.agents.base import Decision
from webapp.services.agents import tasks


def test_only_what_runs_is_carried_out(app: Flask) -> None:
    thread = factories.thread()
    asking = Decision(task="visit", fields={"name": "Carol"})
    assert tasks.carry_out(thread, asking) == {}
    agreed = Decision(task="visit", fields={"name": "Carol"}, runs=True)
    assert tasks.carry_out(thread, agreed) == {
        "task": "visit", "fields": {"name": "Carol"}, "state": "recorded",
    }  # fmt: skip
