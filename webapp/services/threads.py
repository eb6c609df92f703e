"""Opening threads, in bulk: the contact and the conversation that a phone needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, select, update

from webapp.db import db, direct, insert_new, now
from webapp.models.contact import Contact
from webapp.models.thread import Thread

PREVIEW = 200
"""Characters of the last message that a list shows."""
KNOWN = select(Contact.phone, Contact.id).where(Contact.phone.in_(bindparam("phones", expanding=True)))
FIND = select(Thread.contact_id, Thread.id).where(
    Thread.number_id == bindparam("number"), Thread.contact_id.in_(bindparam("contacts", expanding=True))
)
TOUCH = (
    update(Thread).where(Thread.id.in_(bindparam("ids", expanding=True))).values(revision=Thread.revision + 1)
)


def open_many(
    number_id: int, phones: Iterable[str], names: Mapping[str, str] | None = None
) -> dict[str, int]:
    """The thread of each phone with one of our numbers; contacts and threads that lack are made.

    `names` by phone are given to contacts that are new.
    """
    wanted = sorted(set(phones))
    contacts = _contacts(wanted, names or {})
    found = _find(number_id, contacts)
    missing = [phone for phone in wanted if phone not in found]
    if missing:
        rows = [{"contact_id": contacts[phone], "number_id": number_id} for phone in missing]
        direct(insert_new(Thread), rows)
        found = _find(number_id, contacts)
    return found


def open_one(number_id: int, phone: str) -> Thread:
    """The thread of one phone with one of our numbers, made if need be."""
    return db.session.get_one(Thread, open_many(number_id, [phone])[phone])


def touch(ids: Iterable[int]) -> None:
    """Say to the pages that show these conversations that there is something new."""
    wanted = sorted(set(ids))
    if wanted:
        direct(TOUCH, {"ids": wanted})


def preview(text: str) -> str:
    """The beginning of a message, on one line."""
    return " ".join(text.split())[:PREVIEW]


def _contacts(phones: list[str], names: Mapping[str, str]) -> dict[str, int]:
    found = _known(phones)
    missing = [phone for phone in phones if phone not in found]
    if missing:
        rows = [
            {"phone": phone, "name": names.get(phone, ""), "attributes": {}, "created_at": now()}
            for phone in missing
        ]
        direct(insert_new(Contact), rows)
        found = _known(phones)
    return found


def _known(phones: list[str]) -> dict[str, int]:
    rows = direct(KNOWN, {"phones": phones})
    return {row.phone: row.id for row in rows}


def _find(number_id: int, contacts: dict[str, int]) -> dict[str, int]:
    phones = {contact_id: phone for phone, contact_id in contacts.items()}
    rows = direct(FIND, {"number": number_id, "contacts": list(phones)})
    return {phones[row.contact_id]: row.id for row in rows}
