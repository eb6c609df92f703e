"""Saved replies: named texts of the team, with placeholders that are filled for one contact.

Everyone of the team uses, adds, changes and removes them; the audit says who did.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from webapp import form_fields
from webapp.channels.call_about import LANGUAGES
from webapp.db import db, now
from webapp.errors import Fault, Gather, NotFound
from webapp.models.attribute import ContactAttribute
from webapp.models.batch import Batch
from webapp.models.saved_reply import LONGEST_NAME, SavedReply
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules import comparing, first_names, natural_order, placeholders, segments
from webapp.rules.placeholders import Template, same_name
from webapp.rules.typed_text import several_lines
from webapp.services import events, settings
from webapp.services.actions import values
from webapp.services.contacts import attributes
from webapp.services.inbox import reply

MOST = 300
"""All of them are in the composer's list."""
OFFERED = ("contact.first_name", "contact.name", "our.team", "me.first_name", "me.name")
"""What is known of everyone; attributes and the columns of a list are known of some."""
_OF_ANYONE = (*OFFERED, "contact.phone", "name", "first_name", "phone")
_LATEST_LISTS = 100


@dataclass(frozen=True)
class Typed:
    """What a form says."""

    name: str
    text: str
    language: str


@dataclass(frozen=True)
class Filled:
    """A reply as it is put into the composer. `missing`: names without a value, which stay in braces."""

    reply: SavedReply
    text: str
    missing: tuple[str, ...]


def listed(search: str = "") -> Sequence[SavedReply]:
    """By name; those whose name or text has all of the words that are looked for."""
    rows = db.session.scalars(select(SavedReply))
    words = comparing.folded(search).split()
    found = [row for row in rows if all(word in _searched(row) for word in words)]
    return sorted(found, key=lambda row: (natural_order.key(row.name), row.language))


def get(reply_id: int) -> SavedReply:
    """Raises NotFound."""
    row = db.session.get(SavedReply, reply_id)
    if row is None:
        raise NotFound("This saved reply is not there any more.")
    return row


def add(typed: Typed, by: User) -> SavedReply:
    """Raises Faults that name the fields."""
    row = SavedReply()
    _write(row, typed, by)
    if (db.session.scalar(select(func.count()).select_from(SavedReply)) or 0) >= MOST:
        raise Fault(f"A team can have up to {MOST} saved replies. Remove one first.", "name")
    db.session.add(row)
    _flush(row.name)
    events.note("saved_reply.added", user_id=by.id, name=row.name)
    return row


def change(row: SavedReply, typed: Typed, by: User) -> None:
    """Raises Faults that name the fields."""
    before = row.name
    _write(row, typed, by)
    _flush(row.name)
    events.note("saved_reply.changed", user_id=by.id, name=row.name, before=before)


def remove(row: SavedReply, by: User) -> None:
    """What was sent of it stays."""
    db.session.delete(row)
    events.note("saved_reply.removed", user_id=by.id, name=row.name)


def filled(rows: Iterable[SavedReply], thread: Thread, by: User) -> list[Filled]:
    """With the values of a conversation's contact, as of now; what has no value stays in braces."""
    rows = list(rows)
    known = _values(thread, by, (row.text for row in rows))
    return [Filled(row, *_fill(row.text, known)) for row in rows]


def unknown(row: SavedReply) -> list[str]:
    """Its names that stand for nothing so far, a sentence each: they may be misspelt."""
    names = dict.fromkeys(one.name for one in Template.parse(row.text).placeholders)
    lists = [name for name in names if not _is_known(name)]
    columns = _columns() if lists else set()
    return [_unknown(name) for name in lists if same_name(name) not in columns]


def _is_known(name: str) -> bool:
    if same_name(name) in map(same_name, _OF_ANYONE):
        return True
    theirs = ContactAttribute.key == attributes.key_of(re.sub(r"^contact\.", "", name, flags=re.I))
    return db.session.scalar(select(ContactAttribute.id).where(theirs).limit(1)) is not None


def _columns() -> set[str]:
    """Those of the latest lists."""
    query = select(Batch.columns).order_by(Batch.id.desc()).limit(_LATEST_LISTS)
    return {same_name(str(name)) for columns in db.session.scalars(query) for name in columns}


def _unknown(name: str) -> str:
    alike = {same_name(one): one for one in OFFERED}
    near = difflib.get_close_matches(same_name(name), alike, n=1)
    meant = f" Did you mean {{{{{alike[near[0]]}}}}}?" if near else ""
    return f"Nothing is called “{name}” so far.{meant}"


def _fill(text: str, known: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """Never braces that someone could send: reply.clean refuses them."""
    template = Template.parse(text).bind(list(known))
    cells = list(known.values())
    missing = template.render(cells).missing
    kept = {same_name(name) for name in missing}
    literals, found, _ = template.template
    pieces = [literals[0]]
    for one, index, literal in zip(found, template.indexes, literals[1:], strict=True):
        value = cells[index].strip() if index is not None else ""
        blank = placeholders.written(one) if same_name(one.name) in kept else ""
        pieces += (value or one.fallback or blank, literal)
    return "".join(pieces), missing


def _values(thread: Thread, by: User, texts: Iterable[str]) -> dict[str, str]:
    names = {same_name(one.name) for text in texts for one in Template.parse(text).placeholders}
    own = {
        "our.team": str(settings.get("team_name")),
        "me.name": by.name,
        "me.first_name": first_names.of(by.name),
    }
    return values.inputs(thread, names) | own


def _write(row: SavedReply, typed: Typed, by: User) -> None:
    faults, fields = Gather(), {}
    with faults:
        fields["name"] = form_fields.line(typed.name, "name", LONGEST_NAME, "Give it a name.")
    with faults:
        fields["text"] = _text(typed.text)
    with faults:
        fields["language"] = _language(typed.language)
    faults.settle()
    key = comparing.label_key(fields["name"])
    _must_be_free(row, fields["name"], key, fields["language"])
    row.key, row.user_id, row.saved_at = key, by.id, now()
    row.name, row.text, row.language = fields["name"], fields["text"], fields["language"]


def _text(typed: str) -> str:
    text = several_lines(typed)
    if not text:
        raise Fault("Write what it says.", "text")
    if faults := Template.parse(text).faults:
        raise Fault(faults[0].sentence, "text")
    size = segments.measure(text).segments
    if size > reply.LONGEST_SEGMENTS:
        raise Fault(f"This would be {size} segments; at most {reply.LONGEST_SEGMENTS} can be sent.", "text")
    return text


def _language(typed: str) -> str:
    if typed and typed not in LANGUAGES:
        raise Fault("Choose a language from the list.", "language")
    return typed


def _flush(name: str) -> None:
    """Two people may give the same name at the same moment: raises Fault for the second, to be undone."""
    try:
        db.session.flush()
    except IntegrityError as error:
        raise _taken(name) from error


def _taken(name: str) -> Fault:
    return Fault(f"There is a saved reply “{name}” already. Choose another name.", "name")


def _must_be_free(row: SavedReply, name: str, key: str, language: str) -> None:
    same = select(SavedReply.id).where(SavedReply.key == key, SavedReply.language == language)
    found = db.session.scalars(same).one_or_none()
    if found is not None and found != row.id:
        raise _taken(name)


def _searched(row: SavedReply) -> str:
    return comparing.folded(f"{row.name} {row.text} {LANGUAGES.get(row.language, '')}")
