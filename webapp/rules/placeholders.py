"""`{{name}}` and `{{name|fallback}}` in a message: plain substitution, never a template language.

Values are put in as they are and never looked at again, so a cell that holds `{{…}}` shows up as just that.
"""

import difflib
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple, Self

_BRACES = re.compile(r"\{\{|\}\}")
_MOST_HINTS = 10
_MOST_PARTS = 50  # of a name, between bars


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
        """Match the placeholders with columns, forgivingly: case, spaces, `-` and `_` do not count.

        A bar belongs to the name where the name of a column has it.
        """
        names = _Names(columns)
        faults = list(self.faults)
        indexes: list[int | None] = []
        placeholders = [names.with_bars(placeholder) for placeholder in self.placeholders]
        for placeholder in placeholders:
            found = names.find(placeholder)
            indexes.append(found if isinstance(found, int) else None)
            if isinstance(found, Fault):
                faults.append(found)
        faults.sort(key=lambda fault: fault.position)
        return Bound(self._replace(placeholders=tuple(placeholders)), tuple(indexes), tuple(faults))


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


def fill(text: str, columns: Sequence[str], cells: Sequence[str]) -> str:
    """A text beside the message with the values of a row: what is missing is left out, and what is no column
    stays as it was written."""
    if "{{" not in text:
        return text
    literals, placeholders, _ = (bound := Template.parse(text).bind(columns)).template
    pieces = [literals[0]]
    for placeholder, index, literal in zip(placeholders, bound.indexes, literals[1:], strict=True):
        value = cells[index].strip() if index is not None and index < len(cells) else ""
        pieces += (
            value or placeholder.fallback or ("" if index is not None else written(placeholder)),
            literal,
        )
    return "".join(pieces)


def written(placeholder: Placeholder) -> str:
    """As a person types it."""
    fallback = "" if placeholder.fallback is None else f"|{placeholder.fallback}"
    return f"{{{{{placeholder.name}{fallback}}}}}"


def with_fallback(text: str, columns: Sequence[str], column: int, fallback: str) -> str:
    """The text with a fallback for each placeholder of a column (its index) that has none."""
    bound = Template.parse(text).bind(columns)
    for placeholder, index in reversed([*zip(bound.template.placeholders, bound.indexes, strict=True)]):
        if index == column and placeholder.fallback is None:
            end = text.index("}}", placeholder.position)
            text = f"{text[:end].rstrip()}|{fallback}{text[end:]}"
    return text


def same_name(name: str) -> str:
    """What two names share when they differ only in case, accents' form, spaces, `-` and `_`."""
    return re.sub(r"[\s_-]+", "", unicodedata.normalize("NFKC", name).casefold())


class _Names:
    """The columns of a list, to be found by name."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns
        self._exact = {name: index for index, name in reversed(list(enumerate(columns)))}
        self._alike: dict[str, list[int]] = {}
        for index, name in enumerate(columns):
            self._alike.setdefault(same_name(name), []).append(index)
        self._barred = {same_name(name) for name in columns if "|" in name}
        self._hints = _MOST_HINTS

    def find(self, placeholder: Placeholder) -> int | Fault:
        """The index of the placeholder's column, or the fault that says why there is none."""
        name = placeholder.name
        if name in self._exact:
            return self._exact[name]
        fitting = self._alike.get(same_name(name), [])
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            names = " and ".join(f"“{self._columns[index]}”" for index in fitting)
            sentence = f"{{{{{name}}}}} could be any of the columns {names}."
            return Fault("ambiguous", sentence, placeholder.position)
        return Fault("unknown", f"There is no column “{name}”.{self._hint(name)}", placeholder.position)

    def with_bars(self, placeholder: Placeholder) -> Placeholder:
        """The placeholder, cut at the last bar that leaves the name of a column, or not at all: someone may
        have called a column `First Name | Nombre`."""
        if not self._barred or placeholder.fallback is None:
            return placeholder
        parts = [placeholder.name, *placeholder.fallback.split("|")]
        for end in range(min(len(parts), _MOST_PARTS), 1, -1):
            name = " | ".join(part.strip() for part in parts[:end])
            if same_name(name) in self._barred:
                fallback = "|".join(parts[end:]).strip() if end < len(parts) else None
                return Placeholder(name, fallback, placeholder.position)
        return placeholder

    def _hint(self, name: str) -> str:
        """The nearest name; comparing is slow, so only for the first few."""
        self._hints -= 1
        near = difflib.get_close_matches(same_name(name), self._alike, n=1) if self._hints >= 0 else []
        return f" Did you mean {{{{{self._columns[self._alike[near[0]][-1]]}}}}}?" if near else ""


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
                self._fault("unopened", "There is a “}}” without a “{{” before it.", position)
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
        self._fault("unclosed", "There is a “{{” without a “}}” after it.", position)

    def _fault(self, code: str, sentence: str, position: int) -> None:
        self.faults.append(Fault(code, sentence, position))
