"""Which column holds the phone numbers: by its name, else by what is in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.rules.placeholders import same_name
from webapp.services.intake import calling_code, own_export
from webapp.services.intake.likeness import holds_phone

_ENOUGH = 0.5  # of the values in a column must be valid numbers
_SOME = 0.2  # of them, where the name says already that it holds phones
_OURS = "phonenumber"  # as the template calls it: no need to ask, whatever else there is
_WHOLE = frozenset(
    "cell gsm mobil msisdn rufnummer sms tel telnr tlf tfno celular "
    "cellulare portable movil móvil 電話 電話番号 电话 手机 手机号 телефон".split()
)
_PART = re.compile(
    r"phone|mobile|msisdn|whatsapp|telefon|telephone|téléphone|teléfono|handy|mobilnummer"
    r"|contact[\W_]*(?:no|num|number)\b",
    re.I,
)
_AT = frozenset(
    "home work business day daytime evening night other primary secondary main landline alternate alt "
    "privat private geschäftlich dienstlich festnetz domicile fixe travail bureau casa trabajo fijo lavoro "
    "fisso thuis werk hem arbete hjem arbejde arbeid dom praca домашний рабочий 自宅 勤務先 住宅 工作".split()
)
"""Where a phone is: people leave the word phone out of `Home` and `Cell`."""
_SOMETHING_ELSE = re.compile(
    r"(?:\b|_)(?:order|invoice|account|acct|policy|customer|client|member|case|ticket|booking|house|street|room|"
    r"flat|unit|tracking|serial|ref|reference|id|iban|bic|vat|tax|ssn|nhs|passport|licen[cs]e|zip|postal|postcode|"
    r"plz|fax|telefax|lat|latitude|lng|lon|long|longitude|price|amount|total|balance|date|birth|dob|age|year|qty|"
    r"quantity|card|kundennummer|kundennr|bestellnummer|rechnungsnummer|vertragsnummer|hausnummer|kontonummer)"
    r"(?:\b|_)",
    re.I,
)
"""Names of columns with digits that are no phones, whatever they happen to be valid as."""
_SOMEBODY_ELSE = re.compile(
    r"emergency|next[\W_]*of[\W_]*kin|refer|(?:\b|_)(?:agent|rep|representative|sales|manager|owner|doctor|physician|gp|"
    r"employer|company|office|our|sender|from|recruiter|clinic|store|branch|notfall\w*|urgence|emergencia)(?:\b|_)",
    re.I,
)
"""Names of columns with phones of other people than those whom the rows are about."""


@dataclass(frozen=True, slots=True)
class PhoneColumn:
    """The phone column's index, or None with the `candidates` to ask about; `why` says it in a sentence."""

    index: int | None
    candidates: tuple[int, ...]
    why: str


def find_phone(
    columns: Sequence[str], sample_rows: Sequence[Sequence[str]], country: str | None
) -> PhoneColumn:
    """The phone column of a table, from its names and its first rows."""
    if own_export.are_contacts(columns):
        return _found(0, columns, "by its name")
    codes = calling_code.candidates(columns, sample_rows)
    shares = [_share(index, codes, sample_rows, country) for index in range(len(columns))]
    named = [index for index, name in enumerate(columns) if is_phone_name(name)]
    full = [index for index, share in enumerate(shares) if share >= _ENOUGH]
    likely = [index for index in full if index in named or not _SOMETHING_ELSE.search(columns[index])]
    ours = [index for index in named if same_name(columns[index]) == _OURS]
    if len(ours) == 1 and (shares[ours[0]] >= _SOME or not likely):
        return _found(ours[0], columns, "by its name")
    by_both = [index for index in named if index in full]
    if by_both or (named and not likely):
        return _one_of(by_both or named, columns, "by its name")
    if full and not likely:
        return _to_be_chosen(full, columns)
    if len(columns) == 1 and _is_bare_list(sample_rows):
        return PhoneColumn(0, (0,), f"The phone numbers are in “{columns[0]}”, the only column.")
    if not likely and (among := _among_words(columns, sample_rows)):
        return _to_be_chosen(among, columns)
    return _one_of(likely, columns, "because it holds phone numbers")


