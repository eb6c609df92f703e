"""Files that are too large for a row: put, opened and removed by key, in one folder that all hosts share.

A file is there before the row that names its key is committed, and is removed after that row is gone for
good; what neither of them got to is an orphan, and is removed later (`old`).
"""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

import structlog
from flask import Flask, current_app

from webapp import after_commit

log = structlog.get_logger(__name__)

KEY = re.compile(r"[0-9a-f]{32}")
UNFINISHED = ".part"
GIVEN_UP = 24 * 3600
"""Seconds after which no one writes a file any more that is not finished."""
CHUNK = 1 << 18


def init_app(app: Flask, folder: Path) -> None:
    """The folder is made at first use, for its owner only."""
    app.extensions["files"] = folder


def put(content: BinaryIO) -> str:
    """Write a file whole or not at all; returns its key. Raises OSError when the disk is full or away."""
    key = secrets.token_hex(16)
    put_back(key, iter(lambda: content.read(CHUNK), b""))
    return key


def put_back(key: str, content: Iterable[bytes]) -> None:
    """The same for a file that has a key already, from a backup."""
    path = _path(key)
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(UNFINISHED)
    unfinished.unlink(missing_ok=True)  # of a restore that was killed
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
        _write_down(path.parent)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def open_to_read(key: str) -> BinaryIO:
    """Raises FileNotFoundError."""
    return _path(key).open("rb")


def remove(keys: Iterable[str]) -> None:
    """Remove files now. One that cannot be removed is logged, and tried again as an orphan."""
    for key in keys:
        try:
            _path(key).unlink(missing_ok=True)
        except OSError as error:
            log.warning("a file could not be removed", key=key, why=str(error))


def remove_later(keys: Iterable[str]) -> None:
    """Remove files once the current transaction is committed; when it is not, they stay."""
    after_commit.call(partial(remove, list(keys)))


def old(seconds: float) -> Iterator[str]:
    """The keys of all files that were put longer ago than this; what was begun and given up goes."""
    moment = time.time()
    for path in _root().glob("??/*"):
        with suppress(FileNotFoundError):  # someone else has removed it
            age = moment - path.stat().st_mtime
            if path.suffix == UNFINISHED and age > GIVEN_UP:
                path.unlink()
            elif KEY.fullmatch(path.name) and age > seconds:
                yield path.name


def _write_down(folder: Path) -> None:
    """A new name is durable once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _root() -> Path:
    folder: Path = current_app.extensions["files"]
    return folder


def _path(key: str) -> Path:
    if not KEY.fullmatch(key):
        raise ValueError("not a key of a file")
    return _root() / key[:2] / key
