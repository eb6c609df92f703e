"""A list of recipients as a table, whatever kind of file it came in."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO, Protocol, Self

from webapp.rules import person_names, unfilled
from webapp.rules.cells import cell_text, no_value
from webapp.services import uploads
from webapp.services.csv_lines import restored
from webapp.services.intake import across, header, limits
from webapp.services.intake.delimited import saved_twice
from webapp.services.intake.delimited.text import TextSource
from webapp.services.intake.faults import FileFault
from webapp.services.intake.file_type import recognise
from webapp.services.intake.options import FIND_OUT, ReadingOptions
from webapp.services.intake.workbooks import archive, blank
from webapp.services.intake.workbooks.sheet import SheetSource

Rows = Iterator[tuple[int, list[str]]]

NONE_IS_SAID = "“None” is taken for an answer in the columns where people may mean it, and not for empty."
_SAMPLE = 100  # rows looked at to find the header and the phone column
_SUFFIXES = {
    "text": (".csv", ".tsv", ".txt", ".tab"),
    "xlsx": (".xlsx", ".xlsm"),
    "xls": (".xls",),
    "ods": (".ods",),
}
_NAMES = {
    "text": "a text file",
    "xlsx": "an Excel workbook",
    "xls": "an Excel workbook",
    "ods": "an ODS workbook",
}


class Source(Protocol):
    """Where rows come from: header and blank rows included, numbered from 1.

    `read_as`: see models/batch.
    """

    notes: list[str]
    read_as: dict[str, Any]
    size_hint: int

    def rows(self) -> Iterator[tuple[int, list[str]]]: ...


class Table:
    """Columns and rows. A context manager: leaving it closes what it opened.

    `notes` are sentences about what was found out; `sample` is the first rows; `size_hint` about how many
    rows there are, for a progress bar.
    """

    def __init__(self, source: Source, notes: list[str]) -> None:
        source = saved_twice.repaired(source)
        first = _first(_filled(source.rows()))
        if not first:
            raise FileFault("empty", "The file is empty.")
        if across.is_one_row_of_phones(first):
            source = across.AcrossSource(source)
            first = _first(_filled(source.rows()))
        self._source = source
        found = header.find(first)
        self.columns = found.columns
        self._header_row = found.row_no
        self._header = header.trimmed(next((cells for number, cells in first if number == found.row_no), []))
        self.read_as = source.read_as
        self._answers = _answers(source, found.columns)
        self._names = person_names.guess(found.columns, [], None)
        below = [cells for number, cells in first if number > found.row_no]
        told = [*_no_values(source, self._answers), *_unfilled(below)]
        self.notes = [*notes, *source.notes, *found.notes, *told]
        self.size_hint = max(1, source.size_hint - found.row_no)
        self._closing = ExitStack()
        self.sample = [cells for _, cells in _first(self.rows())]
        if not self.sample:
            raise FileFault("no_rows", "The file has a header row and no rows below it.")

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(number in the spreadsheet, cells) of every row that is not blank, from the beginning each time.

        As many cells as columns, or more where a row has values beyond the last column. Raises FileFault
        where the file turns out to be broken or too long.
        """
        width = len(self.columns)
        blanks = [""] * width
        count = 0
        for number, cells in _filled(self._source.rows(), self._answers, self._names):
            if number <= self._header_row:
                continue
            if self._header and cells[0] == self._header[0] and header.trimmed(cells) == self._header:
                continue  # once more, as reports of several pages and files put together have it
            count += 1
            if count > limits.MAX_ROWS:
                raise FileFault(
                    "too_many_rows", f"The file has more than {limits.MAX_ROWS:,} rows. Split it."
                )
            if len(cells) != width:
                cells = [*cells, *blanks[len(cells) :]] if len(cells) < width else _without_tail(cells, width)
            yield number, unfilled.blanked(cells)

    def close(self) -> None:
        self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_table(
    file: str | PathLike[str] | BinaryIO, filename: str, options: ReadingOptions = FIND_OUT
) -> Table:
    """Open a CSV, TSV, XLSX, XLS or ODS by its content. Raises FileFault, in a sentence, for anything else.

    A file object must be seekable, binary and buffered; it stays open.
    """
    with ExitStack() as opened:
        binary = opened.enter_context(Path(file).open("rb")) if isinstance(file, str | PathLike) else file
        _check_size(binary)
        table = _read(binary, filename, options)
        table._closing = opened.pop_all()
        return table


