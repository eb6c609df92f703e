"""Opening threads, in bulk: the contact and the conversation that a phone needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import (
    JSON,
    Executable,
    Insert,
    Integer,
    Select,
    String,
    Text,
    Update,
    and_,
    bindparam,
    literal,
    select,
    true,
    update,
)

from webapp.bulk import cached_statement, execute_core, in_param, values_table
from webapp.db import UtcDateTime, db, insert, now
from webapp.models.contact import Contact
from webapp.models.thread import Thread
from webapp.rules import search_text
from webapp.services import row_locks, signals
from webapp.services.threads.activity import PREVIEW, preview


@cached_statement
def _known_contacts() -> Select[str, int, str]:
    return select(Contact.phone, Contact.id, Contact.name).where(in_param(Contact.phone, "phones"))


@cached_statement
def _add_contacts() -> Insert:
    """Those of `rows` that are there already, because someone was faster, are left out."""
    new = values_table(phone=String(16), name=String(200), search_name=Text)
    moment = bindparam("at", type_=UtcDateTime())
    chosen = select(new.c.phone, new.c.name, new.c.search_name, literal({}, JSON), moment).where(true())
    names = ["phone", "name", "search_name", "attributes", "created_at"]
    written = insert(Contact).from_select(names, chosen).on_conflict_do_nothing()
    return written.returning(Contact.phone, Contact.id)


@cached_statement
def _name_contacts() -> Update:
    """Contacts that have a name by then keep it."""
    told = values_table(contact=Integer(), called=String(200), search_name=Text)
    nameless = (Contact.id == told.c.contact, Contact.name == "")
    those = row_locks.in_turn(Contact.id, Contact.id.in_(select(told.c.contact)))
    return update(Contact).where(*nameless, those).values(name=told.c.called, search_name=told.c.search_name)


@cached_statement
def _open() -> Insert:
    """One thread; it exists already when no row is returned."""
    written = insert(Thread).values(contact_id=bindparam("contact"), number_id=bindparam("number"))
    return written.on_conflict_do_nothing()


@cached_statement
def _show() -> Insert:
    """Create missing threads of `number`, and show in all of them what was said last."""
    last = values_table(contact=Integer(), said=String(PREVIEW))
    values = {
        "contact_id": last.c.contact,
        "number_id": bindparam("number", type_=Integer()),
        "last_at": bindparam("at", type_=UtcDateTime()),
        "last_text": last.c.said,
        "last_direction": literal("out", String(3)),
    }
    there = and_(Thread.contact_id == last.c.contact, Thread.number_id == bindparam("number"))
    told = select(*values.values()).outerjoin_from(last, Thread, there).where(true()).order_by(Thread.id)
    written = insert(Thread).from_select(list(values), told)
    news = {name: written.excluded[name] for name in ("last_at", "last_text", "last_direction")}
    shown = written.on_conflict_do_update(
        index_elements=["contact_id", "number_id"], set_={**news, "revision": Thread.revision + 1}
    )
    return shown.returning(Thread.contact_id, Thread.id)


def open_one(number_id: int, phone: str) -> Thread:
    """The thread of one phone with one of our numbers; it and its contact are made if need be."""
    pair = {"contact": _contacts([phone], {})[phone], "number": number_id}
    execute_core(_open(), pair)
    of_both = (Thread.contact_id == pair["contact"], Thread.number_id == number_id)
    return db.session.scalars(select(Thread).where(*of_both)).one()


def open_all(number_id: int, contacts: Collection[int]) -> dict[int, Thread]:
    """The threads of contacts with one of our numbers, by contact; those that are missing are made."""
    wanted = [{"contact": one} for one in sorted(contacts)]
    execute_core(_open_all(), {"rows": wanted, "number": number_id})
    of_both = (in_param(Thread.contact_id, "contacts"), Thread.number_id == number_id)
    found = db.session.scalars(select(Thread).where(*of_both), {"contacts": list(contacts)})
    return {one.contact_id: one for one in found}


@cached_statement
def _open_all() -> Insert:
    wanted = values_table(contact=Integer())
    chosen = select(wanted.c.contact, bindparam("number", type_=Integer())).where(true())
    return insert(Thread).from_select(["contact_id", "number_id"], chosen).on_conflict_do_nothing()


def contact(phone: str, name: str = "") -> int:
    """The id of the contact with a phone, which is made if need be. One without a name gets this one."""
    return _contacts([phone], {phone: name})[phone]


def speak(number_id: int, said: Mapping[str, str], names: Mapping[str, str]) -> dict[str, int]:
    """We say something to each phone: its thread with one of our numbers shows it; returns the threads.

    Missing contacts and threads are created; `names` by phone are given to contacts that have none.
    """
    contacts = _contacts(sorted(said), names)
    last = [{"contact": contact, "said": preview(said[phone])} for phone, contact in contacts.items()]
    shown = _pairs(_show(), {"rows": last, "number": number_id, "at": now()})
    return {phone: shown[contact] for phone, contact in contacts.items()}


def _contacts(phones: list[str], names: Mapping[str, str]) -> dict[str, int]:
    """The contact of each phone, in the order of the phones."""
    known = execute_core(_known_contacts(), {"phones": phones}).all()
    found = {row.phone: row.id for row in known}
    called = [{"contact": row.id, "called": name, "search_name": search_text.indexed(name)} for row in known
              if not row.name and (name := names.get(row.phone))]  # fmt: skip
    if called:
        execute_core(_name_contacts(), {"rows": called})
    missing = [_newcomer(phone, names.get(phone, "")) for phone in phones if phone not in found]
    if missing:
        new = _pairs(_add_contacts(), {"rows": missing, "at": now()})
        signals.emit_all(signals.CONTACT_CREATED, [{"contact": contact} for contact in new.values()])
        found |= new
    if len(found) < len(phones):
        found = {row.phone: row.id for row in execute_core(_known_contacts(), {"phones": phones})}
    return {phone: found[phone] for phone in phones}


def _newcomer(phone: str, name: str) -> dict[str, str]:
    return {"phone": phone, "name": name, "search_name": search_text.indexed(name)}


def _pairs(statement: Executable, values: Mapping[str, Any]) -> dict[Any, int]:
    """What a statement answers in two columns: keys, and the ids that go with them."""
    return dict(map(tuple, execute_core(statement, values)))
