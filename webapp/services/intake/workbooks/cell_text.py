"""The text of a workbook's cell, without what no cell can show and no database can hold."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def decoded(text: str) -> str:
    """Text of an XLSX, where `_x000D_` stands for a character (ECMA-376 part 1, §22.9.2.19, ST_Xstring)."""
    return cleaned(_ESCAPED.sub(_character, text)) if "_x" in text else text


def cleaned(text: str) -> str:
    """Without NUL and the other control characters but tab and line ends, and without half characters."""
    if text.isprintable() or not _UNPRINTABLE.search(text):
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _UNPRINTABLE.sub("", whole)


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))
