"""Links that someone has entered into a public form: they go into no text of ours, nor into a name.

Anyone may fill in a form, with whatever phone: else a stranger could have us text their link to others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from webapp.agents.links import find_links, unglued
from webapp.db import db
from webapp.models.attribute import ContactAttribute
from webapp.models.form_entry import FormEntry
from webapp.models.source import SourceKind

ENDINGS = frozenset(
    "com net org info biz io co me us uk de fr es pt it nl eu ru cn tk ml ga cf gq ly gl gd to cc tv ws app "
    "dev xyz top icu vip win bid loan click link live online site website store shop club space pro".split()
)
"""Of what has neither a scheme nor a path: J.Smith is a name."""


def find(text: str, ours: Iterable[str] = ()) -> str:
    """The first link in a text that begins with none of the links in `ours`; empty if there is none."""
    return next(_every(text, ours), "")


def find_entered(contact_id: int, text: str, ours: Iterable[str] = ()) -> str:
    """The same, of those that were entered into a form about this contact, by whatever way they came here."""
    links = list(_every(text, ours))
    entered = [one.casefold() for one in _entered(contact_id)] if links else []
    return next((link for link in links if any(_stands_in(link.casefold(), one) for one in entered)), "")


def _every(text: str, ours: Iterable[str]) -> Iterator[str]:
    own = [link for one in ours for link in find_links(one)]
    links = (link for link in find_links(unglued(text)) if _is_one(link))
    return (link for link in links if not any(_is_of(link, one) for one in own))


def _entered(contact_id: int) -> Iterator[str]:
    """What stands in entries of forms, and in attributes: these stay when the entries are removed."""
    for answers in db.session.scalars(select(FormEntry.answers).where(FormEntry.contact_id == contact_id)):
        yield from map(str, answers.values())
    theirs = (ContactAttribute.contact_id == contact_id, ContactAttribute.source == SourceKind.CONTACT)
    yield from db.session.scalars(select(ContactAttribute.value).where(*theirs))


def _stands_in(link: str, entered: str) -> bool:
    """Whole, or with more around it by now."""
    return link in entered or any(one in link for one in find_links(unglued(entered)) if _is_one(one))


def _is_one(link: str) -> bool:
    return "/" in link or ":" in link or link.islower() or link.rpartition(".")[2].lower() in ENDINGS


def _is_of(link: str, own: str) -> bool:
    """Whether it is one of ours, with more behind its path: behind a host that would be another one."""
    has_path = "/" in own.rpartition("://")[2]
    return link == own or (has_path and link.startswith(own))
