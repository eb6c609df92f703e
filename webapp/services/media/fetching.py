"""Fetching what people send: claimed, fetched without a transaction, and recorded.

Vonage keeps media for 48 hours (its "Secure inbound media"); so long it is tried again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO

from sqlalchemy import ColumnElement, Select, select, update

from webapp import files
from webapp.carriers.base import MediaFault, MediaSource
from webapp.db import UNTRACKED, db, inline_literal, now
from webapp.models import states
from webapp.models.media import MEDIA_MOVES, Media, MediaState
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.rules.media import MediaKind
from webapp.services.media import picture
from webapp.services.threads import activity

LEASE = timedelta(minutes=5)
"""No other job fetches it for this long; after that, the job that did must have died."""
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440)]
MOST_DUE = 100
DIED = "The program that fetched it ended before it was done."


@dataclass(frozen=True)
class Order:
    """A file to fetch, and from which carrier (a name in carriers/registry)."""

    media_id: int
    thread_id: int
    kind: MediaKind
    url: str
    carrier: str


@dataclass(frozen=True)
class Outcome:
    """What became of it: a file with a `key`, or no file and the `reason`.

    Of a file that cannot be shown, `reason` says why. `permanent`: trying again is idle.
    """

    key: str | None = None
    content_type: str = ""
    size: int = 0
    width: int | None = None
    height: int | None = None
    reason: str = ""
    permanent: bool = False


def due() -> Sequence[int]:
    """The ids of the files to fetch now."""
    return db.session.scalars(
        select(Media.id).where(*_waiting()).order_by(Media.next_try_at).limit(MOST_DUE)
    ).all()


def _waiting() -> tuple[ColumnElement[bool], ...]:
    return Media.state == inline_literal("waiting"), Media.next_try_at <= now()


def claim(media_id: int) -> Order | None:
    """Take it on, for as long as LEASE. None when it was fetched, is being fetched, or is gone."""
    row = db.session.execute(_order(media_id)).first()
    if row is None:
        return None
    order = Order(media_id, row.thread_id, MediaKind(row.kind), row.url, row.carrier)
    if row.attempts > len(WAITS):
        record(order, Outcome(reason=DIED, permanent=True))
        return None
    taken = update(Media).where(Media.id == media_id, *_waiting())
    taken = taken.values(attempts=Media.attempts + 1, next_try_at=now() + LEASE)
    if db.session.execute(taken.returning(Media.id)).first() is None:
        return None
    return order


def _order(media_id: int) -> Select[int, str, str, str, int]:
    wanted = select(Message.thread_id, Media.kind, Media.url, Number.carrier, Media.attempts)
    by_number = wanted.join(Message, Message.id == Media.message_id).join(Number)
    return by_number.where(Media.id == media_id, *_waiting())


def carry_out(order: Order, source: MediaSource) -> Outcome:
    """Fetch it, and put it into the folder. Takes up to a minute or two, and needs no transaction."""
    try:
        with tempfile.TemporaryFile() as content:
            content_type = source.fetch(order.url, content)
            content.seek(0)
            return _kept(order.kind, content, content_type)
    except MediaFault as fault:
        return Outcome(reason=fault.sentence, permanent=fault.permanent)
    except OSError as error:
        return Outcome(reason=f"The folder for files cannot be written to: {error.strerror}.")


def _kept(kind: MediaKind, content: BinaryIO, content_type: str) -> Outcome:
    """A picture as we have written it ourselves; whatever else as it came, to be downloaded."""
    reason = ""
    if kind == MediaKind.IMAGE:
        try:
            shown = picture.rewrite(content)
        except picture.NotShown as fault:
            reason = fault.sentence
            content.seek(0)
        else:
            with shown.content:
                key = files.put(shown.content)
            return Outcome(key, shown.content_type, shown.size, shown.width, shown.height)
    key = files.put(content)
    return Outcome(key, content_type, content.tell(), reason=reason)


def record(order: Order, outcome: Outcome) -> None:
    """Record the outcome, and show it. A file whose row was deleted in the meantime is deleted, too."""
    activity.touch([order.thread_id])  # before the row: see services/row_locks
    attempts = db.session.scalar(select(Media.attempts).where(Media.id == order.media_id)) or 0
    if outcome.key:
        moved = _move(order, MediaState.FETCHED, **_file(outcome))
        if not moved:
            files.remove_later([outcome.key])
    elif outcome.permanent or attempts > len(WAITS):
        _move(order, MediaState.FAILED, reason=outcome.reason)
    else:
        again = now() + WAITS[max(attempts, 1) - 1]
        later = update(Media).where(Media.id == order.media_id, Media.state == MediaState.WAITING)
        db.session.execute(later.values(reason=outcome.reason, next_try_at=again))


def _file(outcome: Outcome) -> dict[str, object]:
    names = ("key", "content_type", "size", "width", "height", "reason")
    return {name: getattr(outcome, name) for name in names}


def _move(order: Order, target: MediaState, **values: object) -> bool:
    moved = states.move(Media, "state", MEDIA_MOVES, target, Media.id == order.media_id, **values)
    return db.session.execute(moved.returning(Media.id), execution_options=UNTRACKED).first() is not None
