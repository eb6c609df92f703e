"""Rows that count as blank."""

from __future__ import annotations

from collections.abc import Sequence

_FALSE = frozenset(
    "false falsch faux falso fals falsk falskt falskur fałsz nepravda nepravdivé onwaar hamis yanlış "
    "epätosi ложь хибність ψευδές שקר".split()
)
"""The word that a check box leaves, in the languages in which spreadsheets export it."""


def is_blank(cells: Sequence[str]) -> bool:
    """Whether nothing stands in a row, or nothing but check boxes that are not ticked."""
    text = "".join(cells).strip()
    return not text or (text.isalpha() and all(_is_nothing(cell) for cell in cells))


def _is_nothing(cell: str) -> bool:
    cell = cell.strip()
    return not cell or cell.casefold() in _FALSE
