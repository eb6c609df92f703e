"""What a stored file tells, worked out here or, when it is large, in a process beside this one."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import BinaryIO, NamedTuple

from webapp.db import db
from webapp.services.intake import uploads, workout
from webapp.services.intake.apart import apart
from webapp.services.intake.workout import Portions, Told, Wish

LARGE = 512 * 1024
"""Bytes. A larger file is worked out in a process of its own, on another core, while its rows are stored."""
SIGN_OF_LIFE = 10.0
"""Seconds without word from that process after which we say that we live: opening a workbook takes long."""


class Stored(NamedTuple):
    """An upload: its id, and its size in bytes."""

    upload_id: int
    size: int


@contextmanager
def told(upload: Stored, wish: Wish, portions: Portions) -> Iterator[Iterator[Told]]:
    """What `workout.tell` tells of an upload. Not part of the transaction: none may be open."""
    with closing(uploads.fetch(upload.upload_id)) as file:
        with closing(_work_out(file, upload.size, wish, portions)) as telling:
            yield telling


def _work_out(file: BinaryIO, size: int, wish: Wish, portions: Portions) -> Generator[Told]:
    work = partial(workout.tell, file, wish, portions)
    if size <= LARGE:
        return work()
    db.engine.dispose()  # a connection must not have two processes
    return apart(work, SIGN_OF_LIFE, (workout.NOTHING_YET, None))
