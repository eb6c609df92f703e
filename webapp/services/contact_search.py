"""Finding people by a part of their name, or by digits of their phone however they are written.

Both databases look groups of three characters up in an index (migrations 0002 and 0003): SQLite in the FTS5
table `contact_search`, which triggers keep, PostgreSQL in a pg_trgm index. One or two letters or digits are
looked for at the beginnings of words, which the index knows as well; one or two characters of another kind
(signs, or a script without capitals, in which they may be a whole name) by reading the contacts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    String,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
)

from webapp.bulk import gathered
from webapp.db import db
from webapp.models.contact import Contact

FEW = 2000
"""Contacts that are looked up one by one. Measured with 200,000 of them: where more fit, whatever is shown of
them is met sooner by going through it from its latest on."""
ALIKE = {"σ": "ς", "ς": "σ", "ß": "ẞ"}
"""Letters that are one, beyond their two cases (Unicode, SpecialCasing.txt)."""
GROUP = 3
NATIONAL = 7
"""So many digits are a whole phone: zeros before them only say how to dial it (0151…, 0049151…)."""
INDEX = table("contact_search", column("rowid"), column("contact_search"))
PHONE: ColumnElement[str] = Contact.phone.op("||", return_type=String())(literal_column("''"))
"""As PostgreSQL's index has it, so that the index serves searches alone."""


def few(search: str) -> Sequence[int] | None:
    """The ids of all whose name holds `search`, or whose phone holds its digits; None where they are many.

    They are asked for in no order: PostgreSQL might else read all contacts in search of the latest.
    """
    some = select(Contact.id).where(holds(search, FEW + 1)).limit(FEW + 1).subquery()
    found = select(func.count(), gathered(some.c.id)).select_from(some)
    count, ids = db.session.execute(found).one()
    return ids if count <= FEW else None


def holds(search: str, most: int | None = None) -> ColumnElement[bool]:
    """That a contact's name holds `search`, or the phone its digits.

    `most`: as many as anybody asks for; SQLite looks up no more of either kind.
    """
    digits, name = _digits(search), named(search, most)
    return or_(name, _called(digits, most)) if digits else name


def named(search: str, most: int | None = None) -> ColumnElement[bool]:
    """That a contact's name holds `search`. `most`: see `holds`."""
    search = search.strip()
    beginning = len(search) < GROUP and search.isalnum() and (search.isascii() or _has_capitals(search))
    if len(search) < GROUP and not beginning:
        return _holding(search)
    if _on_postgresql():
        return _beginning(search) if beginning else _holding(search)
    words = search.replace(" ", "  ")
    return _looked_up("name", f"  {words}" if beginning else words, most)


def _called(digits: str, most: int | None) -> ColumnElement[bool]:
    if len(digits) < GROUP:  # no index knows them, and all phones may be read
        return Contact.phone.contains(digits)
    if _on_postgresql():
        return PHONE.contains(digits)
    return _looked_up("phone", digits, most)


def _digits(search: str) -> str:
    """As they stand in a phone; empty for what cannot be meant as one."""
    if any(c not in "0123456789+()-./ " for c in search):
        return ""
    digits = "".join(c for c in search if c.isdecimal())
    return digits.lstrip("0") or digits if len(digits) >= NATIONAL else digits


def _looked_up(where: str, text: str, most: int | None) -> ColumnElement[bool]:
    """These characters in a row, in any case: a phrase (https://sqlite.org/fts5.html#the_trigram_tokenizer)."""
    quoted = text.replace('"', '""')
    phrase = INDEX.c.contact_search.op("MATCH")(literal(f'{where} : "{quoted}"'))
    return Contact.id.in_(select(INDEX.c.rowid).where(phrase).limit(most))


def _holding(search: str) -> ColumnElement[bool]:
    if not _has_capitals(search):
        return Contact.name.contains(search, autoescape=True)
    if search.isascii():
        return Contact.name.icontains(search, autoescape=True)
    return Contact.name.regexp_match(_in_any_case(search))


def _beginning(search: str) -> ColumnElement[bool]:
    if not _has_capitals(search):  # digits: each LIKE takes a fifth of the time of a regular expression
        return or_(Contact.name.startswith(search), Contact.name.contains(f" {search}"))
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
