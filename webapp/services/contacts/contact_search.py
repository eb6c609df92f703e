"""Finding people by words of their name, or by digits of their phone however they are written.

A contact's `search_name` is its name as rules/search_text has it, so that comparing plain text is enough:
SQLite's trigram tokenizer folds no accents before 3.45, and PostgreSQL needs an extension for it. Both
databases look groups of three characters up in an index: SQLite in the FTS5 table `contact_search`, which
triggers keep, PostgreSQL in a pg_trgm index. Words of one or two characters are looked for at the beginnings
of words, where two blanks make a group of them. A character of a script without capitals, which pg_trgm does
not see in every locale, PostgreSQL looks up in an index of the names beyond ASCII.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from webapp.bulk import found_by, gathered, in_values
from webapp.db import db, dialect
from webapp.models.contact import Contact
from webapp.models.number import Number
from webapp.rules import search_text
from webapp.rules.phones import phone_search

FEW = 2000
"""As many are looked up in the index. Of more, those that are shown are met sooner on the way through a list,
from its latest row on. Measured with 200,000 contacts."""
GROUP = 3


def few(search: str) -> Sequence[int] | None:
    """The ids of all whose name holds the words of `search`, or whose phone its digits; None: they are many.

    They are asked for in no order: PostgreSQL might else read all contacts in search of the latest.
    """
    some = select(Contact.id).where(_looked_up(search, FEW + 1)).limit(FEW + 1).subquery()
    found = select(func.count(), gathered(some.c.id)).select_from(some)
    count, ids = db.session.execute(found).one()
    return ids if count <= FEW else None


def found(search: str) -> ColumnElement[bool]:
    """That a contact is found by a part of the name, or digits of the phone."""
    some = few(search)
    return holds(search) if some is None else found_by(Contact.id, in_values(some, Integer))


def holds(search: str) -> ColumnElement[bool]:
    """That a contact's name holds the words of `search`, or the phone its digits; of a contact at hand."""
    phones = phone_spellings(search)
    return or_(in_name(search), in_phone(Contact.phone, phones)) if phones else in_name(search)


def named(search: str, most: int | None = None) -> ColumnElement[bool]:
    """That a contact's name holds the words of `search`, by the index: all of them, or as many as `most`."""
    asked = [_groups(word) for word in dict.fromkeys(search_text.words(search))]
    return _indexed("name", asked, most, in_name(search)) if asked else false()


def _looked_up(search: str, most: int) -> ColumnElement[bool]:
    """What `holds` says, by the index. Of names and phones, SQLite lists no more than `most` each."""
    phones = phone_spellings(search)
    if not phones:
        return named(search, most)
    by_phone = in_phone(Contact.phone, phones)
    if min(map(len, phones)) >= GROUP:
        by_phone = _indexed("phone", [phones], most, by_phone)
    return or_(named(search, most), by_phone)


def in_name(search: str) -> ColumnElement[bool]:
    """That a contact's name holds the words of `search`; of a contact at hand."""
    asked = dict.fromkeys(search_text.words(search))
    return and_(*map(_is_word, asked)) if asked else false()


def _is_word(spellings: Iterable[str]) -> ColumnElement[bool]:
    return or_(*map(_is_spelled, spellings))


def _is_spelled(word: str) -> ColumnElement[bool]:
    (group,) = _groups([word])
    held = Contact.search_name.contains(group)  # letters and digits alone: nothing to escape
    without_case = [one for one in word if not one.isascii() and one.lower() == one.upper()]
    return and_(dialect().holds_all(Contact.search_name, without_case), held) if without_case else held


def _groups(spellings: Iterable[str]) -> list[str]:
    """What is looked for in `search_name`: three characters or more."""
    return [word if len(word) >= GROUP else search_text.BLANKS + word for word in spellings]


def phone_spellings(search: str) -> tuple[str, ...]:
    """Digits of phones that are meant; one without a country code may be in a country of our numbers."""
    if len(search) < phone_search.NATIONAL or not phone_search.digits(search):
        return phone_search.spellings(search)
    return phone_search.spellings(search, db.session.scalars(select(Number.country).distinct()).all())


def in_phone(column: InstrumentedAttribute[str], spellings: Sequence[str]) -> ColumnElement[bool]:
    """That a phone holds the digits of one of the spellings."""
    return or_(*(_holds_digits(column, digits) for digits in spellings))


def _holds_digits(column: InstrumentedAttribute[str], digits: str) -> ColumnElement[bool]:
    phone = dialect().as_searched(column) if len(digits) >= GROUP else column
    return phone.contains(digits)


def _indexed(
    where: str, texts: Sequence[Sequence[str]], most: int | None, compared: ColumnElement[bool]
) -> ColumnElement[bool]:
    return dialect().index_finds(Contact.id, f"contact_search.{where}", texts, most, compared)
