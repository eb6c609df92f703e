"""Cells in which a program has left its placeholder: `{{first_name}}`, `*|FNAME|*`. They hold no value.

No one is to be greeted with one. What people may write themselves stays: [Ann], <3, «Ann», 50%.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_FIELD = (
    r"(?:(?:contact|customer|client|patient|member|user|recipient|lead|person)[ _.]?)?"
    r"(?:(?:first|last|full|given|family|middle|nick|user)[ _]?name|[fl]name|name|phone(?:[ _]?number)?|"
    r"mobile|e-?mail(?:[ _]?address)?|address|city|company)"
)
_UNFILLED = re.compile(
    r"\{\{[^{}]{1,100}\}\}|\{%[^{}%]{1,100}%\}|\$\{[^{}]{1,100}\}|\*\|[^|*]{1,60}\|\*|<<[^<>]{1,60}>>|"
    rf"%%[^%]{{1,60}}%%|\[\[[^\[\]]{{1,60}}\]\]|%[A-Z][A-Z_]{{2,40}}%|"
    rf"(?i:\{{\s*{_FIELD}\s*\}}|\[\s*{_FIELD}\s*\]|<\s*{_FIELD}\s*>|«\s*{_FIELD}\s*»|%\s*{_FIELD}\s*%)"
)
_MAY_BE = re.compile(r"[{\[<«%]|\*\|")
_LONGEST = 200
"""Characters: a longer cell says more than a placeholder."""


def is_unfilled(text: str) -> bool:
    """Whether a placeholder is all that a cell says."""
    return _UNFILLED.fullmatch(text.strip()) is not None


def blanked(cells: list[str]) -> list[str]:
    """The cells of a row, with nothing in the place of placeholders. For most rows this is quick."""
    if not _MAY_BE.search("".join([cell for cell in cells if len(cell) <= _LONGEST])):
        return cells
    return ["" if is_unfilled(cell) else cell for cell in cells]


def some(rows: Sequence[Sequence[str]]) -> list[str]:
    """The first few placeholders of some rows, each once."""
    return list(dict.fromkeys(cell.strip() for row in rows for cell in row if is_unfilled(cell)))[:3]
