"""Labels on a contact: set, suggested, confirmed, removed. They are compared without case and width."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from webapp import form_fields
from webapp.db import db, now
from webapp.errors import Conflict, NotFound
from webapp.models.contact import Contact
from webapp.models.label import LONGEST, LONGEST_REASON, ContactLabel, LabelRefusal
from webapp.models.source import LONGEST_NAME, Source, SourceKind
from webapp.rules import comparing, natural_order
from webapp.services import events, signals
from webapp.services.contacts import known_facts


def read(typed: str) -> str:
    """A label as it is shown. Raises Fault that names the field."""
    too_long = f"A label can have up to {LONGEST} characters."
    return form_fields.line(typed, "label", LONGEST, missing="Write the label.", too_long=too_long)


def key_of(name: str) -> str:
    """What a label shares with its other spellings."""
    return comparing.label_key(name)


def of(contact_id: int) -> Sequence[ContactLabel]:
    """All labels of a contact, suggested ones included, in the order of the alphabet."""
    query = select(ContactLabel).where(ContactLabel.contact_id == contact_id)
    return sorted(db.session.scalars(query), key=lambda one: natural_order.key(one.name))


def put(
    contact: Contact, typed: str, by: Source, *, suggested: bool = False, reason: str = ""
) -> ContactLabel | None:
    """Set a label, or suggest it. One that is there stays as it is; a suggested one that is set counts.

    `reason`: why an agent sets it. None: a person has rejected this suggestion before. Raises Fault.
    """
    name, reason = read(typed), reason[:LONGEST_REASON]
    known_facts.lock(contact)
    if suggested and by.kind == SourceKind.AGENT and _is_refused(contact, name, by, reason):
        return None
    label = _find(contact, name)
    if label is None:
        label = ContactLabel(
            contact_id=contact.id, key=key_of(name), name=name, suggested=suggested, reason=reason
        )
        _signed(label, by)
        db.session.add(label)
        db.session.flush()
        noted("contact.label_suggested" if suggested else "contact.labeled", contact, name, by)
        if not suggested:
            _tell(contact, label)
    elif label.suggested and not suggested:
        _confirm(contact, label, by)
    return label


def confirm(contact: Contact, typed: str, by: Source) -> ContactLabel:
    """A suggested label counts from now on. Raises NotFound."""
    known_facts.lock(contact)
    label = _find(contact, typed)
    if label is None:
        raise NotFound("This label is not there any more.")
    if label.suggested:
        _confirm(contact, label, by)
    return label


def reject(contact: Contact, typed: str, by: Source) -> None:
    """A suggested label goes, and its agent does not suggest it again for the same reason.

    Raises NotFound, or Conflict when it has been confirmed meanwhile.
    """
    known_facts.lock(contact)
    label = _find(contact, typed)
    if label is None:
        raise NotFound("This label is not there any more.")
    if not label.suggested:
        raise Conflict("Someone has confirmed this label already.")
    if label.source == SourceKind.AGENT and label.source_id is not None:
        known = {"contact_id": contact.id, "key": label.key, "name": label.name, "reason": label.reason}
        db.session.add(LabelRefusal(**known, agent_id=label.source_id, user_id=by.user_id))
    db.session.delete(label)
    db.session.flush()
    noted("contact.label_rejected", contact, label.name, by)


def _is_refused(contact: Contact, name: str, by: Source, reason: str) -> bool:
    this = (LabelRefusal.contact_id == contact.id, LabelRefusal.key == key_of(name))
    same = (LabelRefusal.agent_id == by.id, LabelRefusal.reason == reason)
    return db.session.scalar(select(LabelRefusal.id).where(*this, *same).limit(1)) is not None


def suggested_by(contact: Contact, typed: str) -> int | None:
    """The id of the agent that suggests this label; None where none does."""
    label = _find(contact, typed)
    suggests = label is not None and label.suggested and label.source == SourceKind.AGENT
    return label.source_id if label is not None and suggests else None


def remove(contact: Contact, typed: str, by: Source, *, suggestions_only: bool = False) -> bool:
    """False when the contact did not have it, or has it for good and only a suggestion is to go."""
    known_facts.lock(contact)
    label = _find(contact, typed)
    if label is None or (suggestions_only and not label.suggested):
        return False
    db.session.delete(label)
    db.session.flush()
    noted("contact.label_removed", contact, label.name, by)
    return True


def _confirm(contact: Contact, label: ContactLabel, by: Source) -> None:
    label.suggested = False
    _signed(label, by)
    noted("contact.label_confirmed", contact, label.name, by)
    _tell(contact, label)


def _tell(contact: Contact, label: ContactLabel) -> None:
    told = {"label": label.id, "name": label.name, "at": now().isoformat()}
    signals.emit_about(signals.LABELED, contact.id, **told)


def _signed(label: ContactLabel, by: Source) -> None:
    label.source, label.source_name, label.source_id = by.kind, by.name[:LONGEST_NAME], by.id
    label.at = now()


def _find(contact: Contact, name: str) -> ContactLabel | None:
    this = (ContactLabel.contact_id == contact.id, ContactLabel.key == key_of(name))
    return db.session.scalars(select(ContactLabel).where(*this)).one_or_none()


def noted(kind: str, contact: Contact, name: str, by: Source) -> None:
    """Keep it in the audit, and show it."""
    source = str(by.kind)
    events.note(kind, user_id=by.user_id, phone=contact.phone, label=name, source=source, by=by.name)
    known_facts.show(contact)
