"""Everything we hold on one phone, as a page shows it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from webapp.bulk import in_param
from webapp.db import db, inline_literal
from webapp.errors import NotFound
from webapp.models.batch import Batch
from webapp.models.call import Call
from webapp.models.contact import Contact
from webapp.models.entry import Entry, Kind
from webapp.models.hold import Hold
from webapp.models.media import Media
from webapp.models.message import Message
from webapp.models.opt_out import OptOut
from webapp.models.recipient import Recipient
from webapp.models.recording import Recording
from webapp.models.thread import Thread
from webapp.models.webhook_event import WebhookEvent
from webapp.services import paging
from webapp.services.batches import consent
from webapp.services.contacts.segments import selection
from webapp.services.contacts.segments.selection import Selection
from webapp.services.inbox.timeline import timeline
from webapp.services.inbox.timeline.timeline import Line
from webapp.services.opt_outs import holds
from webapp.services.paging import Page
from webapp.services.privacy import traces

PAGE = 50
MOST_LISTS = 100
"""Batches that a page shows, the latest; an export has all."""
COUNTED = (Kind.SMS, Kind.CALL)
"""What a conversation has been said in."""
SENDER = WebhookEvent.payload[("sms", "sender")].as_string()


@dataclass(frozen=True)
class Conversation:
    """With one of our numbers. `first`, `last`: of the messages and calls."""

    thread: Thread
    messages: int
    calls: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True)
class Listed:
    """A batch that they were in; `consent` as its creator stated it."""

    batch: Batch
    recipient: Recipient
    consent: str


@dataclass(frozen=True)
class Record:
    """`waiting`: their texts to a number that has not been added. `media`: their pictures, files and
    recordings."""

    phone: str
    contact: Contact | None
    opt_out: OptOut | None
    hold: Hold | None
    history: Sequence[Line]
    conversations: Sequence[Conversation]
    lists: Sequence[Listed]
    more_lists: bool
    waiting: int
    media: int

    @property
    def name(self) -> str:
        return self.contact.name if self.contact else ""

    @property
    def messages(self) -> int:
        return sum(one.messages for one in self.conversations)

    @property
    def calls(self) -> int:
        return sum(one.calls for one in self.conversations)

    @property
    def first(self) -> datetime | None:
        return min((one.first for one in self.conversations if one.first), default=None)

    @property
    def last(self) -> datetime | None:
        return max((one.last for one in self.conversations if one.last), default=None)

    @property
    def is_empty(self) -> bool:
        return not (self.contact or self.history or self.lists or self.waiting)


def page(chosen: Selection, before: int | None = None) -> Page[Contact]:
    """The latest contacts first."""
    return paging.newest(select(Contact).where(selection.where(chosen)), Contact.id, before, PAGE)


def contact(contact_id: int) -> Contact:
    """Raises NotFound."""
    found = db.session.get(Contact, contact_id)
    if found is None:
        raise NotFound("This contact does not exist. It may have been erased.")
    return found


def known(phone: str) -> Contact | None:
    """The contact with this phone."""
    return db.session.scalars(select(Contact).where(Contact.phone == phone)).one_or_none()


def names_of(phones: Collection[str]) -> dict[str, str]:
    """The names of those of the phones that have one."""
    query = select(Contact.phone, Contact.name).where(in_param(Contact.phone, "phones"), Contact.name != "")
    return {row.phone: row.name for row in db.session.execute(query, {"phones": list(phones)})}


def of(phone: str) -> Record:
    """What there is on one phone, be it a contact's or not."""
    out = db.session.scalars(select(OptOut).where(OptOut.phone == phone, OptOut.lifted_at.is_(None)))
    lists, more_lists = paging.split(_lists(phone), MOST_LISTS)
    return Record(
        phone=phone,
        contact=known(phone),
        opt_out=out.one_or_none(),
        hold=holds.of(phone),
        history=timeline.history(phone),
        conversations=_conversations(phone),
        lists=lists,
        more_lists=more_lists,
        waiting=_waiting(phone),
        media=_media(phone),
    )


def _conversations(phone: str) -> list[Conversation]:
    ids = list(db.session.scalars(traces.threads(phone)))
    of_kinds = [func.sum(case((Entry.kind == kind, 1), else_=0)) for kind in COUNTED]
    moments = (func.min(Entry.created_at), func.max(Entry.created_at))
    counted = select(Entry.thread_id, *of_kinds, *moments)
    counted = counted.where(Entry.thread_id.in_(ids), Entry.kind.in_(COUNTED)).group_by(Entry.thread_id)
    counts = {row[0]: row[1:] for row in db.session.execute(counted)}
    query = select(Thread).options(joinedload(Thread.number)).where(Thread.id.in_(ids))
    found = db.session.scalars(query.order_by(Thread.last_at.desc(), Thread.id.desc()))
    return [Conversation(one, *counts.get(one.id, (0, 0, None, None))) for one in found]


def _lists(phone: str) -> list[Listed]:
    query = (
        select(Recipient, Batch)
        .join(Batch, Batch.id == Recipient.batch_id)
        .options(contains_eager(Batch.author))
        .join(Batch.author)
        .where(Recipient.id.in_(traces.recipients(phone)))
        .order_by(Batch.id.desc())
        .limit(MOST_LISTS + 1)
    )
    return [Listed(batch, row, consent.words(batch)) for row, batch in db.session.execute(query)]


def _waiting(phone: str) -> int:
    unread = or_(
        WebhookEvent.state == inline_literal("waiting"), WebhookEvent.state == inline_literal("unreadable")
    )
    query = select(func.count()).where(unread, WebhookEvent.kind == "inbound", SENDER == phone)
    return db.session.scalar(query) or 0


def _media(phone: str) -> int:
    came = select(func.count()).select_from(Media).join(Message, Message.id == Media.message_id)
    spoken = select(func.count()).select_from(Recording).join(Call, Call.id == Recording.call_id)
    found = (
        query.where(of.thread_id.in_(traces.threads(phone)))
        for query, of in ((came, Message), (spoken, Call))
    )
    return sum(map(db.session.scalar, found))
