"""Which column holds the phone numbers: by its name, else by what is in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.rules.phone import PhoneFault, parse
from webapp.rules.placeholders import same_name
from webapp.services.intake.likeness import is_phone_like

_ENOUGH = 0.5  # of the values in a column must be valid numbers
_OURS = "phonenumber"  # as the template calls it: no need to ask, whatever else there is
_WHOLE = frozenset(
    "cell gsm mobil msisdn numero número nummer number rufnummer sms tel telnr tlf tfno celular "
    "cellulare portable movil móvil 電話 電話番号 电话 手机 手机号 телефон".split()
)
_PART = re.compile(
    r"phone|mobile|msisdn|whatsapp|telefon|telephone|téléphone|teléfono|handy|mobilnummer", re.I
)


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
    shares = [_share(index, sample_rows, country) for index in range(len(columns))]
    named = [index for index, name in enumerate(columns) if is_phone_name(name)]
    full = [index for index, share in enumerate(shares) if share >= _ENOUGH]
    ours = [index for index in named if same_name(columns[index]) == _OURS]
    if len(ours) == 1 and (shares[ours[0]] > 0 or not full):
        return _found(ours[0], columns, "by its name")
    by_both = [index for index in named if index in full]
    if by_both or (named and not full):
        return _one_of(by_both or named, columns, "by its name")
    if len(columns) == 1 and _is_bare_list(sample_rows):
        return PhoneColumn(0, (0,), f"The phone numbers are in '{columns[0]}', the only column.")
    return _one_of(full, columns, "because it holds phone numbers")


def _is_bare_list(rows: Sequence[Sequence[str]]) -> bool:
    """Whether there is nothing but numbers, of whichever country: then nobody has to be asked."""
    cells = [row[0] for row in rows if row and row[0].strip()]
    return bool(cells) and 2 * sum(map(is_phone_like, cells)) >= len(cells)


def _share(index: int, rows: Sequence[Sequence[str]], country: str | None) -> float:
    """How much of what a column holds is a valid phone number, from 0 to 1."""
    values = [row[index] for row in rows if index < len(row) and row[index].strip()]
    return sum(_is_phone(value, country) for value in values) / len(values) if values else 0.0


def _is_phone(value: str, country: str | None) -> bool:
    try:
        parse(value, country)
    except PhoneFault:
        return False
    return True


def is_phone_name(name: str) -> bool:
    """Whether people call a column so that holds phones."""
    words = re.split(r"[^\w]+|_", name.casefold())
    return same_name(name) in _WHOLE or not _WHOLE.isdisjoint(words) or bool(_PART.search(name))


def _one_of(candidates: list[int], columns: Sequence[str], how: str) -> PhoneColumn:
    if len(candidates) == 1:
        return _found(candidates[0], columns, how)
    if not candidates:
        return PhoneColumn(
            None, (), "No column holds phone numbers. Name the column that does 'phone_number'."
        )
    names = " and ".join(f"'{columns[index]}'" for index in candidates)
    return PhoneColumn(None, tuple(candidates), f"The columns {names} may hold the phone number; choose one.")


def _found(index: int, columns: Sequence[str], how: str) -> PhoneColumn:
    return PhoneColumn(index, (index,), f"The phone numbers are in '{columns[index]}', found {how}.")
