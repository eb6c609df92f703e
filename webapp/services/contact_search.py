"""Finding people by a part of their name, or by digits of their phone however they are written.

Both databases look groups of three characters up in an index (migrations 0002 and 0003): SQLite in the FTS5
table `contact_search`, which triggers keep, PostgreSQL in a pg_trgm index. One or two letters or digits are
looked for at the beginnings of words, which the index knows as well; one or two characters of a script
without capitals, in which they may be a whole name, in an index of the names beyond ASCII (migration 0014);
whatever else is as short by reading the contacts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    String,
    Text,
    and_,
    cast,
    column,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import ARRAY

from webapp.bulk import gathered
from webapp.db import db
from webapp.models.contact import Contact

FEW = 2000
"""As many are looked up in the index. Of more, those that are shown are met sooner on the way through a list,
from its latest row on. Measured with 200,000 contacts."""
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
    some = select(Contact.id).where(_looked_up(search, FEW + 1)).limit(FEW + 1).subquery()
    found = select(func.count(), gathered(some.c.id)).select_from(some)
    count, ids = db.session.execute(found).one()
    return ids if count <= FEW else None


def holds(search: str) -> ColumnElement[bool]:
    """That a contact's name holds `search`, or the phone its digits; of a contact that is at hand."""
    digits = _digits(search)
    return or_(_in_name(search), _in_phone(digits)) if digits else _in_name(search)


def named(search: str, most: int | None = None) -> ColumnElement[bool]:
    """That a contact's name holds `search`, for whoever wants to have them all; or as many as `most`."""
    search = search.strip()
    if _on_postgresql() or (len(search) < GROUP and not _begins(search)):
        return _in_name(search)
    words = search.replace(" ", "  ")
    return _in_index("name", f"  {words}" if len(search) < GROUP else words, most)


def _looked_up(search: str, most: int) -> ColumnElement[bool]:
    """What `holds` says, by the index. Of names and phones, SQLite lists no more than `most` each."""
    digits = _digits(search)
    if not digits:
        return named(search, most)
    known = len(digits) >= GROUP and not _on_postgresql()
    return or_(named(search, most), _in_index("phone", digits, most) if known else _in_phone(digits))


def _in_name(search: str) -> ColumnElement[bool]:
    search = search.strip()
    if len(search) >= GROUP:
        return _holding(search)
    if _begins(search):
        return _beginning(search)
    without_case = [one for one in search if not one.isascii() and not _has_capitals(one)]
    return and_(_with(without_case), _holding(search)) if without_case else _holding(search)


def _with(characters: list[str]) -> ColumnElement[bool]:
    """What is true of all names with these characters, which are beyond ASCII and have no case.

    The conditions are those of an index (migration 0014), so that others' names are not read.
    """
    if not _on_postgresql():
        return func.length(cast(Contact.name, LargeBinary)) != func.length(Contact.name)
    more_than_ascii = func.octet_length(Contact.name) != func.char_length(Contact.name)
    of_name = func.string_to_array(Contact.name, null(), type_=ARRAY(Text))
    return and_(more_than_ascii, of_name.contains(characters))


def _begins(search: str) -> bool:
    """Whether so few characters are looked for at the beginnings of words."""
    return search.isalnum() and (search.isascii() or _has_capitals(search))


def _in_phone(digits: str) -> ColumnElement[bool]:
    indexed = len(digits) >= GROUP and _on_postgresql()
    return (PHONE if indexed else Contact.phone).contains(digits)


def _digits(search: str) -> str:
    """As they stand in a phone; empty for what cannot be meant as one."""
    if any(c not in "0123456789+()-./ " for c in search):
        return ""
    digits = "".join(c for c in search if c.isdecimal())
    return digits.lstrip("0") or digits if len(digits) >= NATIONAL else digits


def _in_index(where: str, text: str, most: int | None) -> ColumnElement[bool]:
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
