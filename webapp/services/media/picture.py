"""Pictures, encoded again by us: a browser never gets the bytes that a sender made.

They are read in a process of their own (`rewriting`), with limits of memory and time: a picture of a few kB
may say that it is 50,000 pixels wide.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

PATIENCE = 40
"""Seconds. A picture of the largest size takes two."""
ROOT = Path(__file__).parents[3]
PROGRAM = "webapp.services.media.rewriting"
UNREADABLE = "It is not a picture that can be shown here, but it can be downloaded."
TOO_LARGE = "It has too many pixels to be shown here, but it can be downloaded."
REASONS = {4: TOO_LARGE}
NO_ROOM = 5
"""Exit codes of the program."""


class NotShown(Exception):
    """It cannot be shown; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Picture:
    """A clean picture: an open file, its type, its bytes, and its pixels."""

    content: BinaryIO
    content_type: str
    size: int
    width: int
    height: int


def rewrite(content: BinaryIO) -> Picture:
    """A picture without anything but its pixels, upright, 2048 of them on a side at most.

    Raises NotShown, and OSError where there is no room for it, which says nothing of the picture.
    """
    written = tempfile.TemporaryFile()
    command = [sys.executable, "-P", "-m", PROGRAM]
    environment = {"PYTHONPATH": os.fspath(ROOT), "PATH": os.defpath}
    try:
        told = subprocess.run(  # noqa: S603  (our own program)
            command, stdin=content, stdout=written, stderr=subprocess.PIPE, timeout=PATIENCE, env=environment,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        written.close()
        raise NotShown(UNREADABLE) from error
    if told.returncode:
        written.close()
        if told.returncode == NO_ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        raise NotShown(REASONS.get(told.returncode, UNREADABLE))
    size = written.seek(0, os.SEEK_END)
    written.seek(0)
    try:
        return Picture(written, size=size, **json.loads(told.stderr))
    except (ValueError, TypeError) as error:
        written.close()
        raise NotShown(UNREADABLE) from error
