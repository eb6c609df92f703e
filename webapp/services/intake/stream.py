"""What a stored file tells, worked out here or, for large files and workbooks, in another process."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import BinaryIO, NamedTuple

import structlog

from webapp.db import db
from webapp.services import uploads
from webapp.services.intake import bounds, parse
from webapp.services.intake.file_type import may_be_workbook
from webapp.services.intake.forked import Exhausted, apart
from webapp.services.intake.parse import ParseRequest, Portions, Told

log = structlog.get_logger(__name__)

LARGE = 512 * 1024
"""Bytes. A larger file is worked out in a process of its own, on another core, while its rows are stored."""
SIGN_OF_LIFE = 10.0
"""Seconds without word from that process after which we say that we live: opening a workbook takes long."""
_NOTHING_YET: Told = (parse.NOTHING_YET, None)
TOO_MUCH = "This workbook takes too much memory or time to read. Save the list as CSV and upload that."


class Stored(NamedTuple):
    """An upload: its id, and its size in bytes."""

    upload_id: int
    size: int


@contextmanager
def told(upload: Stored, request: ParseRequest, portions: Portions) -> Iterator[Iterator[Told]]:
    """What `parse.tell` tells of an upload. Not part of the transaction: none may be open."""
    with closing(uploads.fetch(upload.upload_id)) as file:
        with closing(_work_out(file, upload.size, request, portions)) as telling:
            yield telling


def _work_out(file: BinaryIO, size: int, request: ParseRequest, portions: Portions) -> Generator[Told]:
    work = partial(parse.tell, file, request, portions)
    if may_be_workbook(file):
        return _bounded(work, file, size)
    if size <= LARGE:
        return work()
    db.engine.dispose()  # a connection must not have two processes
    return apart(work, SIGN_OF_LIFE, _NOTHING_YET, kept=[file.fileno()])


def _bounded(work: partial[Generator[Told]], file: BinaryIO, size: int) -> Generator[Told]:
    """A workbook of any size can fill the memory. One that did is not read again: that is its last word."""
    db.engine.dispose()
    limits = bounds.for_workbook(size)
    try:
        yield from apart(work, SIGN_OF_LIFE, _NOTHING_YET, limits, [file.fileno()])
    except Exhausted as error:
        log.warning("a workbook was given up", size=size, why=str(error))
        yield parse.FAULT, TOO_MUCH
