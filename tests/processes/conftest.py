"""Folders for whole installations: with short paths, because of the socket in them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that does not exist yet."""
    folder = Path(tempfile.mkdtemp(prefix="outbound-up-"))
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)