def _check_size(file: BinaryIO) -> None:
    if file.seek(0, 2) > uploads.MAX_BYTES:
        raise FileFault(
            "too_big", f"The file is larger than {uploads.MAX_BYTES // 1024**2} MB. Split the list."
        )


def _read(file: BinaryIO, filename: str, options: ReadingOptions) -> Table:
    kind = recognise(file)
    if kind == "xlsx":
        kind = archive.check(file)
    notes = []
    suffix = Path(filename[-50:].replace("\0", "")).suffix.lower()
    if suffix and suffix not in _SUFFIXES[kind]:
        notes.append(f"The name ends in “{suffix}”, but the file is {_NAMES[kind]}.")
    return Table(TextSource(file, options) if kind == "text" else SheetSource(file, options), notes)


def _filled(rows: Rows, answers: Collection[int] = (), names: Collection[int] = ()) -> Rows:
    """The rows that are not blank, with clean cells.

    `answers`: the columns in which “None” is kept; `names`: see blank.is_blank.
    """
    for number, cells in rows:
        joined = "".join(cells)
        if not joined or joined.isspace():
            continue
        if len(joined) > limits.MAX_READ:
            cells = [cell[: limits.MAX_READ] for cell in cells]
        clean = cell_text.clean_row(cells, joined)
        if answers and clean is not cells:
            clean = _with_answers(clean, cells, answers)
        if (clean is cells and not blank.may_be_blank(joined)) or not blank.is_blank(clean, names):
            yield number, list(map(restored, clean)) if "'" in joined else clean


def _first(rows: Rows) -> list[tuple[int, list[str]]]:
    """As many rows as are needed to find out about the others."""
    first: list[tuple[int, list[str]]] = []
    letters = 0
    for row in rows:
        first.append(row)
        letters += sum(map(len, row[1]))
        if len(first) == _SAMPLE or letters > limits.MAX_SAMPLE:
            break
    return first


def _answers(source: Source, columns: Sequence[str]) -> frozenset[int]:
    """The columns in which “None” is what people said."""
    rows = [cells for _, cells in _first(source.rows())]
    return frozenset(
        index
        for index, name in enumerate(columns)
        if no_value.may_be_none(name, (cells[index] for cells in rows if index < len(cells)))
    )


def _with_answers(clean: list[str], cells: list[str], answers: Collection[int]) -> list[str]:
    return [
        no_value.ANSWER if index in answers and cells[index].strip() == no_value.ANSWER else cell
        for index, cell in enumerate(clean)
    ]


def _no_values(source: Source, answers: Collection[int]) -> list[str]:
    """Sentences about the words for “no value” that stand in the first rows."""
    words: dict[str, None] = {}
    answered = False
    for _, cells in _first(source.rows()):
        for index, cell in enumerate(cells):
            if index in answers and cell.strip() == no_value.ANSWER:
                answered = True
            elif no_value.is_no_value(cell):
                words[cell.strip()] = None
    some = " or ".join(f"“{word[:20]}”" for word in list(words)[:3])
    notes = [f"Cells that say only {some} count as empty."] if some else []
    return [*notes, *([NONE_IS_SAID] if answered else [])]


def _unfilled(rows: Sequence[Sequence[str]]) -> list[str]:
    some = " or ".join(f"“{one[:40]}”" for one in unfilled.some(rows))
    return [f"Cells that say only {some} count as empty: a program has not filled them in."] if some else []


def _without_tail(cells: list[str], width: int) -> list[str]:
    return cells if any(map(str.strip, cells[width:])) else cells[:width]
