"""What was typed into the form of a part of an agent, and that form's shape, to show it again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from webapp import form_fields
from webapp.errors import Fault
from webapp.rules.placeholders import Template
from webapp.rules.typed_text import one_line, several_lines

MOST_ROWS = 60
"""Of repeated fields in one form."""
MOST_LINES = 300
LONGEST_LINE = 300
LONGEST_ANSWER = 1_000
"""Characters: more than any number of segments that an answer may have."""


@dataclass(frozen=True)
class Shape:
    """The fields of a form: one text each, several values each, and repeated rows of texts."""

    texts: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Typed:
    """`values`: name of a field -> what was sent under it. A row's fields are called prefix-number-name."""

    values: Mapping[str, Sequence[str]]

    def get(self, name: str) -> str:
        """As it was typed; "" when nothing was."""
        return next(iter(self.values.get(name, ())), "")

    def line(self, name: str, longest: int, missing: str = "") -> str:
        """On one line. Raises Fault, see form_fields."""
        return form_fields.line(self.get(name), name, longest, missing)

    def text(self, name: str, longest: int) -> str:
        """With its line breaks. Raises Fault when it is too long."""
        text = several_lines(self.get(name))
        if len(text) > longest:
            raise Fault(f"Keep it under {longest:,} characters; this has {len(text):,}.", name)
        return text

    def said(self, name: str) -> str:
        """A text that the agent sends, its placeholders well formed. Raises Fault."""
        text = self.text(name, LONGEST_ANSWER)
        if wrong := Template.parse(text).faults:
            raise Fault(wrong[0].sentence, name)
        return text

    def lines(self, name: str) -> tuple[str, ...]:
        """Its lines, each once, without those that are empty. Raises Fault when one is too long."""
        found = tuple(dict.fromkeys(filter(None, map(one_line, self.get(name).splitlines()))))
        if len(found) > MOST_LINES:
            raise Fault(f"Keep it under {MOST_LINES} lines.", name)
        if any(len(one) > LONGEST_LINE for one in found):
            raise Fault(f"A line may have {LONGEST_LINE} characters.", name)
        return found

    def chosen(self, name: str) -> tuple[str, ...]:
        """The boxes that were ticked, each once."""
        return tuple(dict.fromkeys(self.values.get(name, ())))

    def flag(self, name: str) -> bool:
        """Whether a single box was ticked."""
        return bool(self.get(name))

    def rows(self, prefix: str, names: Sequence[str]) -> list[dict[str, str]]:
        """The rows under a prefix, in their order; `n`: the number under which one was sent."""
        pattern = re.compile(rf"{prefix}-(\d{{1,4}})-\w+")
        sent = {int(found[1]) for name in self.values if (found := pattern.fullmatch(name))}
        return [
            {"n": str(n)} | {name: self.get(f"{prefix}-{n}-{name}") for name in names}
            for n in sorted(sent)[:MOST_ROWS]
        ]

    def again(self, shape: Shape) -> dict[str, Any]:
        """For the same form: all that was typed, rows that were left empty and the one to remove left out."""
        again: dict[str, Any] = {name: self.get(name) for name in shape.texts}
        again |= {name: list(self.chosen(name)) for name in shape.lists}
        for prefix, names in shape.rows.items():
            kept = [row for row in self.rows(prefix, names) if self.get("drop") != f"{prefix}-{row['n']}"]
            again[prefix] = [row for row in kept if not is_empty(row)]
        return again


def is_empty(
    row: Mapping[str, str], but: Sequence[str] = ("n", "key", "kind", "required", "confirm")
) -> bool:
    """Whether nothing was typed into a row: what it has by itself, and a box, do not count."""
    return not any(value.strip() for name, value in row.items() if name not in but)
