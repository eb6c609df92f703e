"""The list of opt-outs, and what staff do with it: add one, lift one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from webapp import form_fields
from webapp.db import db
from webapp.errors import Conflict, Fault, Gather, NotFound
from webapp.models.contact import Contact
from webapp.models.message import Message
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules.phones import phone
from webapp.services import paging
from webapp.services.contacts import contact_search
from webapp.services.csv_lines import line
from webapp.services.intake import own_export
from webapp.services.opt_outs import in_flight, register, typed_phone
from webapp.services.paging import Page
from webapp.services.team import people

PAGE = 50
LONGEST_EVIDENCE, LONGEST_REASON = 1000, 200


@dataclass(frozen=True)
class Entry:
    """One opt-out. `by`: who, or which program, noted it.

    `thread_id`: where it was said, else their latest conversation.
    `left_already`: messages that could not be called back any more, see services/opt_outs/in_flight.
    """

    opt_out: OptOut
    name: str
    by: str
    lifted_by: str
    left_already: int
    thread_id: int | None


def count(search: str = "", source: OptOutSource | None = None) -> int:
    """How many phones have opted out, or how many of them `page` lists."""
    return db.session.scalar(select(func.count()).where(*_active(search, source))) or 0


def page(search: str = "", source: OptOutSource | None = None, before: int | None = None) -> Page[Entry]:
    """Active ones, newest first. `search`: digits of the phone, or a part of the contact's name."""
    return _page(select(OptOut).where(*_active(search, source)), before)


def _active(search: str, source: OptOutSource | None) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [OptOut.lifted_at.is_(None)]
    if source is not None:
        wanted.append(OptOut.source == source)
    if search.strip():
        wanted.append(matches(OptOut.phone, search) | OptOut.phone.in_(_named(search)))
    return wanted


def _page(query: Select[OptOut], before: int | None) -> Page[Entry]:
    rows, following = paging.newest(query.options(joinedload(OptOut.api_key)), OptOut.id, before, PAGE)
    return Page(_entries(rows), following)


def export() -> Iterator[str]:
    """All of them as CSV, the newest first, with what is known of each; those that were lifted, too."""
    yield line(own_export.COLUMNS)
    for entries in paging.pages(partial(_page, select(OptOut))):
        for entry in entries:
            one = entry.opt_out
            known = [one.phone, entry.name, _moment(one.created_at), one.source, one.evidence, entry.by]
            lifted = [_moment(one.lifted_at), entry.lifted_by, one.lift_reason]
            yield line([*known, *lifted, one.told_again])


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def get(opt_out_id: int) -> OptOut:
    """An active one. Raises NotFound."""
    found = db.session.get(OptOut, opt_out_id)
    if found is None or found.lifted_at is not None:
        raise NotFound("This opt-out does not exist any more. Someone may have lifted it.")
    return found


def add(typed: str, reason: str, by: User) -> OptOut:
    """Staff were told that someone must not be reached. Raises Fault or Faults that name the fields."""
    faults = Gather()
    with faults:
        e164 = typed_phone.read(typed)
    with faults:
        reason = form_fields.line(reason, "reason", LONGEST_EVIDENCE, "Write down what they said, and when.")
    faults.settle()
    if not register.record(e164, OptOutSource.STAFF, reason, user_id=by.id):
        raise Fault(f"{phone.pretty(e164)} has opted out already.", "phone")
    active = (OptOut.phone == e164, OptOut.lifted_at.is_(None))
    return db.session.scalars(select(OptOut).where(*active)).one()


def lift(opt_out: OptOut, reason: str, by: User) -> None:
    """They may be reached again, because they said so. Raises Fault that names the field, or Conflict."""
    missing = "Write down when and how they agreed to be reached again."
    reason = form_fields.line(reason, "reason", LONGEST_REASON, missing)
    if not register.lift(opt_out.phone, reason, by.id):
        raise Conflict("Someone has just lifted this opt-out.")


def matches(column: InstrumentedAttribute[str], search: str) -> ColumnElement[bool]:
    """Phones that hold the digits of `search`, however they were typed."""
    phones = contact_search.phone_spellings(search)
    return or_(*map(column.contains, phones)) if phones else column.is_(None)


def _named(search: str) -> Select[str]:
    return select(Contact.phone).where(contact_search.named(search))


def _entries(rows: Iterable[OptOut]) -> list[Entry]:
    rows = list(rows)
    said = _threads_of_messages([row.message_id for row in rows if row.message_id])
    names, latest = _contacts([row.phone for row in rows])
    left = in_flight.of_opt_outs([row.id for row in rows])
    staff = people.names(one for row in rows for one in (row.created_by, row.lifted_by))
    return [
        Entry(
            row,
            names.get(row.phone, ""),
            row.api_key.name if row.api_key else staff.get(row.created_by or 0, ""),
            staff.get(row.lifted_by or 0, ""),
            left.get(row.id, 0),
            said.get(row.message_id or 0) or latest.get(row.phone),
        )
        for row in rows
    ]


def _threads_of_messages(ids: list[int]) -> dict[int, int]:
    rows = db.session.execute(select(Message.id, Message.thread_id).where(Message.id.in_(ids)))
    return {row.id: row.thread_id for row in rows}


def _contacts(phones: list[str]) -> tuple[dict[str, str], dict[str, int]]:
    """Their names, and their latest threads."""
    rows = db.session.execute(
        select(Contact.phone, Contact.name, func.max(Thread.id).label("thread"))
        .outerjoin(Thread, Thread.contact_id == Contact.id)
        .where(Contact.phone.in_(phones))
        .group_by(Contact.phone, Contact.name)
    ).all()
    return {row.phone: row.name for row in rows}, {row.phone: row.thread for row in rows if row.thread}
