"""Rows in which no one has written anything, though something stands there."""

from __future__ import annotations

from collections.abc import Collection, Sequence

# An unticked box, as spreadsheets write it in the languages that translate it, and an empty sum: templates
# have them in rows that are not used yet.
_UNTICKED = frozenset(
    "FALSE FALSE() FALSCH FAUX FALSO FALS FALSKT FALSK ONWAAR FAŁSZ USANN EPÄTOSI NEPRAVDA NEPRAVDIVÉ HAMIS "
    "YANLIŞ LAŽ NEDEVĂRAT ЛОЖЬ ХИБНІСТЬ ΨΕΥΔΕΣ ΨΕΥΔΉΣ ΨΕΥΔΗΣ שקר 0 ☐ ⬜ □ []".split()
)
_ENGLISH = frozenset({"FALSE", "FALSE()"})
_NOTHING = _UNTICKED | {"", "[ ]"}
_FIRST = frozenset(letter for word in _UNTICKED for letter in (word[0], word[0].lower())) | {" "}


def may_be_blank(joined: str) -> bool:
    """Whether a row, whose cells as one text are `joined`, may be blank; quick."""
    return joined[0] in _FIRST


def is_blank(cells: Sequence[str], names: Collection[int] = ()) -> bool:
    """Whether a row holds nothing but unticked boxes. `names`: the columns that say what people are called.

    Falso, Faux and Hamis are names, too. Where it is not known which column has them, boxes are in capitals.
    """
    if not all(cell.strip().upper() in _NOTHING for cell in cells):
        return False
    if names:
        return not any(_is_name(cells, at) for at in names if at < len(cells))
    return not any(_is_name(cells, at) for at, cell in enumerate(cells) if not cell.isupper())


def _is_name(cells: Sequence[str], at: int) -> bool:
    """Whether a word for “false” is someone: it stands in one column only, and is not the English one."""
    word = cells[at].strip()
    return word[:1].isalpha() and word.upper() not in _ENGLISH and list(cells).count(cells[at]) == 1
