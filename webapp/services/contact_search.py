"""Finding people by a part of their name, or by digits of their phone however they are written.

Both databases look groups of three characters up in an index (migrations 0002 and 0003): SQLite in the FTS5
table `contact_search`, which triggers keep, PostgreSQL in a pg_trgm index. One or two letters or digits are
looked for at the beginnings of words, which the index knows as well; one or two characters of another kind
(signs, or a script without capitals, in which they may be a whole name) by reading the contacts.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    union,
    union_all,
)

from webapp.bulk import found_by
from webapp.db import db
from webapp.models.contact import Contact

MATCHES = 500
"""Contacts that a search looks at; among more than these nobody would find theirs by reading."""
FEW = 8000
"""Matches that are read and sorted; more than these are met soon enough, going through the contacts. Measured
with 200,000 contacts: there, both ways take as long for so many matches."""
ALIKE = {"σ": "ς", "ς": "σ", "ß": "ẞ"}
"""Letters that are one, beyond their two cases (Unicode, SpecialCasing.txt)."""
GROUP = 3
NATIONAL = 7
"""So many digits are a whole phone: zeros before them only say how to dial it (0151…, 0049151…)."""
INDEX = table("contact_search", column("rowid"), column("contact_search"))
PHONE: ColumnElement[str] = Contact.phone.op("||", return_type=String())(literal_column("''"))
"""As PostgreSQL's index has it, so that the index serves searches alone."""
Ids = Any
"""A SELECT of contacts' ids."""


def matches(contact_id: Any, search: str) -> ColumnElement[bool]:
    """Of the latest contacts whose name holds `search`, or whose phone holds its digits, a column has one."""
    found = [named(search, MATCHES)]
    if digits := _digits(search):
        found.append(_called(digits))
    return found_by(contact_id, union(*(select(one.subquery().columns[0]) for one in found)))


def named(search: str, most: int | None = None) -> Ids:
    """The contacts, the latest `most`, whose name holds `search`."""
    search = search.strip()
    beginning = len(search) < GROUP and search.isalnum() and (search.isascii() or _has_capitals(search))
    if len(search) < GROUP and not beginning:
        return _latest(_holding(search), most)
    if _on_postgresql():
        return _by_index(_beginning(search) if beginning else _holding(search), most)
    words = search.replace(" ", "  ")
    return _looked_up("name", f"  {words}" if beginning else words, most)


def _called(digits: str) -> Ids:
    if len(digits) < GROUP:
        return _latest(PHONE.contains(digits), MATCHES)
    if _on_postgresql():
        return _by_index(PHONE.contains(digits), MATCHES)
    return _looked_up("phone", digits, MATCHES)


def _digits(search: str) -> str:
    """As they stand in a phone; empty for what cannot be meant as one."""
    if any(c not in "0123456789+()-./ " for c in search):
        return ""
    digits = "".join(c for c in search if c.isdecimal())
    return digits.lstrip("0") or digits if len(digits) >= NATIONAL else digits


def _latest(condition: ColumnElement[bool], most: int | None) -> Ids:
    return select(Contact.id).where(condition).order_by(Contact.id.desc()).limit(most)


def _by_index(condition: ColumnElement[bool], most: int | None) -> Ids:
    """On PostgreSQL: through the index where they are few, else from the latest contact on.

    Its planner guesses which it is, and where it takes some hundred for many, it reads all contacts in search
    of the latest. So some are looked up first, in no order, for which it likes the index better; and counted.
    """
    if most is None:
        return _latest(condition, most)
    some = select(Contact.id).where(condition).limit(FEW + 1).cte().prefix_with("MATERIALIZED")
    count = select(func.count()).select_from(some).scalar_subquery()
    few = select(some.c.id).where(count <= FEW).order_by(some.c.id.desc()).limit(most)
    many = _latest(condition, most).where(count > FEW)
    return union_all(*(select(one.subquery().c.id) for one in (few, many)))


def _looked_up(where: str, text: str, most: int | None) -> Ids:
    """These characters in a row, in any case: a phrase (https://sqlite.org/fts5.html#the_trigram_tokenizer)."""
    quoted = text.replace('"', '""')
    query = select(INDEX.c.rowid).where(INDEX.c.contact_search.op("MATCH")(literal(f'{where} : "{quoted}"')))
    return query.order_by(INDEX.c.rowid.desc()).limit(most)


def _holding(search: str) -> ColumnElement[bool]:
    if not _has_capitals(search):
        return Contact.name.contains(search, autoescape=True)
    if search.isascii():
        return Contact.name.icontains(search, autoescape=True)
    return Contact.name.regexp_match(_in_any_case(search))


def _beginning(search: str) -> ColumnElement[bool]:
    return Contact.name.regexp_match(f"(^| ){_in_any_case(search)}")


def _in_any_case(search: str) -> str:
    """A regular expression: SQLite, and PostgreSQL in the C locale, fold the case of ASCII letters only.

    One match takes half the time of the two or three ILIKEs that would say the same.
    """
    return "".join(_in_both_cases(letter) for letter in search)


def _in_both_cases(letter: str) -> str:
    small, large = letter.lower(), letter.upper()
    cases = (letter, small, large, letter.title(), large.lower(), small.upper(), *ALIKE.get(small, ""))
    known = dict.fromkeys(one for one in cases if len(one) == 1)
    return f"[{''.join(known)}]" if len(known) > 1 else re.escape(letter)


def _has_capitals(text: str) -> bool:
    return text.lower() != text.upper()


def _on_postgresql() -> bool:
    return bool(db.session.get_bind().dialect.name == "postgresql")
