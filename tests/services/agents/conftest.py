"""One simulated model; each test begins with it as new."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.simulator.model.server import ModelServer


@pytest.fixture(scope="session")
def running_model() -> Iterator[ModelServer]:
    server = ModelServer()
    yield server
    server.stop()


@pytest.fixture
def model(running_model: ModelServer) -> ModelServer:
    """The simulated model, as new."""
    running_model.reset()
    return running_model
