"""Who must not be reached: recording it with its evidence, lifting it, looking it up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, text, update

from webapp.bulk import one_of
from webapp.db import db, inline, insert, now
from webapp.models.contact import EVERY_CHANNEL, Channel, Contact, Decision, Hold, OptOut, OptOutSource
from webapp.models.thread import Message, MessageState, Origin, Thread
from webapp.services import messages, recipients

REASON = "They opted out."
ON_HOLD = "on hold"
"""Why a recipient was skipped while somebody had to decide."""


def active(phones: Iterable[str], channel: Channel = Channel.SMS) -> dict[str, datetime]:
    """Those of `phones` that have opted out of a channel, with the moment they did."""
    wanted = list(phones)
    if not wanted:
        return {}
    rows = db.session.execute(
        select(OptOut.phone, OptOut.created_at).where(
            OptOut.phone.in_(one_of(wanted)),
            OptOut.lifted_at.is_(None),
            OptOut.scope.in_((EVERY_CHANNEL, str(channel))),
        )
    )
    return {row.phone: row.created_at for row in rows}


def record(
    phone: str,
    source: OptOutSource,
    evidence: str = "",
    message_id: int | None = None,
    user_id: int | None = None,
) -> bool:
    """Opt a phone out of everything; what waits for it is skipped at once. False if it was out already."""
    row = {
        "phone": phone,
        "scope": EVERY_CHANNEL,
        "source": source,
        "evidence": evidence,
        "message_id": message_id,
        "created_by": user_id,
        "created_at": now(),
    }
    statement = (
        insert(OptOut)
        .values(row)
        .on_conflict_do_nothing(index_elements=["phone", "scope"], index_where=text("lifted_at IS NULL"))
    )
    new = db.session.execute(statement.returning(OptOut.id)).first() is not None
    end_hold(phone, Decision.OPTED_OUT, user_id)
    _skip_what_waits(phone)
    show_in_threads(phone)
    return new


def lift(phone: str, reason: str, user_id: int | None = None) -> bool:
    """Let a phone be reached again. False if it was not opted out."""
    lifted = db.session.execute(
        update(OptOut)
        .where(OptOut.phone == phone, OptOut.lifted_at.is_(None))
        .values(lifted_at=now(), lifted_by=user_id, lift_reason=reason)
        .returning(OptOut.id)
    ).first()
    show_in_threads(phone)
    return lifted is not None


def end_hold(phone: str, decision: Decision, user_id: int | None = None) -> bool:
    """What was withheld from a phone until somebody decides is decided. False if nothing was."""
    ended = db.session.execute(
        update(Hold)
        .where(Hold.phone == phone, Hold.decided_at.is_(None))
        .values(decision=decision, decided_by=user_id, decided_at=now())
        .returning(Hold.id)
    ).first()
    if ended is not None and decision == Decision.DISMISSED:
        recipients.unskip(phone, ON_HOLD)
    return ended is not None


def _skip_what_waits(phone: str) -> None:
    messages.move(
        MessageState.SKIPPED,
        Message.phone == phone,
        Message.state == inline("queued"),
        Message.origin != Origin.CONFIRMATION,
        reason=REASON,
        settled_at=now(),
    )
    recipients.skip_queued(phone, "opted out")


def show_in_threads(phone: str) -> None:
    """Whoever looks at a conversation with this phone sees that it may not, or may again, be reached."""
    theirs = select(Contact.id).where(Contact.phone == phone)
    db.session.execute(
        update(Thread).where(Thread.contact_id.in_(theirs)).values(revision=Thread.revision + 1)
    )
