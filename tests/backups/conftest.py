"""An application whose files lie in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask


@pytest.fixture
def home(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """Where the files are; and room for backups."""
    before = app.extensions["files"]
    app.extensions["files"] = tmp_path / "files"
    yield tmp_path
    app.extensions["files"] = before
