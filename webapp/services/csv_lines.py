"""Lines of CSV that a spreadsheet opens without harm."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from itertools import pairwise

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "−", "﹢", "﹣", "﹦", "﹫")
"""What a formula begins with. A Japanese Excel takes full-width and small forms, too."""
QUOTED = tuple(f"'{sign}" for sign in DANGEROUS)
SEPARATORS = re.compile(r"[;\t\r\n]")
"""Where a spreadsheet may begin another cell: a German Excel splits at `;`, whatever is quoted."""
BEFORE = "".join(map(chr, (*range(33), 0x22, 0x3B, 0x85, 0xA0, 0xAD, *range(0x2000, 0x2010),
                           *range(0x2028, 0x2030), 0x205F, 0x2060, 0x3000, 0xFEFF)))  # fmt: skip
"""Blanks, signs without width, quotation marks and separators: what may stand before a formula."""
HARMLESS = re.compile(r"[+-]?[\d\s().,/-]+")
"""A plain number or phone may begin with + or -: a spreadsheet can do no harm with it."""


def neutral(value: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, "CSV injection"), whatever it splits lines at.

    Behind a separator, too, a formula gets a `'` before it.
    """
    if not _may_harm(value):
        return value
    parts = [part if _is_harmless(part) else _quoted(part) for part in _parts(value)]
    whole = "".join(parts)
    return "'" + whole if whole.startswith(("\t", "\r", "\n")) else whole


def restored(value: str) -> str:
    """A cell as it was before `neutral`: a list of ours that comes back says what it said."""
    if "'" not in value:
        return value
    whole = value[1:] if value[:1] == "'" and value[1:2] in ("\t", "\r", "\n") else value
    before = "".join(map(_unquoted, _parts(whole)))
    return before if before != value and neutral(before) == value else value


def _may_harm(value: str) -> bool:
    return any(sign in value for sign in DANGEROUS)


def _parts(value: str) -> list[str]:
    """Cut in front of each separator."""
    cuts = [0, *(found.start() for found in SEPARATORS.finditer(value)), len(value)]
    return [value[start:end] for start, end in pairwise(cuts)]


def _is_harmless(part: str) -> bool:
    said = _said(part)
    return not said.startswith(DANGEROUS) or HARMLESS.fullmatch(said) is not None


def _said(part: str) -> str:
    """Without the separator, quotation marks and blanks before it."""
    return part.lstrip(BEFORE)


def _quoted(part: str) -> str:
    said = _said(part)
    return f"{part[: len(part) - len(said)]}'{said}"


def _unquoted(part: str) -> str:
    said = _said(part)
    return f"{part[: len(part) - len(said)]}{said[1:]}" if said.startswith(QUOTED) else part


def line(cells: Iterable[str]) -> str:
    """One row, its formulas neutralised."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([neutral(cell) for cell in cells])
    return out.getvalue()
