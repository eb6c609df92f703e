"""Who must not be reached: recording it with its evidence, lifting it, looking it up.

The verbs note in the audit what they did, once, so that their callers need not. A list of opt-outs is one
line: its import notes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Insert,
    Integer,
    Select,
    String,
    Text,
    bindparam,
    literal,
    select,
    text,
    true,
    update,
)

from webapp import queue
from webapp.bulk import cached_statement, execute_core, in_param, in_values, values_table
from webapp.channels.registry import CHANNELS
from webapp.db import UNTRACKED, BigId, UtcDateTime, db, inline_literal, insert, now
from webapp.models import states
from webapp.models.api_key import ApiKey
from webapp.models.call import Call
from webapp.models.channel import EVERY_CHANNEL, Channel
from webapp.models.contact import Contact
from webapp.models.entry import Entry, Origin
from webapp.models.hold import Decision, Hold
from webapp.models.message import MessageState
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.thread import Thread
from webapp.services import events, row_locks, signals
from webapp.services.opt_outs import in_flight
from webapp.services.recipients import by_phone

REASON = "They opted out."
LONGEST_REASON = 200
"""Characters that are kept of why an opt-out was lifted."""


@dataclass(frozen=True)
class Evidence:
    """How we know that someone must not be reached: from where, in which words, by whom or which program."""

    source: OptOutSource
    text: str = ""
    message_id: int | None = None
    import_id: int | None = None
    api_key_id: int | None = None
    user_id: int | None = None


def active(phones: Iterable[str], channel: Channel = Channel.SMS) -> dict[str, datetime]:
    """Those of `phones` that have opted out of a channel, with the moment they did."""
    if not (wanted := list(phones)):
        return {}
    found = execute_core(_active(), {"phones": wanted, "channel": str(channel)})
    return {row.phone: row.created_at for row in found}


@cached_statement
def _active() -> Select[str, datetime]:
    scopes = [literal(EVERY_CHANNEL), bindparam("channel", type_=String())]
    theirs = (in_param(OptOut.phone, "phones"), OptOut.lifted_at.is_(None), OptOut.scope.in_(scopes))
    return select(OptOut.phone, OptOut.created_at).where(*theirs)


def record(
    phone: str,
    source: OptOutSource,
    evidence: str = "",
    message_id: int | None = None,
    user_id: int | None = None,
) -> bool:
    """Opt a phone out of everything; what waits for it is skipped at once. False if it was out already."""
    return bool(record_all([phone], Evidence(source, evidence, message_id, user_id=user_id)))


def record_all(phones: Collection[str], evidence: Evidence) -> set[str]:
    """The same for many phones, known in the same way; returns those that were not out before."""
    if not phones:
        return set()
    lock(phones)
    wanted = [{"phone": phone} for phone in sorted(set(phones))]
    values = {**asdict(evidence), "rows": wanted, "at": now()}
    _end_holds(phones, Decision.OPTED_OUT, evidence.user_id)
    new = {row.phone: row.id for row in execute_core(_record(), values)}
    in_flight.keep(new)
    signals.opted_out(new, str(evidence.source))
    _skip_what_waits(phones)
    _end_what_rings(phones)
    show_in_threads(*phones, needs_reply=False)
    if evidence.source != OptOutSource.IMPORT:
        for phone in sorted(new):
            events.note("contact.opted_out", **_line(phone, evidence))
    return set(new)


def _line(phone: str, evidence: Evidence) -> dict[str, Any]:
    """What the audit keeps of it, in the conversation where it was said."""
    data: dict[str, Any] = {"source": str(evidence.source), "phone": phone, "text": evidence.text}
    if evidence.message_id is not None:
        data["message_id"] = evidence.message_id
    if evidence.api_key_id is not None:
        data["program"] = db.session.get_one(ApiKey, evidence.api_key_id).name
    said_in = select(Entry.thread_id).where(Entry.id == evidence.message_id)
    thread_id = db.session.scalar(said_in) if evidence.message_id is not None else None
    return {"user_id": evidence.user_id, "thread_id": thread_id, **data}


def lock(phones: Collection[str], batch_ids: Iterable[int | None] = ()) -> None:
    """Hold whatever an opt-out of these phones, or its end, has to do with, and some batches besides."""
    if row_locks.one_writer():
        return
    row_locks.queued_for(phones)
    row_locks.batches({*batch_ids, *by_phone.batches_to_tell(phones)})
    row_locks.conversations(phones)


@cached_statement
def _record() -> Insert:
    phone = values_table(phone=String(16)).c.phone
    values = {
        "phone": phone,
        "scope": literal(EVERY_CHANNEL, String(10)),
        "source": bindparam("source", type_=String(10)),
        "evidence": bindparam("text", type_=Text()),
        "message_id": bindparam("message_id", type_=BigId),
        "import_id": bindparam("import_id", type_=Integer()),
        "api_key_id": bindparam("api_key_id", type_=Integer()),
        "created_by": bindparam("user_id", type_=Integer()),
        "created_at": bindparam("at", type_=UtcDateTime()),
    }
    written = insert(OptOut).from_select(list(values), select(*values.values()).where(true()))
    once = written.on_conflict_do_nothing(
        index_elements=["phone", "scope"], index_where=text("lifted_at IS NULL")
    )
    return once.returning(OptOut.phone, OptOut.id)


def lift(phone: str, reason: str, user_id: int) -> bool:
    """Staff let a phone be reached again. False if it was not opted out."""
    lifted = _lift(phone, reason, user_id)
    if lifted:
        by_staff = Evidence(OptOutSource.STAFF, reason, user_id=user_id)
        events.note("contact.opted_in", **_line(phone, by_staff))
    return lifted


def opt_in(phone: str, text: str, message_id: int) -> bool:
    """They wrote that they want to be reached again. False if nothing had kept us from it."""
    held = end_hold(phone, Decision.DISMISSED)
    changed = _lift(phone, f"They wrote “{text.strip()}”.", None) or held
    if changed:
        by_keyword = Evidence(OptOutSource.KEYWORD, text, message_id)
        events.note("contact.opted_in", **_line(phone, by_keyword))
    return changed


def _lift(phone: str, reason: str, user_id: int | None) -> bool:
    row_locks.conversations([phone])
    reason = reason[:LONGEST_REASON]
    lifted = db.session.execute(
        update(OptOut)
        .where(OptOut.phone == phone, OptOut.lifted_at.is_(None))
        .values(lifted_at=now(), lifted_by=user_id, lift_reason=reason)
        .returning(OptOut.id)
    ).first()
    show_in_threads(phone)
    if lifted is not None:
        signals.emit(signals.OPTED_IN, phone=phone, opt_out=lifted.id)
    return lifted is not None


def end_hold(phone: str, decision: Decision, user_id: int | None = None) -> bool:
    """What was withheld from a phone until someone decides is decided. False if nothing was."""
    ended = _end_holds([phone], decision, user_id)
    if ended and decision == Decision.DISMISSED:
        by_phone.unskip(phone, by_phone.ON_HOLD)
    return ended


def _end_holds(phones: Iterable[str], decision: Decision, user_id: int | None) -> bool:
    ended = db.session.execute(
        update(Hold)
        .where(Hold.phone.in_(in_values(phones)), Hold.decided_at.is_(None))
        .values(decision=decision, decided_by=user_id, decided_at=now())
        .returning(Hold.id)
    ).first()
    return ended is not None


def _skip_what_waits(phones: Collection[str]) -> None:
    waits = (Entry.phone.in_(in_values(phones)), Entry.state == inline_literal("queued"))
    others = (*waits, Entry.origin != Origin.CONFIRMATION)
    for kind in CHANNELS.values():
        own, values = (Entry.kind == kind.kind, *others), {"reason": REASON, "settled_at": now()}
        skipped = states.move(Entry, "state", kind.moves, MessageState.SKIPPED, *own, **values)
        db.session.execute(skipped, execution_options=UNTRACKED)
    by_phone.skip_queued(phones, "opted out")


def _end_what_rings(phones: Collection[str]) -> None:
    """By a job: a call's rows come before those that are held here (services/row_locks)."""
    open_ones = select(Call.id).where(Call.lease_until.is_not(None), Call.phone.in_(in_values(phones)))
    if db.session.execute(open_ones.limit(1)).first() is not None:
        queue.later(queue.LOOK_AFTER_CALLS)


def show_in_threads(*phones: str, **values: bool) -> None:
    """The pages of conversations with these phones say whether they may be reached; `values` are set, too.

    Their summaries are made again.
    """
    theirs = select(Contact.id).where(Contact.phone.in_(in_values(phones)))
    those = row_locks.in_turn(Thread.id, Thread.contact_id.in_(theirs))
    shown = {"revision": Thread.revision + 1, "summarized_at": None, **values}
    db.session.execute(update(Thread).where(those).values(**shown))
