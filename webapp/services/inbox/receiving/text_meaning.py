"""What a text means, given what we wrote to its sender: a reaction to it, a wish, or an ordinary reply.

What they quote of ours is not their wish. Our texts and names are looked up only where a text may hold them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from webapp.carriers.base import InboundMessage
from webapp.db import db
from webapp.models import statuses
from webapp.models.contact import Contact
from webapp.models.entry import Direction
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.statuses import Phase
from webapp.models.thread import Thread
from webapp.rules.phrases import finding
from webapp.rules.replies import captions, our_name, quotations, reactions, replies
from webapp.rules.replies.replies import Meaning
from webapp.services import settings

RECENT = 30
"""Texts of ours that a quotation is compared with, the latest first."""
NEVER_LEFT = statuses.in_phase(MessageState, Phase.WAITING, Phase.BEFORE)
WISHES = (Meaning.OPT_OUT, Meaning.HOLD)


@dataclass(frozen=True)
class TextMeaning:
    """`reacts_to`: the message of ours that it is a reaction to, with the emoji that stands there now."""

    meaning: Meaning
    reacts_to: int | None = None
    emoji: str = ""


def prepare() -> None:
    """Compile all that reads what people write: for a process whose forks would each do it again."""
    finding.prepare()


def read(sms: InboundMessage, number: Number) -> TextMeaning:
    """What someone wrote to one of our numbers means, its captions included."""
    ours = _Ours(sms.sender, number)
    if (
        not sms.media
        and quotations.may_quote(sms.text)
        and (found := reactions.find(sms.text, ours.texts)) is not None
    ):
        return TextMeaning(Meaning.NOTHING, ours.ids[found.ours], found.emoji)
    meaning = captions.read(sms.text, sms.captions, lambda text: _meaning(text, ours))
    return TextMeaning(replies.of_a_part(meaning) if sms.incomplete else meaning)


def _meaning(text: str, ours: _Ours) -> Meaning:
    meaning = replies.read(text, ours.names)
    if meaning in WISHES and len(text) >= quotations.SHORTEST_COPY:
        return _of_their_own(text, meaning, ours)
    return meaning


def _of_their_own(text: str, meaning: Meaning, ours: _Ours) -> Meaning:
    """What their text means without the quotations of our texts in it."""
    own = quotations.without(text, ours.texts)
    if own == text:
        return meaning
    left = replies.read(own, ours.names)
    return left if left in WISHES else Meaning.NOTHING


class _Ours:
    """What we wrote to someone from one of our numbers lately, and what we are called."""

    def __init__(self, phone: str, number: Number) -> None:
        self.phone, self.number = phone, number

    @cached_property
    def _sent(self) -> Sequence[tuple[int, str]]:
        theirs = (Contact.phone == self.phone, Thread.number_id == self.number.id)
        thread = select(Thread.id).join(Contact, Contact.id == Thread.contact_id).where(*theirs)
        query = select(Message.id, Message.text).where(
            Message.thread_id == thread.scalar_subquery(),
            Message.direction == Direction.OUT,
            Message.state.not_in(NEVER_LEFT),
        )
        rows = db.session.execute(query.order_by(Message.id.desc()).limit(RECENT))
        return [(row.id, row.text) for row in rows]

    @property
    def ids(self) -> list[int]:
        return [message_id for message_id, _ in self._sent]

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self._sent]

    def names(self) -> Iterator[str]:
        yield from filter(None, (str(settings.get("team_name")), self.number.label, self.number.e164))
        yield from our_name.named_in(self.texts)
