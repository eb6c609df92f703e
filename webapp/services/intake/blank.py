"""Rows in which nobody has written anything, though something stands there."""

from __future__ import annotations

from collections.abc import Iterable

# An unticked box, as spreadsheets write it in the languages that translate it, and an empty sum: templates
# have them in rows that are not used yet.
_UNTICKED = frozenset(
    "FALSE FALSE() FALSCH FAUX FALSO FALS FALSKT FALSK ONWAAR FAŁSZ USANN EPÄTOSI NEPRAVDA NEPRAVDIVÉ HAMIS "
    "YANLIŞ LAŽ NEDEVĂRAT ЛОЖЬ ХИБНІСТЬ ΨΕΥΔΕΣ ΨΕΥΔΉΣ ΨΕΥΔΗΣ שקר 0 ☐ ⬜ □ []".split()
)
_NOTHING = _UNTICKED | {"", "[ ]"}
_FIRST = frozenset(letter for word in _UNTICKED for letter in (word[0], word[0].lower())) | {" "}


def may_be_blank(joined: str) -> bool:
    """Whether a row, whose cells as one text are `joined`, may be blank; quick."""
    return joined[0] in _FIRST


def is_blank(cells: Iterable[str]) -> bool:
    """Whether a row holds nothing but unticked boxes."""
    return all(cell.strip().upper() in _NOTHING for cell in cells)
