"""What the cells of an ODS row hold, as text: what the spreadsheet showed when it saved them."""

from __future__ import annotations

import re
from datetime import datetime, time

from webapp.rules.cells.number_format import general, plain
from webapp.services.intake.workbooks import size_guard
from webapp.services.intake.workbooks.cell_text import cleaned

_MOST_SPACES = 1000
_BREAKS = {"tab": "\t", "line-break": "\n"}
_ASIDE = frozenset(
    "annotation ruby-text note frame g custom-shape rect line polyline caption control".split()
)
"""What lies on a cell and is not its text: comments, pronunciation, drawings."""
_LONG, _LONG_AMOUNT = 10_000_000, 1_000_000_000
_PHONE = re.compile(r"[+0-9 ()./,-]*")
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
_NUMBERS = ("float", "percentage", "currency")


class Cells:
    """Handlers that gather the cells of one row."""

    def __init__(self) -> None:
        self._begin(1)
        self._attributes: dict[str, str] = {}
        self._parts: list[str] = []
        self._depth = self._aside = 0

    def _begin(self, last_row: int) -> None:
        self._last_row = last_row
        self._cells: list[str] = []
        self._unsaved: list[int] = []
        self._blanks = 0

    def begin_row(self, last_row: int) -> None:
        """`last_row`: the number of the last one that it stands for."""
        self._begin(last_row)

    def end_row(self) -> tuple[list[str], tuple[int, ...]]:
        """The cells up to the last with a value, and the indexes of formulas without a result."""
        return self._cells, tuple(self._unsaved)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("table-cell", "covered-table-cell"):
            self._attributes = attributes
            self._parts.clear()
            self._depth = self._aside = 0
        elif self._aside or name in _ASIDE:
            self._aside += 1
        elif name == "p":
            self._depth += 1
            if self._parts:
                self._parts.append("\n")
        elif name == "s":
            self._parts.append(" " * min(int(attributes.get("text:c", 1)), _MOST_SPACES))
        elif name in _BREAKS:
            self._parts.append(_BREAKS[name])

    def end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif name == "p":
            self._depth -= 1
        elif name in ("table-cell", "covered-table-cell"):
            self._end_cell()

    def text(self, text: str) -> None:
        if self._depth and not self._aside:
            self._parts.append(text)

    def _end_cell(self) -> None:
        repeated = max(1, int(self._attributes.get("table:number-columns-repeated", 1)))
        text = value(self._attributes, "".join(self._parts))
        is_unsaved = not text and _is_unsaved(self._attributes)
        if not text and not is_unsaved:
            self._blanks += repeated
            return
        first = len(self._cells) + self._blanks
        size_guard.check(self._last_row, first + repeated)
        self._cells += [""] * self._blanks + [text] * repeated
        self._blanks = 0
        if is_unsaved:
            self._unsaved += range(first, first + repeated)


def _is_unsaved(attributes: dict[str, str]) -> bool:
    return "table:formula" in attributes and "office:value-type" not in attributes


def value(attributes: dict[str, str], shown: str) -> str:
    """The text of a cell: `shown` is what stands in it, as the program formatted it."""
    kind = attributes.get("office:value-type", "")
    if attributes.get("calcext:value-type") == "error":
        return ""
    if kind == "boolean":
        return attributes.get("office:boolean-value", "").upper()
    if kind in _NUMBERS:
        return _number(attributes, shown.strip())
    if kind == "date":
        return shown.strip() or _date(attributes.get("office:date-value", ""))
    if kind == "time":
        return shown.strip() or _time(attributes.get("office:time-value", ""))
    return cleaned(shown) if shown else cleaned(attributes.get("office:string-value", ""))


def _number(attributes: dict[str, str], shown: str) -> str:
    """As it is shown, unless a phone would lose digits, or the column was too narrow for it."""
    number = float(attributes.get("office:value", ""))
    if not shown or shown.startswith("###"):
        return general(number)
    if "E" in shown and number.is_integer():
        return plain(number)
    long = _LONG_AMOUNT if re.search(r"\d[,.\s]\d{3}\b", shown) else _LONG
    if abs(number) >= long and number.is_integer() and not _keeps(shown, number):
        return plain(number)
    return cleaned(shown)


def _keeps(shown: str, number: float) -> bool:
    return bool(_PHONE.fullmatch(shown)) and str(int(abs(number))) in re.sub(r"\D", "", shown)


def _date(text: str) -> str:
    at = datetime.fromisoformat(text.partition(".")[0])
    return f"{at:%Y-%m-%d}" if at.time() == time() else f"{at:%Y-%m-%d %H:%M}"


def _time(text: str) -> str:
    """A duration as ISO 8601 writes it: `PT09H30M00S` is 9:30."""
    match = _DURATION.fullmatch(text)
    if not match:
        return text
    sign, days, hours, minutes, seconds = match.groups(default="0")
    clock = f"{int(days) * 24 + int(hours):02}:{int(minutes):02}"
    return ("-" if sign == "-" else "") + clock + (f":{int(seconds):02}" if int(seconds) else "")
