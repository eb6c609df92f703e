"""Switching approval off, or raising its limit, waits for another admin, as long as there is one.

Else who may not send alone could switch it off, send, and switch it on again. What is asked for is kept
beside the settings, one at a time: who asks next takes its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from webapp.bulk import rows_changed
from webapp.db import db, now
from webapp.errors import Conflict
from webapp.models.setting import Setting
from webapp.models.user import User
from webapp.services import events, settings
from webapp.services.team import account_notices, people

SETTING = "approval_over"
ROW = "approval_over.asked"
GONE = "This was decided, withdrawn or changed in the meantime. Look again."


@dataclass(frozen=True)
class ApprovalRequest:
    """What an admin wants the limit to be. `key` tells it from those before and after it."""

    value: int | None
    asker: User
    asked_at: datetime
    key: str


def waiting() -> ApprovalRequest | None:
    """The one that waits, unless who asked can decide nothing any more."""
    row = db.session.get(Setting, ROW)
    if row is None:
        return None
    asker = db.session.get(User, row.value["by"])
    if asker is None or not (asker.is_active and asker.is_admin):
        return None
    at = datetime.fromisoformat(row.value["at"])
    return ApprovalRequest(row.value["value"], asker, at, row.value["at"])


def must_wait(before: int | None, after: int | None) -> bool:
    """Whether `after` lets people send to more at once than `before`, and there is an admin to be asked."""
    looser = before is not None and (after is None or after > before)
    return looser and people.admins() > 1


def ask(before: int | None, after: int | None, by: User) -> None:
    """Keep it until another admin decides. The others are told."""
    forget()
    value = {"value": after, "by": by.id, "at": now().isoformat()}
    settings.keep(ROW, value)
    events.note("settings.change_asked", user_id=by.id, key=SETTING, before=before, after=after)
    sentence = f"{by.name} asks to {words(after)}. Confirm or refuse it on the first page."
    account_notices.tell_admins(sentence, by)


def words(value: int | None) -> str:
    """What is asked for."""
    return "switch approval off" if value is None else f"need approval only above {value:,} people"


def take(key: str) -> ApprovalRequest:
    """The one with this key, which waits no more. Raises Conflict when it is another one, or gone."""
    request = waiting()
    if request is None or request.key != key or not forget():
        raise Conflict(GONE)
    return request


def refuse(key: str, by: User) -> ApprovalRequest:
    """Refused by another admin, or withdrawn by who asked. Raises Conflict."""
    request = take(key)
    own = request.asker.id == by.id
    events.note(
        "settings.change_withdrawn" if own else "settings.change_refused",
        user_id=by.id, key=SETTING, after=request.value,
    )  # fmt: skip
    if not own:
        account_notices.tell(request.asker.id, f"{by.name} refused to {words(request.value)}.")
    return request


def forget() -> bool:
    """Nothing waits any more. False when nothing did."""
    db.session.flush()
    return rows_changed(delete(Setting).where(Setting.key == ROW)) > 0
