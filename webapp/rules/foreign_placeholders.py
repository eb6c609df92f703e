"""Placeholders as other tools write them, around the name of a column: they would go out as they stand.

`{first_name}`, `[first_name]`, `*|FNAME|*` (Mailchimp), `<<first_name>>`, `«first_name»` (Word),
`%first_name%`, `${first_name}`, `#first_name#`, braces that are full-width or apart. The rest is text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from webapp.rules.placeholders import same_name

_NAME = r"([^\W_][^{}\[\]<>%*«»#$｛｝\n]{0,99})"
_OURS = r"\{\{[^{}]*\}\}"
_WRITTEN = (
    rf"\{{\{{\{{\s*{_NAME}\}}\}}\}}",
    _OURS,
    rf"\{{\s+\{{\s*{_NAME}\}}\s*\}}",
    rf"\{{\s*\{{\s*{_NAME}\}}\s+\}}",
    rf"[｛{{]{{1,2}}\s*{_NAME}[｝}}]{{1,2}}",
    rf"[$#@]\{{\s*{_NAME}\}}",
    rf"\{{%\s*{_NAME}%\}}",
    rf"\{{\s*{_NAME}\}}",
    rf"\[\[\s*{_NAME}\]\]",
    rf"\[%\s*{_NAME}%\]",
    rf"\[\s*{_NAME}\]",
    rf"\*\|\s*{_NAME}\|\*",
    rf"<<\s*{_NAME}>>",
    rf"<%=?\s*{_NAME}%>",
    rf"<\s*{_NAME}>",
    rf"«\s*{_NAME}»",
    rf"%%\s*{_NAME}%%",
    rf"%\s*{_NAME}%",
    rf"##\s*{_NAME}##",
    rf"#\s*{_NAME}#",
    r"\$([^\W\d_]\w{0,99})",
    r"__([^\W_]\w{0,99}?)__",
)
_FOREIGN = re.compile("|".join(_WRITTEN))
_MAY_BE = re.compile(r"[{\[<«*%#$｛]|__")
"""Nearly no message has any of these outside our own placeholders."""
_ALIASES = {
    "fname": ("firstname", "givenname", "forename", "vorname", "prenom", "nombre", "nome"),
    "firstname": ("fname", "givenname", "forename"),
    "lname": ("lastname", "surname", "familyname", "nachname", "apellido", "cognome"),
    "lastname": ("lname", "surname", "familyname"),
    "name": ("fullname",),
    "fullname": ("name",),
}
"""As tools call them by default, and as lists do."""


class Foreign(NamedTuple):
    """What someone wrote, and how it is written here."""

    written: str
    ours: str


def find(text: str, columns: Sequence[str]) -> list[Foreign]:
    """Each once, in their order."""
    found: list[Foreign] = []
    _replace(text, columns, found)
    return list(dict.fromkeys(found))


def replaced(text: str, columns: Sequence[str]) -> str:
    """The text with our own placeholders in their place."""
    return _replace(text, columns, [])


def _replace(text: str, columns: Sequence[str], found: list[Foreign]) -> str:
    if not columns or not _MAY_BE.search(text):
        return text
    known = {same_name(column): column for column in reversed(columns)}

    def ours(match: re.Match[str]) -> str:
        inside = match[match.lastindex] if match.lastindex else ""
        name, bar, fallback = inside.strip().strip("|").partition("|")
        column = _column(name, known)
        if column is None:
            return match[0]
        foreign = Foreign(match[0], f"{{{{{column}{bar}{fallback.strip()}}}}}")
        found.append(foreign)
        return foreign.ours

    return _FOREIGN.sub(ours, text)


def _column(name: str, known: dict[str, str]) -> str | None:
    """`contact.first_name` is the column first_name; FNAME, as Mailchimp has it, is too."""
    wanted = same_name(name)
    for key in (wanted, wanted.rpartition(".")[2]):
        if key in known:
            return known[key]
        for alias in _ALIASES.get(key, ()):
            if alias in known:
                return known[alias]
    return None
