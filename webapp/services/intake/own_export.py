"""Our own list of opt-outs, brought back: its rows say whose opt-out was lifted."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.rules.placeholders import same_name

COLUMNS = (
    "phone",
    "name",
    "since",
    "known from",
    "evidence",
    "noted by",
    "lifted at",
    "lifted by",
    "why lifted",
    "told again by",
)
_LIFTED_AT = same_name("lifted at")


def lifted_column(columns: Sequence[str]) -> int | None:
    """The index of the column that says when an opt-out was lifted; None in any other list."""
    names = [same_name(name) for name in columns]
    return names.index(_LIFTED_AT) if _LIFTED_AT in names else None


def is_lifted(cell: str) -> bool:
    """Whether it says when; a dash, or a word for nothing, does not."""
    return any(map(str.isdigit, cell))
