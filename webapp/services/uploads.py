"""Uploaded files, kept in the database in chunks, so that any host can read them."""

from __future__ import annotations

import tempfile
from math import ceil
from pathlib import PurePath
from typing import IO, BinaryIO, cast

from sqlalchemy import delete, func, insert, literal, select

from webapp.db import db, only_reading
from webapp.errors import Fault
from webapp.models.upload import Upload, UploadChunk
from webapp.services.team import quotas

MAX_BYTES = 100 * 1024 * 1024
"""What is larger is refused with a sentence, never half kept."""
CHUNK = 1024 * 1024
IN_MEMORY = 4 * 1024 * 1024


def store(filename: str, content: IO[bytes], user_id: int) -> Upload:
    """Keep what someone uploads. Raises Fault when it is empty, too large, or one too many of a day."""
    quotas.use(quotas.UPLOADS, user_id, "file")
    return keep(filename, content, user_id)


def keep(filename: str, content: IO[bytes], user_id: int) -> Upload:
    """The same for what no one uploads. Raises Fault when it is empty, or larger than 100 MB."""
    upload = Upload(filename=PurePath(filename or "list").name[:255], size=0, created_by=user_id)
    db.session.add(upload)
    db.session.flush()
    position = 0
    while chunk := content.read(CHUNK):
        upload.size += len(chunk)
        if upload.size > MAX_BYTES:
            raise Fault("This file is larger than 100 MB. Split it into several lists.", "file")
        db.session.execute(
            insert(UploadChunk), [{"upload_id": upload.id, "position": position, "data": chunk}]
        )
        position += 1
    if not upload.size:
        raise Fault("This file is empty. Choose a list with one row for each person.", "file")
    return upload


def copy(upload_id: int, user_id: int) -> Upload:
    """A second one of a file, which outlives the first. Raises Fault while the first is being removed."""
    first = db.session.get_one(Upload, upload_id)
    upload = Upload(filename=first.filename, size=first.size, created_by=user_id)
    db.session.add(upload)
    db.session.flush()
    same = select(literal(upload.id), UploadChunk.position, UploadChunk.data)
    columns = ["upload_id", "position", "data"]
    chunks = insert(UploadChunk).from_select(columns, same.where(UploadChunk.upload_id == upload_id))
    db.session.execute(chunks)
    copied = select(func.count()).where(UploadChunk.upload_id == upload.id)
    if db.session.scalar(copied) != ceil(first.size / CHUNK):
        raise Fault("The file of this list is being removed. Upload a list.", "file")
    return upload


def fetch(upload_id: int) -> BinaryIO:
    """A copy to read and to seek in; small ones stay in memory. Close it. Not part of the transaction."""
    copy = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)
    position = 0
    chunk = select(UploadChunk.data).where(UploadChunk.upload_id == upload_id)
    with only_reading() as connection:
        while data := connection.scalar(chunk.where(UploadChunk.position == position)):
            copy.write(data)
            position += 1
    copy.seek(0)
    return cast(BinaryIO, copy)


def piece(upload_id: int, start: int, size: int) -> bytes:
    """A part of a file, at most as long as a chunk; shorter where the file ends."""
    position, offset = divmod(start, CHUNK)
    chunks = select(UploadChunk.data).where(
        UploadChunk.upload_id == upload_id, UploadChunk.position.in_((position, position + 1))
    )
    data = b"".join(db.session.scalars(chunks.order_by(UploadChunk.position)))
    return data[offset : offset + size]


def remove(upload_id: int) -> None:
    """Forget a file."""
    db.session.execute(delete(UploadChunk).where(UploadChunk.upload_id == upload_id))
    db.session.execute(delete(Upload).where(Upload.id == upload_id))
