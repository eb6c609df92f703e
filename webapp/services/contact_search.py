"""Finding people by a part of their name, or by digits of their phone however they are written.

Both databases look groups of three characters up in an index (migration 0002): SQLite in the FTS5 table
`contact_search`, which triggers keep, PostgreSQL in a pg_trgm index. One or two letters are looked for at the
beginnings of words, which the index knows as well; one or two characters of another kind (digits, signs,
a script without capitals, in which they may be a whole name) by reading the latest contacts.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, column, literal, or_, select, table, union

from webapp.db import db
from webapp.models.contact import Contact

MATCHES = 500
"""Contacts that a search looks at; among more than these nobody would find theirs by reading."""
GROUP = 3
INDEX = table("contact_search", column("rowid"), column("contact_search"))
Ids = Any
"""A SELECT of contacts' ids."""


def matching(search: str) -> Ids:
    """The latest contacts whose name holds `search`, or whose phone holds its digits."""
    found = [named(search, MATCHES)]
    if digits := _digits(search):
        found.append(_latest(_with_digits(digits), MATCHES))
    return union(*(select(one.subquery().columns[0]) for one in found))


def named(search: str, most: int | None = None) -> Ids:
    """The contacts, the latest `most`, whose name holds `search`."""
    search = search.strip()
    beginning = len(search) < GROUP and search.isalpha() and search.lower() != search.upper()
    if len(search) < GROUP and not beginning:
        return _latest(_holding(search), most)
    if _on_postgresql():
        return _latest(_beginning(search) if beginning else _holding(search), most)
    words = search.replace(" ", "  ")
    return _looked_up("name", f"  {words}" if beginning else words, most)


def _with_digits(digits: str) -> ColumnElement[bool]:
    if len(digits) < GROUP or _on_postgresql():
        return Contact.phone.contains(digits)
    return Contact.id.in_(_looked_up("phone", digits, None))


def _digits(search: str) -> str:
    """Empty for what cannot be meant as a phone."""
    whole = all(c in "0123456789+()-./ " for c in search)
    return "".join(c for c in search if c.isdecimal()) if whole else ""


def _latest(condition: ColumnElement[bool], most: int | None) -> Ids:
    return select(Contact.id).where(condition).order_by(Contact.id.desc()).limit(most)


def _looked_up(where: str, text: str, most: int | None) -> Ids:
    """These characters in a row, in any case: a phrase (https://sqlite.org/fts5.html#the_trigram_tokenizer)."""
    quoted = text.replace('"', '""')
    query = select(INDEX.c.rowid).where(INDEX.c.contact_search.op("MATCH")(literal(f'{where} : "{quoted}"')))
    return query.order_by(INDEX.c.rowid.desc()).limit(most)


def _holding(search: str) -> ColumnElement[bool]:
    return or_(*(Contact.name.icontains(one, autoescape=True) for one in _spellings(search)))


def _beginning(search: str) -> ColumnElement[bool]:
    spellings = _spellings(search)
    starts = [Contact.name.istartswith(one, autoescape=True) for one in spellings]
    return or_(*starts, *(Contact.name.icontains(f" {one}", autoescape=True) for one in spellings))


def _spellings(search: str) -> list[str]:
    """SQLite, and PostgreSQL in the C locale, fold the case of ASCII letters only."""
    return [search] if search.isascii() else sorted({search, search.lower(), search.upper(), search.title()})


def _on_postgresql() -> bool:
    return bool(db.session.get_bind().dialect.name == "postgresql")
