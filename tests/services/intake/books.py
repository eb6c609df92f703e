"""Workbooks written by hand: what no spreadsheet program would write, and what only some do."""

from __future__ import annotations

from tests.services.intake import make

WORKBOOK, RELATIONS, SHEET = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def text(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def number(place: str, value: object, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def row(number: int, *cells: str, attributes: str = "") -> str:
    return f'<row r="{number}"{attributes}>{"".join(cells)}</row>'


def sheet(rows: str, before: str = "", after: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def relations(targets: dict[str, tuple[str, str]], types: str = TYPES) -> bytes:
    """By id the kind and the target."""
    inside = "".join(
        f'<Relationship Id="{id_}" Type="{types}/{kind}" Target="{target}"/>'
        for id_, (kind, target) in targets.items()
    )
    return f"<Relationships>{inside}</Relationships>".encode()


def book(*sheets: bytes, **parts: bytes) -> bytes:
    """Of sheets S1, S2 … and further parts: `styles`, `sharedStrings`."""
    ids = {
        f"s{number}": ("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)
    }
    listed = "".join(f'<sheet name="S{id_[1:]}" r:id="{id_}"/>' for id_ in ids)
    workbook = f'<workbook xmlns="{MAIN}" xmlns:r="{TYPES}"><sheets>{listed}</sheets></workbook>'
    others = {kind: (kind, f"{kind}.xml") for kind in parts}
    return make.zipped(
        {
            "_rels/.rels": relations({"m": ("officeDocument", WORKBOOK)}),
            WORKBOOK: workbook.encode(),
            RELATIONS: relations(ids | others),
            **{f"xl/worksheets/sheet{number}.xml": data for number, data in enumerate(sheets, 1)},
            **{f"xl/{kind}.xml": data for kind, data in parts.items()},
        }
    )


def formats(*codes: str) -> bytes:
    """A part of styles in which style 1 has the first code, 2 the second …"""
    named = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{code}"/>' for n, code in enumerate(codes))
    styles = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(codes)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{named}</numFmts>'
        '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>'
    ).encode()
