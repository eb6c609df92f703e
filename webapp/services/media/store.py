"""The rows of what people send besides text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, BinaryIO

from sqlalchemy import Connection, Select, delete, func, select
from sqlalchemy.orm import aliased

from webapp import files, queue
from webapp.bulk import cached_statement, execute_core, in_param
from webapp.carriers.base import InboundMedia
from webapp.db import UNTRACKED, db, now, only_reading
from webapp.errors import Conflict, NotFound
from webapp.models import states
from webapp.models.entry import Entry
from webapp.models.media import MEDIA_MOVES, Media, MediaState
from webapp.models.message import Message
from webapp.models.recording import Recording
from webapp.rules.media import MediaKind
from webapp.services.threads import activity

OLD = 3600
"""Seconds after which a file without a row is an orphan: its row would have been committed long ago."""
AT_ONCE = 500
EXTENSIONS = {
    "image/jpeg": "jpg", "image/webp": "webp", "image/png": "png", "image/gif": "gif", "image/heic": "heic",
    "image/heif": "heif", "image/svg+xml": "svg", "video/mp4": "mp4", "video/3gpp": "3gp",
    "video/webm": "webm", "video/quicktime": "mov", "audio/mpeg": "mp3", "audio/mp4": "m4a",
    "audio/amr": "amr", "audio/ogg": "ogg", "audio/wav": "wav", "audio/x-wav": "wav", "audio/3gpp": "3gp",
    "text/vcard": "vcf", "text/x-vcard": "vcf", "text/directory": "vcf", "application/pdf": "pdf",
    "text/plain": "txt",
}  # fmt: skip


def add(message: Message, sent: Sequence[InboundMedia]) -> None:
    """What came with a message: each is fetched by a job of its own, after the commit."""
    rows = [Media(message_id=message.id, position=place, **vars(one)) for place, one in enumerate(sent)]
    db.session.add_all(rows)
    db.session.flush()
    for row in rows:
        queue.later(queue.FETCH_MEDIA, row.id)


def of(message_ids: Collection[int]) -> dict[int, list[Media]]:
    """What came with these messages, by message, in order."""
    found: dict[int, list[Media]] = {}
    if message_ids:
        query = (
            select(Media).where(in_param(Media.message_id, "ids")).order_by(Media.message_id, Media.position)
        )
        for row in db.session.scalars(query, {"ids": list(message_ids)}):
            found.setdefault(row.message_id, []).append(row)
    return found


def unseen(thread_ids: Collection[int]) -> set[int]:
    """The conversations with something that came since a person last wrote or decided something there."""
    rows = execute_core(_unseen(), {"ids": list(thread_ids)}) if thread_ids else ()
    return {row.thread_id for row in rows}


@cached_statement
def _unseen() -> Select[int]:
    acted = aliased(Entry)
    last = select(acted.id).where(acted.thread_id == Entry.thread_id, acted.user_id.is_not(None))
    last = last.order_by(acted.id.desc()).limit(1)
    query = select(Entry.thread_id).distinct().join(Media, Media.message_id == Entry.id)
    return query.where(in_param(Entry.thread_id, "ids"), Entry.id > func.coalesce(last.scalar_subquery(), 0))


def get(media_id: int) -> Media:
    """Raises NotFound."""
    row = db.session.get(Media, media_id)
    if row is None:
        raise NotFound("This is not kept any more.")
    return row


def opened(row: Media) -> BinaryIO:
    """Its file. Raises NotFound."""
    if row.key is None:
        raise NotFound("This has not been fetched.")
    try:
        return files.open_to_read(row.key)
    except FileNotFoundError as error:
        raise NotFound("This file is not in the folder for files any more.") from error


def filename(row: Media) -> str:
    """What it is called once it is downloaded: by its sender, if they did, and never with a path in it."""
    ending = EXTENSIONS.get(row.content_type, "jpg" if row.kind == MediaKind.IMAGE else "bin")
    stem, dot, given = _clean(row.name).rpartition(".")
    if not dot:
        stem, given = given, ending
    return f"{stem[:80] or row.kind}-{row.id}.{ending if row.width is not None else given[:10]}"


def _clean(name: str) -> str:
    plain = "".join(c if c.isalnum() or c in " ._-" else "-" for c in name)
    return plain.strip(" .-")


def try_again(media_id: int) -> Media:
    """Someone wants it after all. Raises Conflict unless it has failed."""
    row = get(media_id)
    moved = states.move(
        Media, "state", MEDIA_MOVES, MediaState.WAITING, Media.id == media_id,
        attempts=0, reason="", next_try_at=now(),
    )  # fmt: skip
    activity.touch([row.message.thread_id])
    if db.session.execute(moved.returning(Media.id)).first() is None:
        raise Conflict("It is being fetched already, or has been.")
    queue.later(queue.FETCH_MEDIA, media_id)
    return row


def forget(message_ids: Collection[int]) -> int:
    """What came with these messages goes, its files after the commit. Returns how many there were."""
    if not message_ids:
        return 0
    gone = delete(Media).where(in_param(Media.message_id, "ids")).returning(Media.key)
    keys = db.session.scalars(gone, {"ids": list(message_ids)}, execution_options=UNTRACKED).all()
    files.remove_later(key for key in keys if key)
    return len(keys)


def remove_orphans() -> int:
    """Files that no row names go: a worker died before it could name or remove them. Returns how many."""
    removed, some = 0, list[str]()
    for key in files.old(OLD):
        some.append(key)
        if len(some) == AT_ONCE:
            removed += _remove_unknown(some)
            some = []
    return removed + _remove_unknown(some)


def _named(connection: Connection, column: Any, keys: list[str]) -> Iterable[str]:
    return connection.scalars(select(column).where(in_param(column, "keys")), {"keys": keys})


def _remove_unknown(keys: Iterable[str]) -> int:
    wanted = list(keys)
    with only_reading() as connection:  # a whole folder is walked: no one waits for it meanwhile
        known = {key for column in (Media.key, Recording.key) for key in _named(connection, column, wanted)}
    files.remove(unknown := [key for key in wanted if key not in known])
    return len(unknown)
