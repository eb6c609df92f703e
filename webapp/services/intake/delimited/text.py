"""Text files: encoding, dialect, and rows as a stream that never holds the whole file."""

import csv
import io
from collections.abc import Iterator
from functools import partial
from itertools import count
from typing import Any, BinaryIO

from webapp.services.intake import limits
from webapp.services.intake.delimited import dialect, encoding
from webapp.services.intake.faults import FileFault
from webapp.services.intake.options import FIND_OUT, ReadingOptions

_SAMPLE = 64 * 1024
_BOM = "\ufeff"
# Sent after the last line: it arrives as a row of its own unless a quote is still open.
_END = "\0end"

# Python's own limit is 131,072 characters. A cell over our limit is a fault of its row alone.
csv.field_size_limit(limits.MAX_LINE)


class TextSource:
    """A CSV, TSV or otherwise delimited file."""

    def __init__(self, file: BinaryIO, options: ReadingOptions = FIND_OUT) -> None:
        self._file = file
        found = encoding.choose(file, options.encoding)
        self._codec = found.codec
        self.read_as: dict[str, Any] = found.read_as()
        self.notes = [found.note] if found.note else []
        sample = self._read_sample()
        self._skipped, delimiter = _declared(sample)
        self._dialect = dialect.find(sample.split("\n", 1)[-1] if self._skipped else sample, delimiter)
        self.notes += self._dialect.words()
        self.size_hint = self._estimate(sample)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row from the first, numbered as a spreadsheet would: a row for each record, blank or not."""
        number = 0
        records = self._dialect.records(self._lines())
        try:
            for number, record in zip(count(1 - self._skipped), records, strict=False):
                if record and _END in record[-1]:
                    if record != [_END]:
                        raise _open_quote(number)
                    return
                if number > 0:
                    yield (
                        number,
                        record if len(record) <= limits.MAX_WIDTH else record[: limits.MAX_WIDTH + 1],
                    )
        except csv.Error as error:
            raise _open_quote(number + 1) from error

    def _lines(self) -> Iterator[str]:
        with _Text(self._file, self._codec) as text:
            for line in iter(partial(text.readline, limits.MAX_LINE), ""):
                if len(line) == limits.MAX_LINE:
                    raise FileFault(
                        "long_line", "The file has a line of over four million characters; it is no list."
                    )
                if "\0" in line:
                    line = line.replace("\0", "")
                # Files that were saved twice, or put together, have byte order marks in front of quotes.
                yield line if line.isascii() or _BOM not in line else line.replace(_BOM, "")
        yield _END

    def _read_sample(self) -> str:
        with _Text(self._file, self._codec) as text:
            sample = text.read(_SAMPLE)
        return sample.replace("\0", "").replace(_BOM, "")

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
