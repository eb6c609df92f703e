"""A number of ours, and another system that listens on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from tests.services.actions.system import OtherSystem
from webapp.db import now
from webapp.reach import Reach
from webapp.rules.workflow.document import Trigger
from webapp.rules.workflow.templates.registry import TEMPLATES

HOME = ZoneInfo("America/New_York")


@pytest.fixture
def system(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[OtherSystem]:
    """Requests may reach 127.0.0.1, and nothing else that is private."""
    monkeypatch.setitem(app.extensions, "reach", Reach((ip_network("127.0.0.1/32"),)))
    made = OtherSystem()
    yield made
    made.close()


@pytest.fixture
def past_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes out in the morning goes out at this hour, so that it is due whenever this runs."""
    for key in ("reminder", "birthday"):
        document = TEMPLATES[key].document
        assert document.trigger is not None
        trigger = Trigger("date", {**document.trigger.settings, "at": f"{now().astimezone(HOME):%H}:00"})
        early = replace(TEMPLATES[key], document=replace(document, trigger=trigger))
        monkeypatch.setitem(TEMPLATES, key, early)
