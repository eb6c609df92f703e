"""The filter of the list of conversations, as a SELECT; a page at a time, by key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    Integer,
    Select,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from webapp.bulk import found_by, in_values
from webapp.db import inline_literal
from webapp.models.agent import AgentState
from webapp.models.contact import Contact
from webapp.models.thread import Thread, ThreadStatus, left_to_staff
from webapp.services.contacts import contact_search
from webapp.services.inbox.listing import kind_filters, word_search

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class View(StrEnum):
    """NEEDS: they wait for us. REPLIED: they have written. ALL: also those who only got something.

    HANDED_OFF: an agent has asked for staff. AGENT: an agent answers. MINE: those of the one who looks.
    CALL_BACK: someone is to call back; the list itself is in call_back. BLOCKED: staff do not want to hear
    from them; they are not among those who have written. UNASSIGNED: they have written, and it is no one's.
    SNOOZED, CLOSED: put away by staff; those are in no other view but ALL, BLOCKED, and CALL_BACK, as long
    as a callback is promised.
    """

    NEEDS = "needs"
    HANDED_OFF = "handed_off"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    AGENT = "agent"
    CALL_BACK = "call_back"
    REPLIED = "replied"
    SNOOZED = "snoozed"
    CLOSED = "closed"
    BLOCKED = "blocked"
    ALL = "all"


WROTE = (View.REPLIED, View.UNASSIGNED)
"""Those with people who have written, sorted by that."""
OPEN_ONLY = (View.MINE, View.UNASSIGNED, View.AGENT, View.REPLIED)
"""The status is asked for. What needs a reply, or was handed off, is open anyway."""
STATUSES = {
    **dict.fromkeys(OPEN_ONLY, str(ThreadStatus.OPEN)),
    View.SNOOZED: str(ThreadStatus.SNOOZED),
    View.CLOSED: str(ThreadStatus.CLOSED),
}


@dataclass(frozen=True)
class InboxFilter:
    """What to show of the inbox. `before` is a page's `next`; `user_id`: who looks, for MINE. `kind`: one of
    kind_filters.WORDS. `batch_id`: that has reached them."""

    view: View = View.NEEDS
    number_id: int | None = None
    search: str = ""
    before: str = ""
    user_id: int | None = None
    kind: str = ""
    batch_id: int | None = None


def wanted(criteria: InboxFilter, most: int) -> Select[Thread]:
    """So many conversations, the latest first. The contacts that a search finds are counted before."""
    search = criteria.search.strip()
    few = contact_search.few(search) if search else None
    said = word_search.threads(search)
    if few is not None:
        return _of_few(few, said, criteria, most)
    query = select(Thread).where(*narrowed(criteria))
    if search:
        query = query.where(or_(_fits(search), *_said_in(said)))
    return query.order_by(*_order(criteria.view, moment(criteria.view), Thread.id)).limit(most)


def _order(view: View, at: Any, thread_id: Any) -> tuple[Any, Any]:
    """The latest first; of those that are snoozed, the first that comes back."""
    return (at, thread_id) if view == View.SNOOZED else (at.desc(), thread_id.desc())


def _of_few(contacts: Sequence[int], said: Sequence[int], criteria: InboxFilter, most: int) -> Select[Thread]:
    """All of their conversations are read before anything narrows them down; in full, those that are shown.
    With them the conversations in which it was said or written (`said`).

    Left to itself, a planner may walk the whole list, a million rows, in search of these few.
    """
    theirs = found_by(Thread.contact_id, in_values(contacts, Integer))
    asked = (
        *(Thread.id, Thread.number_id, Thread.needs_reply, Thread.last_at, Thread.last_inbound_at),
        *(Thread.agent_state, Thread.assignee_id, Thread.contact_id, Thread.status, Thread.snoozed_until),
    )
    found: Any = select(*asked).where(theirs)
    if said:
        found = found.union(select(*asked).where(*_said_in(said)))
    one = aliased(Thread, found.cte().prefix_with("MATERIALIZED"))
    at = moment(criteria.view, one)
    fit = select(one.id, at.label("moment")).where(*narrowed(criteria, one))
    shown = fit.order_by(*_order(criteria.view, at, one.id)).limit(most).subquery()
    query = select(Thread).join(shown, shown.c.id == Thread.id)
    return query.order_by(*_order(criteria.view, shown.c.moment, shown.c.id))


def fitting(criteria: InboxFilter) -> list[ColumnExpressionArgument[bool]]:
    """The number, the kind, the batch and the search of a filter, whatever its view."""
    where: list[ColumnExpressionArgument[bool]] = [
        *kind_filters.fits(criteria.kind),
        *kind_filters.of_batch(criteria.batch_id),
    ]
    if criteria.number_id:
        where.append(Thread.number_id == criteria.number_id)
    if search := criteria.search.strip():
        few = contact_search.few(search)
        found = found_by(Thread.contact_id, in_values(few, Integer)) if few is not None else _fits(search)
        where.append(or_(found, *_said_in(word_search.threads(search))))
    return where


def _said_in(thread_ids: Sequence[int]) -> list[ColumnElement[bool]]:
    return [found_by(Thread.id, in_values(thread_ids, Integer))] if thread_ids else []


def _fits(search: str) -> ColumnElement[bool]:
    """Asked of each conversation, from the latest on, until a page is full; the many are met soon.

    As a join, a planner might look all of the contacts up.
    """
    return select(contact_search.holds(search)).where(Contact.id == Thread.contact_id).scalar_subquery()


def moment(view: View, thread: type[Thread] = Thread) -> InstrumentedAttribute[Any]:
    """What a view is sorted by."""
    if view == View.SNOOZED:
        return thread.snoozed_until
    return thread.last_inbound_at if view in WROTE else thread.last_at


def narrowed(criteria: InboxFilter, thread: type[Thread] = Thread) -> list[ColumnExpressionArgument[bool]]:
    """The conditions of a filter on a conversation, except for the search."""
    where: list[ColumnExpressionArgument[bool]] = [
        *kind_filters.fits(criteria.kind, thread),
        *kind_filters.of_batch(criteria.batch_id, thread),
        *_in_view(criteria, thread),
    ]
    if criteria.number_id:
        where.append(thread.number_id == criteria.number_id)
    if (after := parsed(criteria.before)) is not None:
        place = tuple_(moment(criteria.view, thread), thread.id)
        where.append(place > after if criteria.view == View.SNOOZED else place < after)
    return where


def _in_view(criteria: InboxFilter, thread: type[Thread]) -> Iterator[ColumnExpressionArgument[bool]]:
    view = criteria.view
    if view == View.NEEDS:
        yield thread.needs_reply
    if view in STATUSES:
        yield thread.status == inline_literal(STATUSES[view])
    if view in WROTE:
        yield thread.last_inbound_at.is_not(None)
        yield thread.contact_id.not_in(_blocked())
    if view == View.BLOCKED:
        yield thread.contact_id.in_(_blocked())
    if view == View.HANDED_OFF:
        yield left_to_staff(thread)
    if view == View.AGENT:
        yield thread.agent_state == inline_literal(str(AgentState.ON))
    if view == View.MINE:
        yield thread.assignee_id == (criteria.user_id or 0)
    if view == View.UNASSIGNED:
        yield thread.assignee_id.is_(None)


def _blocked() -> Select[int]:
    """Few, and found by an index."""
    return select(Contact.id).where(Contact.blocked_at.is_not(None))


def key(thread: Thread, view: View) -> str:
    """After which a page begins that goes on behind this conversation: `InboxFilter.before`."""
    return key_of(getattr(thread, moment(view).key), thread.id)


def key_of(at: datetime, thread_id: int) -> str:
    """The same of any moment by which a list is sorted."""
    return f"{(at - EPOCH) // MICROSECOND}-{thread_id}"


def parsed(before: str) -> tuple[datetime, int] | None:
    """None for an invalid key: the list begins at its beginning."""
    at, _, thread_id = before.partition("-")
    if not (at.isdecimal() and thread_id.isdecimal() and len(at) < 18 and len(thread_id) < 18):
        return None
    return EPOCH + int(at) * MICROSECOND, int(thread_id)
