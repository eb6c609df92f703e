"""Recordings of calls: kept when the carrier tells of one, fetched as media are, played, forgotten.

Vonage keeps a recording for 30 days; it is fetched with our token, from the carrier's hosts alone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from sqlalchemy import ColumnElement, Select, delete, select, update
from sqlalchemy.orm import InstrumentedAttribute

from webapp import files, queue
from webapp.bulk import in_param
from webapp.carriers.base import MediaFault, MediaSource
from webapp.carriers.calls import RecordingMade
from webapp.db import UNTRACKED, db, inline_literal, now
from webapp.errors import Conflict, NotFound
from webapp.models import states
from webapp.models.call import Call
from webapp.models.entry import Entry
from webapp.models.event import Event
from webapp.models.media import MediaState
from webapp.models.number import DEFAULT_CARRIER
from webapp.models.recording import RECORDING_MOVES, Recording, RecordingKind
from webapp.models.user import User
from webapp.rules.media import LARGEST_RECORDING, too_large
from webapp.services import events
from webapp.services.media.fetching import DIED, LEASE, MOST_DUE, WAITS
from webapp.services.threads import activity

AT_ONCE = 500
ONE_NOTE = timedelta(hours=1)
UNPLAYABLE = "No browser can play what the carrier sent. It can be downloaded."
_SIGNS = ((b"RIFF", "audio/wav"), (b"ID3", "audio/mpeg"), (b"OggS", "audio/ogg"))
ENDINGS = {"audio/wav": "wav", "audio/mpeg": "mp3", "audio/ogg": "ogg", "": "bin"}


@dataclass(frozen=True)
class Order:
    """A recording to fetch, and from which carrier (a name in carriers/registry)."""

    recording_id: int
    thread_id: int
    url: str
    carrier: str
    attempts: int


@dataclass(frozen=True)
class Outcome:
    """What became of it: a file with a `key`, or no file and the `reason`.

    `permanent`: trying again is idle.
    """

    key: str | None = None
    content_type: str = ""
    size: int = 0
    reason: str = ""
    permanent: bool = False


def add(call: Call, made: RecordingMade) -> Recording | None:
    """Keep it, once; a job fetches it after the commit. None when it is known. `call` is held."""
    same = select(Recording.id).where(
        Recording.call_id == call.id, Recording.carrier_id == made.carrier_id[:64]
    )
    if db.session.scalar(same) is not None:
        return None
    kind = RecordingKind.MESSAGE if made.message else RecordingKind.CALL
    row = Recording(
        call_id=call.id, kind=kind, carrier_id=made.carrier_id[:64], url=made.url, seconds=made.seconds
    )
    db.session.add(row)
    if made.size is not None and made.size > LARGEST_RECORDING:
        row.state, row.reason, row.size = MediaState.FAILED, too_large(LARGEST_RECORDING), made.size
    db.session.flush()
    if row.state != MediaState.FAILED:
        queue.later(queue.FETCH_RECORDING, row.id)
    return row


def of(call_ids: Collection[int]) -> dict[int, list[Recording]]:
    """Those of these calls, by call, in order."""
    found: dict[int, list[Recording]] = {}
    if call_ids:
        query = select(Recording).where(in_param(Recording.call_id, "ids")).order_by(Recording.id)
        for row in db.session.scalars(query, {"ids": list(call_ids)}):
            found.setdefault(row.call_id, []).append(row)
    return found


def get(recording_id: int) -> Recording:
    """Raises NotFound."""
    row = db.session.get(Recording, recording_id)
    if row is None:
        raise NotFound("This recording is not kept any more.")
    return row


def opened(row: Recording) -> BinaryIO:
    """Its file. Raises NotFound."""
    if row.key is None:
        raise NotFound("This recording has not been fetched.")
    try:
        return files.open_to_read(row.key)
    except FileNotFoundError as error:
        raise NotFound("This recording is not in the folder for files any more.") from error


def note_played(row: Recording, user_id: int) -> None:
    """Who hears it is kept, once an hour: a player asks for many parts."""
    hold = select(User.id).where(User.id == user_id).with_for_update(key_share=True)
    db.session.execute(hold)  # two parts that are asked for at once
    if not was_noted(row, user_id):
        events.note("recording.played", user_id=user_id, thread_id=row.call.thread_id, recording=row.id)


def was_noted(row: Recording, user_id: int) -> bool:
    """Whether it is kept already that they have heard it within the hour."""
    mine = (Event.user_id == user_id, Event.kind == "recording.played", Event.at > now() - ONE_NOTE)
    query = select(Event.data).where(*mine, Event.thread_id == row.call.thread_id)
    return any(data.get("recording") == row.id for data in db.session.scalars(query))


def filename(row: Recording) -> str:
    """What it is called once it is downloaded."""
    return f"{row.kind}-{row.id}.{ENDINGS.get(row.content_type, 'bin')}"


def try_again(recording_id: int) -> Recording:
    """Someone wants it after all. Raises NotFound, and Conflict unless it has failed."""
    row = get(recording_id)
    activity.touch([row.call.thread_id])
    if not _move(row.id, MediaState.WAITING, attempts=0, reason="", next_try_at=now()):
        raise Conflict("It is being fetched already, or has been.")
    queue.later(queue.FETCH_RECORDING, recording_id)
    return row


def due() -> Sequence[int]:
    """The ids of the recordings to fetch now."""
    waiting = select(Recording.id).where(*_waiting()).order_by(Recording.next_try_at)
    return db.session.scalars(waiting.limit(MOST_DUE)).all()


def _waiting() -> tuple[ColumnElement[bool], ...]:
    return Recording.state == inline_literal("waiting"), Recording.next_try_at <= now()


def claim(recording_id: int) -> Order | None:
    """Take it on, for as long as LEASE. None when it was fetched, is being fetched, or is gone."""
    row = db.session.execute(_order(recording_id)).first()
    if row is None:
        return None
    order = Order(recording_id, row.thread_id, row.url, row.carrier or DEFAULT_CARRIER, row.attempts + 1)
    if row.attempts > len(WAITS):
        record(order, Outcome(reason=DIED, permanent=True))
        return None
    taken = update(Recording).where(Recording.id == recording_id, *_waiting())
    taken = taken.values(attempts=order.attempts, next_try_at=now() + LEASE)
    claimed = db.session.execute(taken.returning(Recording.id), execution_options=UNTRACKED).first()
    return None if claimed is None else order


def _order(recording_id: int) -> Select[int, str, str | None, int]:
    wanted = select(Entry.thread_id, Recording.url, Entry.carrier, Recording.attempts)
    return wanted.join(Entry, Entry.id == Recording.call_id).where(Recording.id == recording_id, *_waiting())


def carry_out(order: Order, source: MediaSource) -> Outcome:
    """Fetch it, and put it into the folder. Takes up to two minutes, and needs no transaction."""
    try:
        with tempfile.TemporaryFile() as content:
            source.fetch(order.url, content)
            size = content.tell()
            content.seek(0)
            kind = sound(content.read(12))
            content.seek(0)
            return Outcome(files.put(content), kind, size, "" if kind else UNPLAYABLE)
    except MediaFault as fault:
        return Outcome(reason=fault.sentence, permanent=fault.permanent)
    except OSError as error:
        return Outcome(reason=f"The folder for files cannot be written to: {error.strerror}.")


def sound(start: bytes) -> str:
    """Which sound file begins so; "" for none that browsers play. The carrier is not asked what it is."""
    if len(start) > 1 and start[0] == 0xFF and start[1] & 0xE6 == 0xE2:  # a frame of MPEG audio, layer III
        return "audio/mpeg"
    return next((kind for sign, kind in _SIGNS if start.startswith(sign)), "")


def record(order: Order, outcome: Outcome) -> None:
    """Record the outcome, and show it. A file whose row was deleted in the meantime is deleted, too."""
    activity.touch([order.thread_id])  # before the row: see services/row_locks
    if outcome.key:
        told = {"key": outcome.key, "content_type": outcome.content_type, "size": outcome.size}
        if not _move(order.recording_id, MediaState.FETCHED, reason=outcome.reason, **told):
            files.remove_later([outcome.key])
    elif outcome.permanent or order.attempts > len(WAITS):
        _move(order.recording_id, MediaState.FAILED, reason=outcome.reason)
    else:
        again = now() + WAITS[order.attempts - 1]
        waits = (Recording.id == order.recording_id, Recording.state == MediaState.WAITING)
        later = update(Recording).where(*waits).values(reason=outcome.reason, next_try_at=again)
        db.session.execute(later, execution_options=UNTRACKED)


def _move(recording_id: int, target: MediaState, **values: object) -> bool:
    moved = states.move(Recording, "state", RECORDING_MOVES, target, Recording.id == recording_id, **values)
    found = db.session.execute(moved.returning(Recording.id), execution_options=UNTRACKED)
    return found.first() is not None


def forget(call_ids: Collection[int]) -> int:
    """Those of these calls go, their files after the commit. Returns how many there were."""
    return _forget(Recording.call_id, call_ids)


def older_than(before: datetime) -> Sequence[int]:
    """The ids of some that were made before then, the oldest first."""
    query = select(Recording.id).where(Recording.created_at < before)
    return db.session.scalars(query.order_by(Recording.created_at, Recording.id).limit(AT_ONCE)).all()


def drop(recording_ids: Collection[int]) -> int:
    """These go, their files after the commit. Returns how many there were."""
    return _forget(Recording.id, recording_ids)


def _forget(column: InstrumentedAttribute[int], ids: Collection[int]) -> int:
    if not ids:
        return 0
    gone = delete(Recording).where(in_param(column, "ids")).returning(Recording.key)
    keys = db.session.scalars(gone, {"ids": list(ids)}, execution_options=UNTRACKED).all()
    files.remove_later(key for key in keys if key)
    return len(keys)
