"""Text files: encoding, delimiter, and rows as a stream that never holds the whole file."""

import csv
import io
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from webapp.services.intake import encoding, limits
from webapp.services.intake.faults import FileFault
from webapp.services.intake.options import FIND_OUT, ReadingOptions

_SAMPLE = 64 * 1024
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
# Sent after the last line: it arrives as a row of its own unless a quote is still open.
_END = "\0end"


class TextSource:
    """A CSV, TSV or otherwise delimited file."""

    def __init__(self, file: BinaryIO, options: ReadingOptions = FIND_OUT) -> None:
        self._file = file
        found = encoding.Encoding(options.encoding) if options.encoding else encoding.find(file)
        self._codec = found.codec
        self.read_as: dict[str, Any] = {"encoding": found.codec}
        self.notes = [found.note] if found.note else []
        sample = self._read_sample()
        self._skipped, delimiter = _declared(sample)
        self._delimiter = delimiter or find_delimiter(sample)
        if self._delimiter != ",":
            self.notes.append(
                f"Its columns are separated by {_DELIMITERS.get(self._delimiter, self._delimiter)}."
            )
        self.size_hint = self._estimate(sample)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row from the first, numbered as a spreadsheet would: a row for each record, blank or not."""
        number = 0
        records = csv.reader(self._lines(), delimiter=self._delimiter, skipinitialspace=True)
        try:
            for number, record in enumerate(records, 1 - self._skipped):
                if record and _END in record[-1]:
                    if record != [_END]:
                        raise _open_quote(number)
                    return
                if number > 0:
                    yield number, record
        except csv.Error as error:
            raise _open_quote(number + 1) from error

    def _lines(self) -> Iterator[str]:
        with _Text(self._file, self._codec) as text:
            for line in iter(partial(text.readline, limits.MAX_LINE), ""):
                if len(line) == limits.MAX_LINE:
                    raise FileFault(
                        "long_line", "The file has a line of over four million characters; it is no list."
                    )
                yield line.replace("\0", "") if "\0" in line else line
        yield _END

    def _read_sample(self) -> str:
        with _Text(self._file, self._codec) as text:
            sample = text.read(_SAMPLE)
        return sample.replace("\0", "")

    def _estimate(self, sample: str) -> int:
        """About how many rows there are, from the length of the first ones."""
        size = self._file.seek(0, io.SEEK_END)
        lines = max(1, len(sample.splitlines()))
        per_line = max(1, len(sample.encode(self._codec, "replace"))) / lines
        return max(1, round(size / per_line))


class _Text(io.TextIOWrapper):
    """The file from its beginning, as text; leaving it does not close the file."""

    def __init__(self, file: BinaryIO, codec: str) -> None:
        file.seek(0)
        super().__init__(file, encoding=codec, errors="replace", newline="")

    def __exit__(self, *_: object) -> None:
        if not self.closed:  # a generator may be thrown away after its file
            self.detach()


def find_delimiter(sample: str) -> str:
    """The delimiter that cuts most rows into as many cells as the first one; a comma for a single column."""
    scores = {delimiter: _score(sample, delimiter) for delimiter in _DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best][0] > 0 else ","


def _score(sample: str, delimiter: str) -> tuple[float, int]:
    """(share of rows as wide as the first, its width); zero when the first has one cell only."""
    widths: list[int] = []
    try:
        for record in csv.reader(
            sample.splitlines(keepends=True), delimiter=delimiter, skipinitialspace=True
        ):
            if record:
                widths.append(len(record))
            if len(widths) == 50:
                break
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] < 2:
        return 0.0, 0
    return round(widths.count(widths[0]) / len(widths), 1), widths[0]


def _declared(sample: str) -> tuple[int, str | None]:
    """Excel's own first line `sep=;`, which it does not show as a row: (rows to skip, delimiter)."""
    first = sample.split("\n", 1)[0].strip('\r" ')
    if len(first) == 5 and first.lower().startswith("sep="):
        return 1, first[4]
    return 0, None


def _open_quote(row: int) -> FileFault:
    return FileFault(
        "open_quote", f'Row {row} opens a quote (") that is never closed, so the rows below it run together.'
    )
