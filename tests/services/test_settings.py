"""A setting has its default until the team sets it."""

from __future__ import annotations

import pytest
from flask import Flask

from webapp.db import db
from webapp.services import settings


def test_it_is_the_default_until_it_is_set(app: Flask) -> None:
    assert settings.get("session_idle_hours") == 24
    settings.put("session_idle_hours", 2)
    assert settings.get("session_idle_hours") == 2
    with pytest.raises(KeyError):
        settings.get("colour")


def test_it_is_read_as_a_part_of_another_statement(app: Flask) -> None:
    stored = settings.stored("session_days")
    assert settings.or_default("session_days", db.session.scalar(stored)) == 14
    settings.put("session_days", 3)
    assert settings.or_default("session_days", db.session.scalar(stored)) == 3
