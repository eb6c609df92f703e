"""A number of ours, and another system that listens on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

import pytest
from flask import Flask

from tests.services.actions.system import OtherSystem
from webapp.reach import Reach


@pytest.fixture
def system(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[OtherSystem]:
    """Requests may reach 127.0.0.1, and nothing else that is private."""
    monkeypatch.setitem(app.extensions, "reach", Reach((ip_network("127.0.0.1/32"),)))
    made = OtherSystem()
    yield made
    made.close()
