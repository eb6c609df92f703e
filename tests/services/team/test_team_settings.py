"""Settings that decide about people: the default until the team sets them."""

from __future__ import annotations

import pytest
from flask import Flask

from webapp.services import settings
from webapp.services.team import team_settings


def test_it_is_the_default_until_it_is_set(app: Flask) -> None:
    assert team_settings.get("session_idle_hours") == 24
    settings.put("session_idle_hours", 2)
    assert team_settings.get("session_idle_hours") == settings.get("session_idle_hours") == 2
    with pytest.raises(KeyError):
        team_settings.get("colour")