def every_phone(
    columns: Sequence[str], sample_rows: Sequence[Sequence[str]], country: str | None
) -> PhoneColumn | None:
    """All columns that hold phones of the list's people, as candidates, where there are several; else None.

    The first is the column that a batch would take, if it would take one. Where only what is in a column says
    that it holds phones, no one knows whose they are: then a person has to choose.
    """
    found = find_phone(columns, sample_rows, country)
    codes = calling_code.candidates(columns, sample_rows)
    every = [
        index
        for index, name in enumerate(columns)
        if (is_phone_name(name) or not _AT.isdisjoint(_words(name)))
        and not _SOMETHING_ELSE.search(name)
        and not _SOMEBODY_ELSE.search(name)
        and _share(index, codes, sample_rows, country) >= (_SOME if is_phone_name(name) else _ENOUGH)
    ]
    first = [] if found.index is None else [found.index]
    all_of_them = [*first, *(index for index in every if index not in first)]
    if len(all_of_them) < 2:
        return None
    names = " and ".join(f"“{columns[index]}”" for index in sorted(all_of_them))
    why = f"The phone numbers are in {names}; all of them are opted out."
    return PhoneColumn(all_of_them[0], tuple(all_of_them), why)


def _is_bare_list(rows: Sequence[Sequence[str]]) -> bool:
    """Whether there is nothing but numbers, of whichever country: then no one has to be asked."""
    cells = [row[0] for row in rows if row and row[0].strip()]
    return bool(cells) and 2 * sum(map(holds_phone, cells)) >= len(cells)


def _among_words(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Columns in which phones stand with something else: an extension, a second one, a name."""
    found = []
    for index, name in enumerate(columns):
        cells = [row[index] for row in rows if index < len(row) and row[index].strip()]
        holding = sum(map(holds_phone, cells))
        if cells and holding >= _ENOUGH * len(cells) and not _SOMETHING_ELSE.search(name):
            found.append(index)
    return found


def _share(
    index: int,
    codes: Sequence[calling_code.Candidate],
    rows: Sequence[Sequence[str]],
    country: str | None,
) -> float:
    """How much of what a column holds is a valid phone number, from 0 to 1."""
    filled = [row for row in rows if index < len(row) and row[index].strip()]
    if not filled:
        return 0.0
    read = calling_code.reader(calling_code.find(codes, filled, index, country), index, country)
    return sum(calling_code.is_readable(row, read) for row in filled) / len(filled)


def is_phone_name(name: str) -> bool:
    """Whether people call a column so that holds phones."""
    return same_name(name) in _WHOLE or not _WHOLE.isdisjoint(_words(name)) or bool(_PART.search(name))


def _words(name: str) -> list[str]:
    return re.split(r"[^\w]+|_", name.casefold())


def _one_of(candidates: list[int], columns: Sequence[str], how: str) -> PhoneColumn:
    if len(candidates) == 1:
        return _found(candidates[0], columns, how)
    if not candidates:
        return PhoneColumn(
            None, (), "No column holds phone numbers. Name the column that does “phone_number”."
        )
    return _to_be_chosen(candidates, columns)


def _to_be_chosen(candidates: list[int], columns: Sequence[str]) -> PhoneColumn:
    names = " and ".join(f"“{columns[index]}”" for index in candidates)
    which = f"The column {names}" if len(candidates) == 1 else f"The columns {names}"
    ask = "say whether it does" if len(candidates) == 1 else "choose one"
    return PhoneColumn(None, tuple(candidates), f"{which} may hold the phone number; {ask}.")


def _found(index: int, columns: Sequence[str], how: str) -> PhoneColumn:
    return PhoneColumn(index, (index,), f"The phone numbers are in “{columns[index]}”, found {how}.")
