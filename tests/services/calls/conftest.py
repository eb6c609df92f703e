"""A carrier that takes calls."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests import calls
from tests.calls import Operator
from webapp.db import db


@pytest.fixture
def operator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Operator]:
    yield calls.operator(monkeypatch)
    db.session.rollback()
