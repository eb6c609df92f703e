"""Writes made-up conversations: what goes out, what comes in, as it would stand there had it really happened.

Nothing here passes the outbox, and no row is left that something would be sent for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from webapp.agents.base import Memory, Outreach, Turn, Who
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.contact import Contact
from webapp.models.entry import PRIORITIES, Direction, Origin
from webapp.models.message import Message, MessageState
from webapp.models.note import Note, NoteState
from webapp.models.number import Number
from webapp.models.recipient import Recipient
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules import segments
from webapp.services.demo import marks
from webapp.services.demo.story import ZONE, Person
from webapp.services.threads import activity

PASSED_ON, CONFIRMED = timedelta(seconds=1), timedelta(seconds=4)
"""From the moment that we write a message until the carrier takes it, and until the phone has it."""


@dataclass
class Conversation:
    """One made-up thread, and what its agent would remember."""

    thread: Thread
    contact: Contact
    turns: list[Turn] = field(default_factory=list)
    outreach: Outreach = field(default_factory=Outreach)
    memory: Memory = field(default_factory=Memory)
    language: str = ""
    answers: int = 0
    read_to: int = 0
    recipient: Recipient | None = None
    batch: Batch | None = None


class Stage:
    """`by`: who made it up; what staff say is said by them."""

    def __init__(self, by: User, numbers: Mapping[str, Number]) -> None:
        self.by = by
        self.numbers = numbers
        self._contacts: dict[str, Contact] = {}
        self._conversations: dict[tuple[str, str], Conversation] = {}
        self._sent = 0

    @property
    def conversations(self) -> list[Conversation]:
        """All that there are."""
        return list(self._conversations.values())

    def conversation(self, person: Person, number: str, at: datetime) -> Conversation:
        """With someone, begun at that time if there is none yet."""
        key = (person.phone, number)
        if key not in self._conversations:
            contact = self.contact(person, at)
            thread = Thread(
                contact_id=contact.id,
                number_id=self.numbers[number].id,
                created_at=at,
                last_at=at,
                revision=1,
            )
            _add(thread)
            self._conversations[key] = Conversation(thread, contact)
        return self._conversations[key]

    def contact(self, person: Person, at: datetime) -> Contact:
        """As it was made when their first list was read, or when they first wrote."""
        if person.phone not in self._contacts:
            made = Contact(phone=person.phone, name=person.name, timezone=str(ZONE), created_at=at)
            self._contacts[person.phone] = made
            _add(made)
        return self._contacts[person.phone]

    def say(
        self,
        to: Conversation,
        text: str,
        origin: Origin,
        at: datetime,
        state: MessageState = MessageState.DELIVERED,
        **values: Any,
    ) -> Message:
        """A message of ours that has left."""
        reference = self.reference()
        message = self._message(to, text, Direction.OUT, state, at)
        message.origin, message.priority = origin, PRIORITIES[origin]
        message.client_ref = message.carrier_id = reference
        message.claimed_at, message.sent_at = at, at + PASSED_ON
        message.settled_at = None if state == MessageState.SENT else at + CONFIRMED
        if origin == Origin.STAFF:
            message.user_id = self.by.id
        for name, value in values.items():
            setattr(message, name, value)
        _add(message)
        who = Who.AGENT if origin == Origin.AGENT else Who.STAFF
        self._show(to, message, who)
        to.thread.needs_reply, to.thread.unread = False, 0
        return message

    def reference(self) -> str:
        """A name for what leaves next."""
        self._sent += 1
        return f"demo-{self.by.id}-{self._sent}"

    def hear(self, one: Conversation, text: str, at: datetime) -> Message:
        """A text of theirs."""
        message = self._message(one, text, Direction.IN, MessageState.RECEIVED, at)
        message.sent_at = at
        _add(message)
        self._show(one, message, Who.CONTACT)
        one.thread.last_inbound_at = at
        one.thread.needs_reply = True
        one.thread.unread += 1
        return message

    def note(self, one: Conversation, text: str, at: datetime) -> None:
        """What staff write for each other."""
        _add(
            Note(
                thread_id=one.thread.id, number_id=one.thread.number_id, phone=one.contact.phone,
                direction=Direction.OUT, state=NoteState.KEPT, origin=Origin.STAFF, units=0,
                user_id=self.by.id, text=text, created_at=at,
            )
        )  # fmt: skip

    def _message(
        self, one: Conversation, text: str, direction: Direction, state: MessageState, at: datetime
    ) -> Message:
        thread = one.thread
        return Message(
            thread_id=thread.id, number_id=thread.number_id, phone=one.contact.phone, direction=direction,
            state=state, text=text, segments=segments.count(text), carrier=thread.number.carrier,
            created_at=at,
        )  # fmt: skip

    def _show(self, one: Conversation, message: Message, who: Who) -> None:
        thread = one.thread
        one.turns.append(Turn(who, message.text, message.created_at))
        thread.last_at, thread.last_direction = message.created_at, str(message.direction)
        thread.last_text = activity.preview(message.text)
        thread.revision += 1


def _add(row: Any) -> None:
    db.session.add(row)
    db.session.flush()
    marks.remember(row)
