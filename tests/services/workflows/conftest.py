"""Workflows that are due whenever a test runs."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from webapp.db import now
from webapp.rules.workflow.document import Trigger
from webapp.rules.workflow.templates.registry import TEMPLATES

HOME = ZoneInfo("America/New_York")


@pytest.fixture
def past_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes out in the morning goes out at this hour, so that it is due whenever this runs."""
    for key in ("reminder", "birthday"):
        document = TEMPLATES[key].document
        assert document.trigger is not None
        trigger = Trigger("date", {**document.trigger.settings, "at": f"{now().astimezone(HOME):%H}:00"})
        early = replace(TEMPLATES[key], document=replace(document, trigger=trigger))
        monkeypatch.setitem(TEMPLATES, key, early)
