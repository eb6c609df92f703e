"""One row of a list: its phone number, and everything that is wrong with it."""

from collections.abc import Sequence
from typing import NamedTuple

from webapp.rules.phones.phone import PhoneFault, parse
from webapp.rules.phones.phone_text import shown
from webapp.services.intake import limits
from webapp.services.intake.calling_code import Reader
from webapp.services.intake.delimited import swallowed
from webapp.services.intake.faults import RowFault

UNREADABLE = "\ufffd"
"""What stands for bytes that are no text in the encoding of the file."""


class CheckedRow(NamedTuple):
    """A row as it is stored: one cell for each column, the E.164 phone or None, and all of its faults."""

    row_no: int
    cells: list[str]
    phone: str | None
    faults: list[RowFault]


def check(
    row_no: int,
    cells: list[str],
    columns: Sequence[str],
    phone_index: int,
    country: str | None,
    read: Reader | None = None,
) -> CheckedRow:
    """Check one row of `Table.rows()`; never raises. `country` is assumed where a number has no +.

    `read`: how its phone is read, where that takes more than the phone's cell and the country.
    """
    faults: list[RowFault] = []
    phone: str | None = None
    try:
        phone = read(cells) if read else parse(cells[phone_index], country)
    except PhoneFault as fault:
        faults.append(RowFault(fault.code, phone_index, fault.sentence))
    if len(cells) > len(columns):
        faults.append(_too_many(cells, columns))
        cells = cells[: len(columns)]
    joined = "".join(cells)
    if not joined.isascii() and UNREADABLE in joined:
        faults += _unreadable(cells, columns)
    if "\n" in joined:
        faults += swallowed.faults(cells, columns, phone_index)
    if len(joined) > limits.MAX_CELL and max(map(len, cells)) > limits.MAX_CELL:
        faults += _too_long(cells, columns)
        cells = [cell[: limits.MAX_CELL] for cell in cells]
    return CheckedRow(row_no, cells, phone, faults)


def _too_many(cells: Sequence[str], columns: Sequence[str]) -> RowFault:
    sentence = (
        f"The row has {len(cells)} cells, but there are {len(columns)} columns; is a delimiter not quoted?"
    )
    return RowFault("too_many_cells", None, sentence)


def _unreadable(cells: Sequence[str], columns: Sequence[str]) -> list[RowFault]:
    return [
        RowFault(
            "unreadable",
            index,
            f"“{columns[index]}” has a character that could not be read: {shown(cell)}. Correct it in the "
            "file, or choose another encoding.",
        )
        for index, cell in enumerate(cells)
        if UNREADABLE in cell
    ]


def _too_long(cells: Sequence[str], columns: Sequence[str]) -> list[RowFault]:
    return [
        RowFault("long_cell", index, f"“{columns[index]}” is longer than {limits.MAX_CELL:,} characters.")
        for index, cell in enumerate(cells)
        if len(cell) > limits.MAX_CELL
    ]
