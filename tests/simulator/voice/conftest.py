"""A desk that takes the calls of the simulator; each test begins with both as new."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.simulator.server import Control
from tests.simulator.voice.caller import Caller
from tests.simulator.voice.desk import Desk


@pytest.fixture(scope="session")
def open_desk() -> Iterator[Desk]:
    """The app's stand-in."""
    desk = Desk()
    yield desk
    desk.close()


@pytest.fixture
def desk(open_desk: Desk, control: Control) -> Desk:
    """The app's stand-in, as new, and known to the simulator."""
    open_desk.forget()
    control.configure(answer_url=f"{open_desk.url}/answer", event_url=f"{open_desk.url}/event")
    return open_desk


@pytest.fixture
def caller(vonage, desk: Desk, control: Control) -> Caller:  # type: ignore[no-untyped-def]
    """Places calls by Vonage's SDK."""
    return Caller(vonage.voice, desk, control)
