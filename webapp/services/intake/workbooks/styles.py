"""The number formats of an XLSX: what writes the numbers of cells with a style."""

from __future__ import annotations

from collections.abc import Iterable

from webapp.rules.cells import number_format
from webapp.rules.cells.number_format import Write
from webapp.services.intake.workbooks.xml_parts import elements

MOST_BYTES = 64 * 1024 * 1024
MOST_STYLES = 65_490
"""Excel's own limit, nearly; what a cell says beyond it is shown plainly."""


def read(chunks: Iterable[bytes], from_1904: bool) -> dict[str, Write]:
    """By the style's number, as cells name it; a style without an entry is General."""
    codes: dict[str, str] = {}
    numbers: list[str] = []
    in_cells = False
    for name, attributes in elements(chunks):
        if name == "numFmt" and len(codes) < MOST_STYLES:
            codes.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))
        elif name == "cellXfs":
            in_cells = True
        elif name in ("cellStyles", "dxfs", "cellStyleXfs"):
            in_cells = False
        elif name == "xf" and in_cells and len(numbers) < MOST_STYLES:
            numbers.append(attributes.get("numFmtId", "0"))
    writers = {number: _writer(number, codes, from_1904) for number in set(numbers)}
    return {str(style): write for style, number in enumerate(numbers) if (write := writers[number])}


def _writer(number: str, codes: dict[str, str], from_1904: bool) -> Write | None:
    if number in codes and int(number) not in number_format.DATES_OF_THE_SYSTEM:
        return number_format.written_by(codes[number], from_1904)
    return number_format.built_in(int(number), from_1904)
