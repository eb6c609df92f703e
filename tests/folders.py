"""Where tests keep what need not outlive the machine: in memory, so that no commit waits for the disk."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")
ENOUGH = 2**30
"""Bytes that must be free there; a container often has 64 MB."""


@contextmanager
def quick(prefix: str) -> Iterator[Path]:
    """A folder of its own, with a short path (unix sockets allow about 107 bytes), removed afterwards."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=MEMORY if roomy else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
