"""Staff have someone called by an agent: what the form begins with, what stands in the way, and the call."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.channels.call import LONGEST
from webapp.db import db
from webapp.errors import Fault, Gather
from webapp.models.call import Call, OnVoicemail
from webapp.models.channel import Channel
from webapp.models.contact import Contact
from webapp.models.entry import Entry, Origin
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.rules import first_names
from webapp.rules.phones import phone
from webapp.rules.typed_text import several_lines
from webapp.services import events
from webapp.services.agents import able, store
from webapp.services.agents.editing.who import LANGUAGES
from webapp.services.calls import placing
from webapp.services.calls.placing import CallWanted
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking, Verdict
from webapp.services.inbox import reply
from webapp.services.threads import opening

LONGEST_CONTEXT = 2000
OPEN_TO_STAFF = (OnVoicemail.HANG_UP, OnVoicemail.MESSAGE)
"""Only the calls of a batch are tried again."""


@dataclass(frozen=True)
class CallForm:
    """What someone typed, or what a form begins with. `key`: see reply.new_key."""

    phone: str = ""
    number_id: int | None = None
    agent_id: int | None = None
    first_message: str = ""
    context: str = ""
    language: str = "en"
    on_voicemail: str = OnVoicemail.HANG_UP
    voicemail_message: str = ""
    key: str = field(default="", compare=False)


def prefilled(to: str, number_id: int | None, user_id: int, key: str) -> CallForm:
    """As the last call was that this member placed, best one to the same person.

    What it said to someone else by name is said by the name of this one.
    """
    contact = db.session.scalars(select(Contact).where(Contact.phone == to)).one_or_none()
    last = _last(user_id, to) or _last(user_id)
    agent = able.one(last.agent_id) if last else able.of_number(number_id, Channel.CALL)
    if last is None:
        tongues = store.current(agent).definition.languages if agent else ()
        language = next((one for one in tongues if one in LANGUAGES), "en")
        return CallForm(to, number_id, agent.id if agent else None, language=language, key=key)
    said = _for_another(last.first_message, _name(last), contact.name if contact else "")
    left = _for_another(last.voicemail_message, _name(last), contact.name if contact else "")
    return CallForm(
        to, number_id or last.number_id, agent.id if agent else None, said,
        last.context if last.phone == to else "", last.language, last.on_voicemail, left, key,
    )  # fmt: skip


def verdict(to: str, number: Number | None) -> Verdict:
    """Whether this phone may be called now; if not, why, and what would change that, or until when."""
    if number is not None and not number.can(Channel.CALL):
        return Verdict(False, placing.off(number))
    if not to.startswith("+"):
        return Verdict(False, f"“{to}” is a sender’s name or a short code. It cannot be called.")
    return gate.ask(to, Asking(Origin.STAFF, Channel.CALL))


def start(form: CallForm, user_id: int) -> tuple[Call, datetime | None]:
    """The call, and until when it waits for their hours; None: it is placed at once.

    The same form sent twice is one call. Raises Fault or Faults that name the fields.
    """
    key = reply.checked(form.key)
    faults = Gather()
    with faults:
        number = _number(form.number_id)
    with faults:
        to = _phone(form)
    with faults:
        wanted = _wanted(form)
    faults.settle()
    present = verdict(to, number)
    if present.obstacle:
        raise Fault(present.obstacle, "phone")
    thread = opening.open_one(number.id, to)
    return _placed(thread, wanted, user_id, key, present.until), present.until


def _placed(thread: Thread, wanted: CallWanted, user_id: int, key: str, not_before: datetime | None) -> Call:
    """Two requests at the same moment: the unique reference lets one of them through."""
    ref = hashlib.sha256(f"call:{key}:{thread.id}".encode()).hexdigest()[:24]
    known = select(Call).where(Entry.client_ref == ref)
    before = db.session.scalars(known).one_or_none()
    if before is not None:
        return before
    try:
        with db.session.begin_nested():
            call = placing.place(thread, wanted, Origin.STAFF, user_id, ref=ref, not_before=not_before)
    except IntegrityError:
        return db.session.scalars(known).one()
    events.note("call.placed", user_id=user_id, thread_id=thread.id)
    return call


def _wanted(form: CallForm) -> CallWanted:
    first, left = several_lines(form.first_message), several_lines(form.voicemail_message)
    if not form.agent_id or able.one(form.agent_id) is None:
        raise Fault("Choose the agent that holds the conversation.", "agent")
    if form.language not in LANGUAGES:
        raise Fault("Choose the language of the call.", "language")
    if form.on_voicemail not in OPEN_TO_STAFF:
        raise Fault("Choose what is done when a voicemail answers.", "on_voicemail")
    for name, text in (("first_message", first), ("voicemail_message", left)):
        if len(text) > LONGEST:
            raise Fault(f"Up to {LONGEST:,} characters can be said in one piece.", name)
    if not first:
        raise Fault("Write what the call says first.", "first_message")
    leaves = form.on_voicemail == OnVoicemail.MESSAGE
    if leaves and not left:
        raise Fault("Write the message for voicemails.", "voicemail_message")
    return CallWanted(
        first, form.agent_id, several_lines(form.context)[:LONGEST_CONTEXT], form.language,
        OnVoicemail(form.on_voicemail), left if leaves else "",
    )  # fmt: skip


def _number(number_id: int | None) -> Number:
    number = db.session.get(Number, number_id) if number_id else None
    if number is None or not number.can(Channel.CALL):
        raise Fault("Choose the number that calls.", "number")
    return number


def _phone(form: CallForm) -> str:
    number = db.session.get(Number, form.number_id) if form.number_id else None
    if not form.phone.strip():
        raise Fault("Enter the phone to call.", "phone")
    try:
        e164 = phone.parse(form.phone, number.country if number else None)
    except phone.PhoneFault as fault:
        raise Fault(fault.sentence, "phone") from fault
    if number and e164 == number.e164:
        raise Fault("This is the number that calls.", "phone")
    return e164


def _last(user_id: int, to: str | None = None) -> Call | None:
    query = select(Call).where(Entry.user_id == user_id, Entry.origin == Origin.STAFF)
    query = query.where(Call.connects.is_(False))
    query = query.where(Entry.phone == to) if to else query
    return db.session.scalars(query.order_by(Call.id.desc()).limit(1)).one_or_none()


def _name(call: Call) -> str:
    return db.session.get_one(Thread, call.thread_id).contact.name


def _for_another(text: str, name: str, other: str) -> str:
    """A text with one name in the place of another, in full or the first of its words."""
    if not name or name == other:
        return text
    first, theirs = first_names.of(name), first_names.of(other)
    instead = {first: theirs, name: other}
    written = "|".join(re.escape(one) for one in sorted(instead, key=len, reverse=True))
    named = re.compile(rf"(\s*)\b({written})\b")
    return named.sub(lambda found: f"{found[1]}{instead[found[2]]}" if other else "", text)
