"""Conversations that are chosen on the list, or a whole view of it, and what is done with all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from webapp.bulk import in_param
from webapp.db import db
from webapp.errors import Fault
from webapp.models.contact import Contact
from webapp.models.source import Source, SourceKind
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services import row_locks
from webapp.services.contacts import labels
from webapp.services.inbox.listing import call_back, inbox_filter, put_away
from webapp.services.inbox.listing.inbox_filter import InboxFilter, View
from webapp.services.inbox.listing.put_away import Chosen, Done
from webapp.services.threads import assigning

AT_MOST = 1_000
"""That are chosen at once."""
AT_ONCE = 100
"""In a transaction: with more, texts that come in would wait."""


def ticked(values: Iterable[str]) -> Chosen:
    """`values`: as `mark` makes them. What is none is left out. Raises Fault for nothing at all."""
    chosen = marked(values)
    if not chosen:
        raise Fault("Choose conversations first.")
    return dict(list(chosen.items())[:AT_MOST])


def marked(values: Iterable[str]) -> Chosen:
    """What `mark` made of conversations, read again. What is none is left out."""
    pairs = [value.partition("-") for value in values]
    return {int(one): int(at) for one, _, at in pairs if _is_whole(one) and _is_whole(at)}


def mark(thread: Thread) -> str:
    """Of a conversation on the list, with what of it is read there."""
    return f"{thread.id}-{put_away.read_up_to(thread)}"


def _is_whole(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 18


def everything(criteria: InboxFilter, at: datetime) -> tuple[Chosen, int]:
    """All of a view, as the list had it `at` a moment (UTC): AT_MOST, its first. And how many of those are
    not among them, as something came in since, or all of it did. Raises Fault for none at all."""
    seen = (at - inbox_filter.EPOCH) // inbox_filter.MICROSECOND
    found = _of_view(criteria)
    if not found:
        raise Fault("Nothing stands in this view any more.")
    same = (one for one in found if one.created_at <= at and put_away.read_up_to(one) <= seen)
    chosen = {thread.id: put_away.read_up_to(thread) for thread in same}
    return chosen, len(found) - len(chosen)


def count(criteria: InboxFilter) -> int:
    """How many there are in a view; AT_MOST + 1 stands for more."""
    whole = replace(criteria, before="")
    if whole.view == View.CALL_BACK:
        return len(call_back.wanted(whole, AT_MOST + 1))
    some = inbox_filter.wanted(whole, AT_MOST + 1).with_only_columns(Thread.id).order_by(None)
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def _of_view(criteria: InboxFilter) -> Sequence[Thread]:
    whole = replace(criteria, before="")
    if whole.view == View.CALL_BACK:
        return call_back.wanted(whole, AT_MOST)
    return db.session.scalars(inbox_filter.wanted(whole, AT_MOST)).all()


def slices(chosen: Chosen) -> Iterator[Chosen]:
    """Some at a time, each for a transaction of its own; all of them are locked in the order of their ids."""
    ids = sorted(chosen)
    for first in range(0, len(ids), AT_ONCE):
        yield {thread_id: chosen[thread_id] for thread_id in ids[first : first + AT_ONCE]}


def assign(chosen: Chosen, user_id: int | None, by: User) -> Done:
    """To one of the team, or to no one. Raises Fault."""
    user = db.session.get(User, user_id) if user_id is not None else None
    if user_id is not None and (user is None or not user.is_active):
        raise Fault("Choose someone of your team.", "assignee")
    return Done(len(assigning.assign_all(chosen, user_id, by.id)))


def label(chosen: Chosen, typed: str, by: User) -> Done:
    """The contacts of these conversations get a label. Raises Fault that names the field."""
    labels.read(typed)
    theirs = select(Thread.contact_id).where(in_param(Thread.id, "ids"))
    query = select(Contact).where(Contact.id.in_(theirs)).order_by(Contact.id)
    held = query.with_for_update(key_share=True)  # all of them before any conversation: see row_locks
    people = db.session.scalars(held, {"ids": list(chosen)}).all()
    row_locks.conversations([contact.phone for contact in people])  # as each would take its own
    source = Source(SourceKind.PERSON, by.name, by.id)
    for contact in people:
        labels.put(contact, typed, source)
    return Done(len(people))
