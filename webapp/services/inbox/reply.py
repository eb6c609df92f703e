"""What staff write: in a thread that is there, or to a phone that no one has written to yet."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from webapp.db import db
from webapp.errors import Fault, Gather, NotFound
from webapp.models.channel import Channel
from webapp.models.entry import Direction, Origin
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules import segments
from webapp.rules.phones import phone
from webapp.rules.placeholders import Template, written
from webapp.rules.typed_text import several_lines
from webapp.services import events, row_locks
from webapp.services.agents.turns import switch
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking, Verdict
from webapp.services.team import quotas
from webapp.services.threads import activity, enqueue, opening

LONGEST_SEGMENTS = 6
KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class FirstMessage:
    """What someone typed to write to a phone, from one of our numbers."""

    phone: str
    number_id: int | None
    text: str
    key: str


def new_key() -> str:
    """What a form carries so that sending it twice sends one SMS."""
    return secrets.token_hex(16)


def checked(key: str) -> str:
    """The key of a form. Raises Fault for what is none."""
    if not KEY.fullmatch(key):
        raise Fault("This form was incomplete. Reload the page and send it again.")
    return key


def get(thread_id: int) -> Thread:
    """With its contact and number. Raises NotFound."""
    whole = (joinedload(Thread.contact), joinedload(Thread.number))
    thread = db.session.get(Thread, thread_id, options=whole)
    if thread is None:
        raise NotFound("This conversation does not exist.")
    return thread


def verdict(thread: Thread) -> Verdict:
    """Whether staff can write in this thread now; if not, why, and what would change that, or until when."""
    if not thread.number.can(Channel.SMS):
        return Verdict(False, enqueue.off(thread.number))
    if not thread.contact.phone.startswith("+"):
        sender = thread.contact.phone
        return Verdict(False, f"“{sender}” is a sender’s name or a short code. Nothing can be sent to it.")
    return gate.ask(thread.contact.phone, Asking(Origin.STAFF, Channel.SMS))


def reply(thread: Thread, text: str, user_id: int, key: str, seen: int | None = None) -> Message:
    """Staff write back. Raises Fault when the gate or the text is in the way; outside their hours it waits.

    `key` is the form's (`new_key`): the same text under the same key is the same message, sent once. `seen`:
    the id of the last message that the writer has before them; Fault when someone else has answered since.
    What the contact has written since has no answer in this one, and still waits.
    """
    text = clean(text)
    ref = _ref(key, thread, text)
    switch.hold_for_reply(thread)
    row_locks.conversations([thread.contact.phone])  # two people may answer in the same moment
    known = _known(ref)
    if known is not None:
        return known
    if seen is not None:
        must_have_seen(thread, seen, user_id)
    present = verdict(thread)
    if present.obstacle:
        raise Fault(present.obstacle, "text")
    message = _put_once(thread, text, user_id, ref, present.until)
    switch.pause_for_reply(thread, user_id)
    if seen is None or not _wrote_since(thread, seen):
        mark_answered(thread)
    events.note("thread.replied", user_id=user_id, thread_id=thread.id)
    return message


def latest(thread: Thread) -> int:
    """The id of its last message; 0 without any."""
    return db.session.scalar(select(func.max(Message.id)).where(Message.thread_id == thread.id)) or 0


def start(form: FirstMessage, user_id: int) -> Thread:
    """Staff write first. Raises Fault or Faults that name the fields."""
    faults = Gather()
    with faults:
        number = _number(form.number_id)
    with faults:
        e164 = _phone(form.phone, form.number_id)
    with faults:
        clean(form.text)
    faults.settle()
    thread = opening.open_one(number.id, e164)
    if not latest(thread):
        quotas.use(quotas.CONVERSATIONS, user_id, "phone")
    try:
        reply(thread, form.text, user_id, form.key)
    except Fault as fault:  # a refusal concerns the phone, not the text
        raise Fault(fault.sentence, "phone" if fault.field == "text" else fault.field) from fault
    return thread


def clean(text: str) -> str:
    """As it will be sent. Raises Fault when it is empty or too long."""
    text = several_lines(text)
    if not text:
        raise Fault("Write something first.", "text")
    must_be_filled_in(text)
    size = segments.measure(text)
    if size.segments > LONGEST_SEGMENTS:
        sentence = f"This would be {size.segments} segments; at most {LONGEST_SEGMENTS} can be sent at once."
        raise Fault(sentence, "text")
    return text


def must_be_filled_in(text: str) -> None:
    """No one gets braces for a name. Raises Fault."""
    if names := blanks(text):
        raise Fault(f"Write something in the place of {' and '.join(names)}, or remove it.", "text")


def blanks(text: str) -> list[str]:
    """The placeholders that still stand in a text."""
    return list(dict.fromkeys(written(one) for one in Template.parse(text).placeholders))


def mark_answered(thread: Thread) -> None:
    """No one waits for us in this thread."""
    _update(thread, needs_reply=False, unread=0)


def mark_read(thread: Thread) -> None:
    """Someone has opened it; it may still need a reply."""
    if thread.unread:
        _update(thread, unread=0)


def _update(thread: Thread, **values: object) -> None:
    statement = update(Thread).where(Thread.id == thread.id)
    db.session.execute(statement.values(revision=Thread.revision + 1, **values))


def must_have_seen(thread: Thread, seen: int, user_id: int) -> None:
    """No one writes over a colleague unseen. Raises Fault with what the colleague wrote."""
    query = select(User.name, Message.text).join(User, User.id == Message.user_id)
    of_others = (Message.origin == Origin.STAFF, Message.user_id != user_id)
    query = query.where(Message.thread_id == thread.id, Message.id > seen, *of_others)
    other = db.session.execute(query.order_by(Message.id.desc()).limit(1)).first()
    if other is not None:
        said = activity.preview(other.text)
        sentence = f"{other.name} has answered meanwhile. Send yours as well, or change it."
        raise Fault(f"{sentence} The other answer: “{said}”", "text")


def _wrote_since(thread: Thread, seen: int) -> bool:
    """A reaction is shown where it belongs, and waits for nothing."""
    theirs = (Message.thread_id == thread.id, Message.direction == Direction.IN, Message.reacts_to.is_(None))
    return db.session.scalar(select(exists().where(*theirs, Message.id > seen))) is True


def _ref(key: str, thread: Thread, text: str) -> str:
    """Our name for the message at the carrier: unguessable as the key is, the same for a repetition."""
    return hashlib.sha256(f"{checked(key)}:{thread.id}:{text}".encode()).hexdigest()[:24]


def _known(ref: str) -> Message | None:
    return db.session.scalars(select(Message).where(Message.client_ref == ref)).one_or_none()


def _put_once(
    thread: Thread, text: str, user_id: int, ref: str, not_before: datetime | None = None
) -> Message:
    """Two requests at the same moment: the unique reference lets one of them through."""
    try:
        with db.session.begin_nested():
            return enqueue.put(thread, text, Origin.STAFF, user_id, ref=ref, not_before=not_before)
    except IntegrityError:
        return db.session.scalars(select(Message).where(Message.client_ref == ref)).one()


def _number(number_id: int | None) -> Number:
    number = db.session.get(Number, number_id) if number_id else None
    if number is None or not number.can(Channel.SMS):
        raise Fault("Choose the number to send from.", "number")
    return number


def _phone(typed: str, number_id: int | None) -> str:
    number = db.session.get(Number, number_id) if number_id else None
    if not typed.strip():
        raise Fault("Enter the phone to write to.", "phone")
    try:
        e164 = phone.parse(typed, number.country if number else None)
    except phone.PhoneFault as fault:
        raise Fault(fault.sentence, "phone") from fault
    if number and e164 == number.e164:
        raise Fault("This is the number that you send from.", "phone")
    return e164
