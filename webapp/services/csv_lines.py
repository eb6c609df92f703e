"""Lines of CSV that a spreadsheet opens without harm."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
HARMLESS = re.compile(r"[+-]?[\d\s().,/-]+")
"""A plain number or phone may begin with + or -: a spreadsheet can do no harm with it."""


def neutral(value: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, "CSV injection")."""
    stripped = value.lstrip()
    if stripped.startswith(DANGEROUS) and not HARMLESS.fullmatch(stripped):
        return "'" + value
    return "'" + value if value.startswith(("\t", "\r", "\n")) else value


def line(cells: Iterable[str]) -> str:
    """One row, its formulas neutralised."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([neutral(cell) for cell in cells])
    return out.getvalue()
