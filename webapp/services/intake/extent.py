"""How far the cells of a sheet reach, read from its XML before anything is built in memory.

A few bytes can name the cell XFD1048576; the spreadsheet reader would then hold everything in between.
"""

import re
from functools import lru_cache
from xml.parsers import expat

from webapp.services.intake import limits
from webapp.services.intake.faults import FileFault


class Extent:
    """Fed with the chunks of one XML document; raises FileFault when its cells reach too far."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0
        parser = expat.ParserCreate()
        parser.StartElementHandler = self.start
        parser.StartDoctypeDeclHandler = self._doctype
        self._parser = parser

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def reach(self, row: int, column: int) -> None:
        """There is a value in this cell (both count from 1)."""
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column)
        if self.rows * self.columns > limits.MAX_AREA:
            raise FileFault(
                "too_many_cells",
                f"A sheet of this workbook reaches {self.rows:,} rows by {self.columns:,} columns. "
                "Delete what stands far outside the list, or save it as CSV.",
            )

    def _doctype(self, *_: object) -> None:
        raise FileFault(
            "damaged", "This workbook holds XML that no spreadsheet program writes; it is not opened."
        )


class XlsxExtent(Extent):
    """A worksheet of an XLSX (ECMA-376 part 1, §18.3.1.4 and §18.3.1.73)."""

    _row = _column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name if ":" not in name else name.rpartition(":")[2]
        if local == "c":
            place = attributes.get("r")
            if place:
                letters = place.rstrip("0123456789")
                self._column = _column_number(letters)
                self._row = int(place[len(letters) :])
            else:
                self._column += 1
        elif local == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = 0
        elif local in ("v", "is") and (self._row > self.rows or self._column > self.columns):
            self.reach(self._row, self._column)


class XlsxGlance:
    """How far the cells of a worksheet reach, off its bytes: half of the time, for sheets as they all are.

    It never says less than XlsxExtent does: cells without a value count here too, and whatever could hide a
    cell from this search makes it unsure, so that XlsxExtent has to look. XML that is broken is an ExpatError
    here as there: the spreadsheet reader would leave out what it does not understand.
    """

    _PLACED = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
    _CELL = re.compile(rb"<c[\s/>]")
    _PREFIXED = re.compile(rb":c[\s/>]")
    _OTHER_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*(?!.utf-8.)", re.I)
    _LONGEST_TAG = 64 * 1024  # bytes

    def __init__(self) -> None:
        self._sure = True
        self._rows = self._columns = 0
        self._rest = b""
        self._parser = expat.ParserCreate()

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk)
        if not self._sure:
            return
        seen = self._rest + chunk
        whole = max(0, seen.rfind(b"<"))
        self._look(seen[:whole])
        self._rest = seen[whole:]
        self._sure = self._sure and len(self._rest) <= self._LONGEST_TAG

    def is_small(self) -> bool:
        """After the last chunk: True when it is certain that the cells reach no further than is allowed."""
        self._look(self._rest)
        return self._sure and self._rows * self._columns <= limits.MAX_AREA

    def _look(self, tags: bytes) -> None:
        places = self._PLACED.findall(tags)
        hidden = b"<!" in tags or b"\0" in tags or self._OTHER_ENCODING.match(tags)
        if hidden or self._cells(tags) != len(places):
            self._sure = False
        elif places:
            letters, digits = (set(part) for part in zip(*places, strict=True))
            self._columns = max(self._columns, *(_column_number(place.decode()) for place in letters))
            self._rows = max(self._rows, *map(int, digits))

    def _cells(self, tags: bytes) -> int:
        """How many elements may be cells, wherever they say that they stand."""
        prefixed = len(self._PREFIXED.findall(tags)) if b":c" in tags else 0
        beginnings = tags.count(b"<c")  # of other elements, too, but seldom among the cells
        spaced = tags.count(b"<c ")
        return prefixed + (spaced if spaced == beginnings else len(self._CELL.findall(tags)))


class OdsExtent(Extent):
    """The content of an ODS (OpenDocument 1.3 part 3, §9.1): cells and rows carry repeat counts."""

    _row = _column = _rows_repeated = _columns_repeated = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in ("table-cell", "covered-table-cell"):
            self._columns_repeated = int(attributes.get("table:number-columns-repeated", 1))
            self._column += self._columns_repeated
            if "office:value-type" in attributes:
                self.reach(self._row + self._rows_repeated, self._column)
        elif local == "table-row":
            self._row += self._rows_repeated
            self._rows_repeated = int(attributes.get("table:number-rows-repeated", 1))
            self._column = 0
        elif local == "p" and self._column:
            self.reach(self._row + self._rows_repeated, self._column)
        elif local == "table":
            self._row = self._rows_repeated = self._column = 0


@lru_cache(maxsize=20_000)
def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
