"""Whole installations: folders for them, and one that many tests share.

Folders have short paths, because of the socket in them.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes.commands import Commands
from tests.processes.house import House
from webapp.processes.supervisor import Supervisor


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that does not exist yet."""
    folder = Path(tempfile.mkdtemp(prefix="outbound-up-"))
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


class Printed(list[tuple[str, str]]):
    """What was printed: name and line."""

    def __call__(self, name: str, line: str) -> None:
        self.append((name, line))


@pytest.fixture
def printed() -> Printed:
    return Printed()


@pytest.fixture
def supervisor(printed: Printed) -> Iterator[Supervisor]:
    with Supervisor(printed) as supervisor:
        yield supervisor


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    """Runs commands that load the application."""
    made = Commands()
    yield made
    made.close()


class Shared:
    """One installation for the tests that can share one, because its start takes seconds of the processor.

    A test may end it: who comes next finds it started again.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self.house = self._open()

    def running(self) -> House:
        if self.house.process.poll() is not None:
            self.house = self._open()
        return self.house

    def _open(self) -> House:
        return House(self.data, "--workers", "2", SIMULATOR_SPEED="50").wait_until_ready()


@pytest.fixture(scope="session")
def shared() -> Iterator[Shared]:
    folder = Path(tempfile.mkdtemp(prefix="outbound-up-"))
    made = Shared(folder / "data")
    yield made
    made.house.__exit__()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def house(shared: Shared) -> House:
    """The shared one, running."""
    return shared.running()
