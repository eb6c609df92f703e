"""How a list was read, and what a person can choose instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from webapp.errors import Fault
from webapp.models.batch import Batch
from webapp.models.contact_import import ContactImport
from webapp.models.opt_out_import import OptOutImport
from webapp.rules import countries
from webapp.services import uploads
from webapp.services.intake import file_type
from webapp.services.intake.delimited import encoding
from webapp.services.intake.faults import FileFault
from webapp.services.intake.options import ReadingOptions

List = Batch | ContactImport | OptOutImport
"""What has a file that was read."""

FILE_GONE = "Its file is not kept any more. Import it once more."
LINES = 6
PIECE = 400
SHOWN = 100


@dataclass(frozen=True)
class Choices:
    """For a page. `hidden` says in words what is hidden in the workbook; empty when nothing is."""

    encoding: str
    encodings: list[tuple[str, str]]
    guessed: bool
    lines: list[str]
    sheet: str
    sheets: list[str]
    hidden: str
    hidden_read: bool

    @property
    def sheet_options(self) -> list[tuple[str, str]]:
        return [(name, name) for name in self.sheets]

    @property
    def any(self) -> bool:
        return bool(self.encoding or len(self.sheets) > 1 or self.hidden)


def must_be_list(content: IO[bytes]) -> None:
    """Raises Fault for a file that begins as no table does: nothing is made of it. An empty one is left to
    uploads."""
    try:
        file_type.recognise(content)
    except FileFault as fault:
        if fault.code != "empty":
            raise Fault(fault.sentence, "file") from fault
    finally:
        content.seek(0)


def must_be_country(country: str) -> None:
    """Raises Fault when it is neither a country nor empty: none is assumed."""
    if country and country not in countries.NAMES:
        raise Fault("Choose a country from the list.", "country")


def must_have_column(one: List, phone_column: int | None) -> int:
    """The column of the phones, as it was chosen. Raises Fault when the list has none such."""
    if phone_column is None or not 0 <= phone_column < len(one.columns):
        raise Fault("Choose the column that holds the phone numbers.", "phone_column")
    return phone_column


def of(one: List) -> Choices:
    """The choices for a list, as long as its file is kept."""
    read_as = _read_as(one)
    codec = str(read_as.get("encoding", ""))
    return Choices(
        encoding=codec,
        encodings=list(encoding.NAMES.items()) if codec else [],
        guessed=bool(read_as.get("guessed")),
        lines=lines(one, codec),
        sheet=str(read_as.get("sheet", "")),
        sheets=list(read_as.get("sheets", [])),
        hidden=_hidden(read_as),
        hidden_read=bool(read_as.get("hidden_read")),
    )


def wanted(one: List, codec: str, sheet: str, hidden: bool) -> ReadingOptions | None:
    """What a person has chosen; None when the list was read so already. Raises Fault that names the field."""
    read_as = _read_as(one)
    if not read_as:
        raise Fault("There is nothing to choose about this list any more.", "encoding")
    present = (read_as.get("encoding", ""), read_as.get("sheet", ""), bool(read_as.get("hidden_read")))
    codec, sheet = codec or present[0], sheet or present[1]
    if codec != present[0] and (not present[0] or codec not in encoding.NAMES):
        raise Fault("Choose an encoding from the list.", "encoding")
    if sheet != present[1] and sheet not in read_as.get("sheets", []):
        raise Fault("Choose one of the sheets.", "sheet")
    chosen = ReadingOptions.of(one.reading_options)._replace(encoding=codec, sheet=sheet, hidden=hidden)
    return chosen if (codec, sheet, hidden) != present else None


def lines(one: List, codec: str) -> list[str]:
    """Lines of the file in which encodings differ, as they read in one of them; none for an unknown one."""
    if one.upload_id is None or codec not in encoding.NAMES:
        return []
    pieces = [uploads.piece(one.upload_id, start, PIECE) for start in one.read_as.get("lines", [])[:LINES]]
    read = (encoding.line_at(piece, codec) for piece in pieces)
    return [line[:SHOWN] for line in read if line.strip()]


def offers_rows(one: List) -> bool:
    """Whether there are rows in the file that were not read, and could be."""
    read_as = _read_as(one)
    return len(read_as.get("sheets", [])) > 1 or (bool(_hidden(read_as)) and not read_as.get("hidden_read"))


def _read_as(one: List) -> dict[str, Any]:
    """How it was read, or was to be read when that ended in a fault."""
    if one.upload_id is None:
        return {}
    chosen = ReadingOptions.of(one.reading_options)
    named = {"encoding": chosen.encoding, "sheet": chosen.sheet}
    hidden = {"hidden_read": chosen.hidden} if one.reading_options else {}
    return {**one.read_as, **{name: value for name, value in named.items() if value}, **hidden}


def _hidden(read_as: Mapping[str, Any]) -> str:
    """“3 hidden rows and 1 hidden column (Notes)”."""
    rows, columns = (
        int(read_as.get("hidden_rows", 0)),
        [str(one) for one in read_as.get("hidden_columns", [])],
    )
    parts = [f"{rows:,} hidden row{'s' * (rows != 1)}"] if rows else []
    if columns:
        named = ", ".join(columns[:5]) + (" …" if len(columns) > 5 else "")
        parts.append(f"{len(columns):,} hidden column{'s' * (len(columns) != 1)} ({named})")
    return " and ".join(parts)
