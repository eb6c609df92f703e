"""`{{name}}` and `{{name|fallback}}` in a message: plain substitution, never a template language.

Values are put in as they are and never looked at again, so a cell that holds `{{…}}` shows up as just that.
"""

import difflib
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple, Self

_BRACES = re.compile(r"\{\{|\}\}")


class Fault(NamedTuple):
    """What is wrong with a message. `position` counts characters from 0, to where the placeholder begins."""

    code: str
    sentence: str
    position: int


class Placeholder(NamedTuple):
    """One placeholder as written. `fallback` is None without a `|`, and may be empty with one."""

    name: str
    fallback: str | None
    position: int


class Rendered(NamedTuple):
    """A row's message, and the names of the placeholders that found no value and have no fallback."""

    text: str
    missing: tuple[str, ...]


class Template(NamedTuple):
    """A message cut at its placeholders. With `faults` it can still be shown, but should not be sent."""

    literals: tuple[str, ...]  # one more than there are placeholders
    placeholders: tuple[Placeholder, ...]
    faults: tuple[Fault, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Never raises: every fault of the text is in `faults`, in order."""
        return cls(*_Reader(text).read())

    def bind(self, columns: Sequence[str]) -> "Bound":
        """Match the placeholders with columns, forgivingly: case, spaces, `-` and `_` do not count."""
        faults = list(self.faults)
        indexes: list[int | None] = []
        for placeholder in self.placeholders:
            found = _find(placeholder, columns)
            indexes.append(found if isinstance(found, int) else None)
            if isinstance(found, Fault):
                faults.append(found)
        faults.sort(key=lambda fault: fault.position)
        return Bound(self, tuple(indexes), tuple(faults))


class Bound(NamedTuple):
    """A template that knows its columns. `faults` are the template's own and the unknown names."""

    template: Template
    indexes: tuple[int | None, ...]  # of the column of each placeholder
    faults: tuple[Fault, ...]

    def render(self, cells: Sequence[str]) -> Rendered:
        """The message for one row; white space around a value is dropped, a blank value counts as missing."""
        literals, placeholders, _ = self.template
        pieces = [literals[0]]
        missing: list[str] = []
        for placeholder, index, literal in zip(placeholders, self.indexes, literals[1:], strict=True):
            value = cells[index].strip() if index is not None and index < len(cells) else ""
            if not value and placeholder.fallback is None:
                missing.append(placeholder.name)
            pieces += (value or placeholder.fallback or "", literal)
        return Rendered("".join(pieces), tuple(dict.fromkeys(missing)))


def same_name(name: str) -> str:
    """What two names share when they differ only in case, accents' form, spaces, `-` and `_`."""
    return re.sub(r"[\s_-]+", "", unicodedata.normalize("NFKC", name).casefold())


def _find(placeholder: Placeholder, columns: Sequence[str]) -> int | Fault:
    """The index of the placeholder's column, or the fault that says why there is none."""
    name = placeholder.name
    if name in columns:
        return columns.index(name)
    wanted = same_name(name)
    fitting = [index for index, column in enumerate(columns) if same_name(column) == wanted]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = " and ".join(f"'{columns[index]}'" for index in fitting)
        return Fault(
            "ambiguous", f"{{{{{name}}}}} could be any of the columns {names}.", placeholder.position
        )
    return Fault("unknown", _unknown(name, columns), placeholder.position)


def _unknown(name: str, columns: Sequence[str]) -> str:
    by_key = {same_name(column): column for column in columns}
    near = difflib.get_close_matches(same_name(name), by_key, n=1)
    hint = f" Did you mean {{{{{by_key[near[0]]}}}}}?" if near else ""
    return f"There is no column '{name}'.{hint}"


class _Reader:
    """Reads a text from left to right, from one pair of braces to the next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.literals = [""]
        self.placeholders: list[Placeholder] = []
        self.faults: list[Fault] = []

    def read(self) -> tuple[tuple[str, ...], tuple[Placeholder, ...], tuple[Fault, ...]]:
        opened: int | None = None
        done = 0
        for braces in _BRACES.finditer(self.text):
            position = braces.start()
            if braces[0] == "{{":
                if opened is not None:
                    self._unclosed(opened)
                self.literals[-1] += self.text[done:position]
                opened = done = position
            elif opened is None:
                self._fault("unopened", "There is a '}}' without a '{{' before it.", position)
            else:
                self._placeholder(opened, self.text[opened + 2 : position])
                opened, done = None, braces.end()
        if opened is not None:
            self._unclosed(opened)
        self.literals[-1] += self.text[done:]
        return tuple(self.literals), tuple(self.placeholders), tuple(self.faults)

    def _placeholder(self, position: int, inside: str) -> None:
        name, bar, fallback = inside.partition("|")
        name = " ".join(name.split())
        if not name or "{" in name or "}" in name:
            what = "has no name between its braces" if not name else "has a brace too many"
            self._fault("bad_name" if name else "empty_name", f"A placeholder {what}.", position)
            self.literals[-1] += "{{" + inside + "}}"
            return
        self.placeholders.append(Placeholder(name, fallback.strip() if bar else None, position))
        self.literals.append("")

    def _unclosed(self, position: int) -> None:
        self._fault("unclosed", "There is a '{{' without a '}}' after it.", position)

    def _fault(self, code: str, sentence: str, position: int) -> None:
        self.faults.append(Fault(code, sentence, position))
