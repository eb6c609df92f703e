"""What is known about a contact. What a person has set is locked: others offer what they would have set.

`Contact.attributes` has the same values by name, written in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from webapp import form_fields
from webapp.db import db, now
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.attribute import ContactAttribute
from webapp.models.contact import Contact
from webapp.models.source import LONGEST_NAME, Source, SourceKind
from webapp.rules import natural_order, storable
from webapp.rules.comparing import tells_offset
from webapp.rules.placeholders import same_name
from webapp.rules.typed_text import several_lines
from webapp.services import events, signals
from webapp.services.contacts import known_facts, moments

LONGEST_ATTRIBUTE, LONGEST_VALUE, MOST = 60, 500, 200
"""Characters of a name and of a value, and attributes of one contact."""
LONGEST_KEY = 240
"""Some letters grow when they are folded, one of them to 18."""


def read_name(typed: str) -> str:
    """The name of an attribute, which a placeholder can say. Raises Fault that names the field."""
    name = form_fields.line(typed, "name", LONGEST_ATTRIBUTE, missing="Write the name of the attribute.")
    if not same_name(name) or any(character in name for character in "{}|"):
        raise Fault("The name of an attribute has letters or digits, and no {, } or |.", "name")
    return name


def key_of(name: str) -> str:
    """What an attribute shares with its other spellings: as placeholders find it, cut to its column."""
    return same_name(name)[:LONGEST_KEY]


def of(contact_id: int) -> Sequence[ContactAttribute]:
    """All of a contact, in the order of the alphabet."""
    query = select(ContactAttribute).where(ContactAttribute.contact_id == contact_id)
    return sorted(db.session.scalars(query), key=lambda one: natural_order.key(one.name))


def put(contact: Contact, typed_name: str, typed_value: str, by: Source) -> bool:
    """Set an attribute; a person's is locked from then on. Raises Fault.

    False: it is locked, and the value is kept as an offer instead.
    """
    name, value = read_name(typed_name), _read_value(typed_value)
    known_facts.lock(contact)
    row = _find(contact, name)
    if row is not None and row.locked and by.kind != SourceKind.PERSON:
        _offer(row, value, by)
        known_facts.show(contact)
        return row.value == value
    if row is None:
        row = _new(contact, name)
    elif row.value == value and by.kind != SourceKind.PERSON:
        return True
    _set(contact, row, name, value, by)
    return True


def accept(contact: Contact, name: str, by: Source, seen: str | None = None) -> None:
    """A person takes what was offered. `seen`: the value that they have read.

    Raises Conflict when it is gone.
    """
    known_facts.lock(contact)
    row = _get(contact, name)
    if row.offered is None or (seen is not None and row.offered != seen):
        raise Conflict("There is no other value to take any more.")
    _set(contact, row, row.name, row.offered, by)


def decline(contact: Contact, name: str, by: Source) -> None:
    """A person keeps what is there: the offer is gone. Raises NotFound."""
    known_facts.lock(contact)
    row = _get(contact, name)
    if row.offered is not None:
        _no_offer(row)
        noted("contact.attribute_kept", contact, row.name, by)


def unlock(contact: Contact, name: str, by: Source) -> None:
    """From now on others may set it, too. Raises NotFound."""
    known_facts.lock(contact)
    row = _get(contact, name)
    row.locked = False
    noted("contact.attribute_unlocked", contact, row.name, by)


def remove(contact: Contact, name: str, by: Source) -> None:
    """Neither the value nor its lock is left. Raises NotFound."""
    known_facts.lock(contact)
    row = _get(contact, name)
    db.session.delete(row)
    db.session.flush()
    contact.attributes = {one: value for one, value in contact.attributes.items() if one != row.name}
    noted("contact.attribute_removed", contact, row.name, by)
    _tell(contact, row, "", row.value)


def _read_value(typed: str) -> str:
    value = storable.clean(several_lines(typed))
    if not value:
        raise Fault("There is no value to set.", "value")
    if len(value) > LONGEST_VALUE:
        raise Fault(f"A value can have up to {LONGEST_VALUE} characters.", "value")
    return value


def _new(contact: Contact, name: str) -> ContactAttribute:
    if len(contact.attributes) >= MOST:
        raise Fault(f"A contact can have up to {MOST} attributes.", "name")
    row = ContactAttribute(contact_id=contact.id, key=key_of(name), name=name)
    db.session.add(row)
    return row


def _set(contact: Contact, row: ContactAttribute, name: str, value: str, by: Source) -> None:
    before, called = row.value, row.name
    row.name, row.value, row.locked = name, value, by.kind == SourceKind.PERSON
    row.source, row.source_name, row.source_id = by.kind, by.name[:LONGEST_NAME], by.id
    row.at = now()
    _no_offer(row)
    others = {one: kept for one, kept in contact.attributes.items() if one != called}
    contact.attributes = {**others, name: value}
    db.session.flush()
    if tells_offset(value):
        moments.reckon([contact.id])
    if value != before:
        noted("contact.attribute_set", contact, name, by, text=value)
        _tell(contact, row, value, before or "")


def _tell(contact: Contact, row: ContactAttribute, value: str, before: str) -> None:
    told = {"name": row.name, "value": value, "before": before, "at": now().isoformat()}
    signals.emit_about(signals.ATTRIBUTE_CHANGED, contact.id, **told)


def _offer(row: ContactAttribute, value: str, by: Source) -> None:
    if row.value == value:
        _no_offer(row)
        return
    row.offered, row.offered_at = value, now()
    row.offered_source, row.offered_name, row.offered_id = by.kind, by.name[:LONGEST_NAME], by.id


def _no_offer(row: ContactAttribute) -> None:
    row.offered = row.offered_source = row.offered_id = row.offered_at = None
    row.offered_name = ""


def _find(contact: Contact, name: str) -> ContactAttribute | None:
    this = (ContactAttribute.contact_id == contact.id, ContactAttribute.key == key_of(name))
    return db.session.scalars(select(ContactAttribute).where(*this)).one_or_none()


def _get(contact: Contact, name: str) -> ContactAttribute:
    row = _find(contact, name)
    if row is None:
        raise NotFound("This attribute is not there any more.")
    return row


def noted(kind: str, contact: Contact, name: str, by: Source, **data: Any) -> None:
    """Keep it in the audit, and show it."""
    data |= {"phone": contact.phone, "attribute": name, "source": str(by.kind), "by": by.name}
    events.note(kind, user_id=by.user_id, **data)
    known_facts.show(contact)
