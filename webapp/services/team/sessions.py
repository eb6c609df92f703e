"""Where people are signed in: a row for each browser, found by the token in its cookie.

A session ends when someone signs out, after so many hours without a request by the person, and so many days
after they signed in, whatever they do. The last two are looked at whenever it is found. One that began later
than it is now has ended, too: the clock was wrong, and it would last for as long as that.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, bindparam, delete, select, update

from webapp.bulk import cached_statement, rows_changed
from webapp.db import UNTRACKED, db, now
from webapp.models.second_factor import SecondFactor
from webapp.models.user import User
from webapp.models.user_session import LONGEST_ADDRESS, LONGEST_DEVICE, UserSession
from webapp.services import settings

IDLE, LIFE, SECOND_FACTOR = "session_idle_hours", "session_days", "require_second_factor"
TRUE_TO = timedelta(minutes=5)
"""That a session is in use is not written down more often than this. Clocks of hosts differ by less."""


@dataclass(frozen=True)
class Current:
    """Who asks, by which session. `must_set_up`: the team asks for a second factor, and they have none."""

    user: User
    session: UserSession
    must_set_up: bool
    seen_lately: bool


def begin(user_id: int, address: str, device: str) -> str:
    """Someone has signed in; returns what their browser has to keep.

    All sessions that have ended by themselves go: their addresses are kept no longer.
    """
    token = secrets.token_urlsafe(32)
    db.session.execute(delete(UserSession).where(_is_over()))
    printable = "".join(c for c in device if c.isprintable())
    db.session.add(
        UserSession(
            token_hash=_digest(token), user_id=user_id, address=address[:LONGEST_ADDRESS],
            device=printable[:LONGEST_DEVICE],
        )
    )  # fmt: skip
    db.session.flush()
    return token


def find(token: str) -> Current | None:
    """Whose it is; None once it has ended, or the user is deactivated. One statement: each request asks."""
    row = db.session.execute(_by_token(), {"token_hash": _digest(token)}).one_or_none()
    if row is None:
        return None
    user, session, confirmed_at, idle, life, required = row
    moment = now()
    if (
        not user.is_active
        or session.seen_at <= moment - _hours(idle)
        or not moment - _days(life) < session.created_at < moment + TRUE_TO
    ):
        return None
    must_set_up = bool(settings.or_default(SECOND_FACTOR, required)) and confirmed_at is None
    return Current(user, session, must_set_up, abs(session.seen_at - moment) < TRUE_TO)


def note_use(session_id: int) -> None:
    """Its person has just asked for something."""
    db.session.execute(use_of(session_id), execution_options=UNTRACKED)


def use_of(session_id: int) -> Update:
    """The statement that does it."""
    return update(UserSession).where(UserSession.id == session_id).values(seen_at=now())


def is_proved(session: UserSession, lately: timedelta) -> bool:
    """Whether its person has typed their password so lately. A clock that was ahead proves nothing."""
    return now() - lately < session.proved_at < now() + TRUE_TO


def note_proof(session_id: int) -> bool:
    """Its person has typed their password again; False when it has ended meanwhile."""
    proved = update(UserSession).where(UserSession.id == session_id).values(proved_at=now(), seen_at=now())
    return rows_changed(proved) > 0


def of(user_id: int) -> Sequence[UserSession]:
    """Those that have not ended, the last used first."""
    query = select(UserSession).where(UserSession.user_id == user_id, ~_is_over())
    return db.session.scalars(query.order_by(UserSession.seen_at.desc(), UserSession.id.desc())).all()


def end(session_id: int, user_id: int) -> bool:
    """Sign this person out there; False when they were not signed in there, or it is someone else's."""
    mine = (UserSession.id == session_id, UserSession.user_id == user_id)
    return rows_changed(delete(UserSession).where(*mine)) > 0


def leave(token: str) -> None:
    """The browser that keeps this is going to be someone else's, or has signed in once more."""
    db.session.execute(delete(UserSession).where(UserSession.token_hash == _digest(token)))


def end_others(user_id: int, but: int) -> None:
    """Sign this person out everywhere else than in one session."""
    others = (UserSession.user_id == user_id, UserSession.id != but)
    db.session.execute(delete(UserSession).where(*others))


def end_all(user_id: int) -> None:
    """Sign this person out everywhere."""
    db.session.execute(delete(UserSession).where(UserSession.user_id == user_id))


def _is_over() -> ColumnElement[bool]:
    idle, life = settings.get(IDLE), settings.get(LIFE)
    moment = now()
    began = UserSession.created_at
    too_old = (UserSession.seen_at <= moment - _hours(idle)) | (began <= moment - _days(life))
    return too_old | (began >= moment + TRUE_TO)


@cached_statement
def _by_token() -> Select[Any]:
    """With the settings that decide, which takes less than asking for each."""
    values = [settings.stored(key).scalar_subquery() for key in (IDLE, LIFE, SECOND_FACTOR)]
    return (
        select(User, UserSession, SecondFactor.confirmed_at, *values)
        .select_from(UserSession)
        .join(User, User.id == UserSession.user_id)
        .outerjoin(SecondFactor, SecondFactor.user_id == UserSession.user_id)
        .where(UserSession.token_hash == bindparam("token_hash"))
    )


def _hours(value: Any) -> timedelta:
    return timedelta(hours=settings.or_default(IDLE, value))


def _days(value: Any) -> timedelta:
    return timedelta(days=settings.or_default(LIFE, value))


def _digest(token: str) -> str:
    """The token is random enough that no slower hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
