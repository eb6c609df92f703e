"""STOP, START and HELP act at once, and each is answered (47 CFR 64.1200(a)(12) allows one confirmation).

An answer that cannot go out within five minutes does not go out at all: see outbox/overdue.
"""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.orm import aliased

from webapp.db import db, now
from webapp.models import statuses
from webapp.models.channel import Channel
from webapp.models.entry import Direction, Origin
from webapp.models.message import Message, MessageState
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.status_change import Because
from webapp.models.statuses import Phase
from webapp.models.thread import Thread
from webapp.rules.replies.replies import Meaning
from webapp.services import settings
from webapp.services.opt_outs import holds, register
from webapp.services.threads import reopening
from webapp.services.threads.enqueue import put
from webapp.services.threads.last_inbound import INBOUND, before_answer

log = structlog.get_logger(__name__)

ONE_A_DAY = timedelta(days=1)
NEVER_LEFT = (*statuses.in_phase(MessageState, Phase.BEFORE), MessageState.FAILED)


def act(meaning: Meaning, thread: Thread, message: Message) -> None:
    """Record the opt-out or opt-in of a keyword, with the message as its evidence, and confirm it.

    Any other keyword is answered with the setting confirm_ and its meaning (KeyError where there is none);
    where that cannot be, or has been today and they ask again, by staff.
    """
    if meaning == Meaning.OPT_OUT:
        _stop(thread, message)
    elif meaning == Meaning.OPT_IN:
        _start(thread, message)
    elif not _confirm(thread, _with_our_name(str(settings.get(f"confirm_{meaning}")))):
        reopening.want([thread.id], Because.WROTE)


def standing(meaning: Meaning, phone: str) -> Meaning:
    """START of someone whom nothing keeps us from writing to is a word like any other: it may answer us."""
    if meaning == Meaning.OPT_IN and not (register.active([phone]) or holds.of(phone)):
        return Meaning.NOTHING
    return meaning


def _stop(thread: Thread, message: Message) -> None:
    new = register.record(message.phone, OptOutSource.KEYWORD, message.text, message.id)
    if new and not _stopped_today(message):
        _confirm(thread, str(settings.get("confirm_stop")))


def _stopped_today(message: Message) -> bool:
    """Whether another STOP from this phone, to any of our numbers, was answered within a day."""
    stop = aliased(Message)
    earlier = (
        select(Message.id)
        .join(stop, stop.thread_id == Message.thread_id)
        .join(OptOut, OptOut.message_id == stop.id)
        .where(
            OptOut.phone == message.phone,
            OptOut.source == OptOutSource.KEYWORD,
            OptOut.created_at > now() - ONE_A_DAY,
            OptOut.message_id != message.id,
            Message.origin == Origin.CONFIRMATION,
            Message.state.not_in(NEVER_LEFT),
            before_answer(INBOUND.id) == stop.id,
        )
    )
    return db.session.scalars(earlier.limit(1)).first() is not None


def _start(thread: Thread, message: Message) -> None:
    if register.opt_in(message.phone, message.text, message.id):
        _confirm(thread, str(settings.get("confirm_start")))


def _with_our_name(text: str) -> str:
    """People who ask for help want to know who writes to them."""
    name = str(settings.get("team_name"))
    return text if not text or name.casefold() in text.casefold() else f"{name}: {text}"


def _confirm(thread: Thread, text: str) -> bool:
    """One confirmation of each kind a day, however often the word comes. One that never left does not count.

    False: nothing is said.

    None to a sender that is no phone: the digits of an account elsewhere may be someone else's phone. None
    from a number whose SMS is off: it would wait forever.
    """
    if not thread.contact.phone.startswith("+"):
        return False
    if not thread.number.can(Channel.SMS):
        log.warning("a keyword is not answered: SMS is off", number=thread.number.e164)
        return False
    already = db.session.scalars(
        select(Message.id).where(
            Message.thread_id == thread.id,
            Message.direction == Direction.OUT,
            Message.origin == Origin.CONFIRMATION,
            Message.text == text,
            Message.state.not_in(NEVER_LEFT),
            Message.created_at > now() - ONE_A_DAY,
        )
    ).first()
    if already is not None or not text:
        return False
    put(thread, text, Origin.CONFIRMATION)
    return True
