"""The fields of a public form as rows of the editor, and back.

Names of what is typed: `P-0-label`, `P-0-kind`, `P-0-required`, `P-0-choices`; `P` is the prefix.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from webapp.errors import Fault
from webapp.rules.placeholders import same_name
from webapp.rules.typed_text import one_line, several_lines
from webapp.services.workflows.triggers import form_fields
from webapp.services.workflows.triggers.form_fields import (
    CONSENT,
    LONGEST_CHOICE,
    LONGEST_LABEL,
    MOST_CHOICES,
)

KINDS = {
    "text": "Text",
    "name": "Their name",
    "phone": "Phone",
    "e-mail": "E-mail",
    "number": "Number",
    "date": "Date",
    "choice": "Choice",
    "yes/no": "Yes or no",
}
"""What is chosen in the editor, by the word that is kept; a name is kept as a text."""
WORDS = {kind: word for word, kind in form_fields.KINDS.items() if word in KINDS}
TEXT, NAME, PHONE, CHOICE = "text", "name", "phone", "choice"
NOT_IN_LABELS = "{}|"
MOVES = ("up", "down")


@dataclass(frozen=True)
class Row:
    """A field as it was typed, whether it is complete or not. `choices`: one a line."""

    label: str = ""
    kind: str = "text"
    required: bool = False
    choices: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Row() or self == Row(required=True)

    @property
    def line(self) -> str:
        """As it is kept."""
        listed = (one_line(one).replace(",", "\\,") for one in self.choices.splitlines() if one.strip())
        choices = ", ".join(dict.fromkeys(listed)) if self.kind == CHOICE else ""
        star, colon = " *" if self.required else "", f": {choices}" if choices else ""
        return f"{self.label} ({self.word}){star}{colon}"

    @property
    def word(self) -> str:
        return TEXT if self.kind == NAME else self.kind


def of(kept: str, name_field: str = "") -> list[Row]:
    """Of the text that is kept, and the label of their name. What is not understood is a text's label."""
    rows = [_row(one_line(line)) for line in kept.splitlines() if line.strip()]
    wanted = same_name(name_field)
    names = [
        n for n, row in enumerate(rows) if row.kind == TEXT and wanted and same_name(row.label) == wanted
    ]
    return [replace(row, kind=NAME) if n in names[:1] else row for n, row in enumerate(rows)]


def typed(sent: Mapping[str, str], prefix: str) -> list[Row] | None:
    """As they were sent; None: no rows were."""
    numbers = {int(one[1]) for name in sent if (one := re.fullmatch(rf"{prefix}-(\d{{1,3}})-label", name))}
    rows = [_sent(sent, f"{prefix}-{n}") for n in sorted(numbers)[: form_fields.MOST + 1]]
    return rows if rows or f"{prefix}-rows" in sent else None


def text(rows: Sequence[Row]) -> str:
    """As they are kept; rows that were left empty are left out."""
    return "\n".join(row.line for row in rows if not row.is_empty)


def name_field(rows: Sequence[Row]) -> str:
    """The label of the field that is their name; empty: none is."""
    return next((row.label for row in rows if row.kind == NAME), "")


@dataclass(frozen=True)
class Pressed:
    """What a button made of what was sent. `focus`: the id of what has the focus; `said`: what came of it."""

    sent: Mapping[str, str]
    focus: str = ""
    said: str = ""


def pressed(sent: Mapping[str, str]) -> Pressed:
    """By the button `row` (`P:up-2`); without such a button what was sent stays as it is."""
    prefix, _, act = sent.get("row", "").rpartition(":")
    rows = typed(sent, prefix) if re.fullmatch(r"[a-z-]{1,40}", prefix) else None
    if rows is None:
        return Pressed(sent)
    rows, at = changed(rows, act)
    others = {name: text for name, text in sent.items() if not re.match(rf"{prefix}-\d", name)}
    for number, row in enumerate(rows):
        others |= _fields(row, f"{prefix}-{number}")
    word = act.partition("-")[0]
    focus = f"{prefix}-{at}-{word if word in MOVES else 'label'}" if rows else f"{prefix}-add"
    return Pressed(others, focus, _said(rows, at, word))


def _said(rows: Sequence[Row], at: int, word: str) -> str:
    if word == "drop":
        return "The field is removed."
    return f"“{rows[at].label}” is field {at + 1} of {len(rows)} now." if rows and word in MOVES else ""


def _fields(row: Row, at: str) -> dict[str, str]:
    required = {f"{at}-required": "yes"} if row.required else {}
    return {f"{at}-label": row.label, f"{at}-kind": row.kind, f"{at}-choices": row.choices} | required


def changed(rows: Sequence[Row], act: str) -> tuple[list[Row], int]:
    """With a row more, one less, or one moved, and where. `act`: add, drop-2, up-2, down-2."""
    word, _, at = act.partition("-")
    number, found = int(at) if at.isdecimal() and len(at) < 4 else -1, list(rows)
    if word == "add" and len(found) < form_fields.MOST:
        return [*found, Row()], len(found)
    if not 0 <= number < len(found):
        return found, 0
    row = found.pop(number)
    if word == "drop":
        return found, min(number, len(found) - 1)
    target = max(0, number - 1) if word == "up" else min(len(found), number + 1)
    found.insert(target, row)
    return found, target


def faults(rows: Sequence[Row], prefix: str) -> dict[str, str]:
    """What is wrong, by the names of the fields of the form; `P` alone is about the whole."""
    found: dict[str, str] = {}
    for number, row in enumerate(rows):
        if not row.is_empty:
            found |= {f"{prefix}-{number}-{name}": text for name, text in _wrong(row, rows[:number]).items()}
    phones = [number for number, row in enumerate(rows) if row.kind == PHONE]
    if not phones:
        found[prefix] = "Add a field of the type Phone: the workflow has to know whom it writes to."
    elif not rows[phones[0]].required:
        found[f"{prefix}-{phones[0]}-required"] = "Tick this: without a phone no one can be written to."
    return found


def _wrong(row: Row, before: Sequence[Row]) -> dict[str, str]:
    found = {"label": _of_label(row, before), "choices": _of_choices(row) if row.kind == CHOICE else ""}
    if row.kind == NAME and name_field(before):
        found["kind"] = "Another field is their name already."
    if not any(found.values()) and not _is_read_back(row):
        found["label"] = "Write this without a word for a type in brackets."
    return {name: sentence for name, sentence in found.items() if sentence}


def _of_label(row: Row, before: Sequence[Row]) -> str:
    if not re.search(r"\w", row.label):
        return "Write what is asked for."
    if len(row.label) > LONGEST_LABEL:
        return f"This can have up to {LONGEST_LABEL} characters."
    if set(row.label) & set(NOT_IN_LABELS):
        return "Leave out { } and |."
    name = same_name(form_fields.name_of(row.label))
    if name == CONSENT:
        return "The box for the consent has a field of its own below. Call this something else."
    if name in {same_name(form_fields.name_of(one.label)) for one in before}:
        return "Another field is called so. Call this something else."
    return ""


def _of_choices(row: Row) -> str:
    choices = {one_line(one) for one in row.choices.splitlines() if one.strip()}
    if len(choices) < 2:
        return "Write two choices or more, one a line."
    if len(choices) > MOST_CHOICES:
        return f"This can have up to {MOST_CHOICES} choices."
    long = any(len(one) > LONGEST_CHOICE for one in choices)
    return f"A choice can have up to {LONGEST_CHOICE} characters." if long else ""


def _is_read_back(row: Row) -> bool:
    try:
        field = form_fields.parse(row.line)
    except Fault:
        return False
    return (field.label, field.kind, field.required) == (row.label, form_fields.KINDS[row.word], row.required)


def _row(line: str) -> Row:
    try:
        field = form_fields.parse(line)
    except Fault:
        return Row(line)
    return Row(field.label, WORDS[field.kind], field.required, "\n".join(field.choices))


def _sent(sent: Mapping[str, str], at: str) -> Row:
    kind = sent.get(f"{at}-kind", "")
    label, choices = one_line(sent.get(f"{at}-label", "")), several_lines(sent.get(f"{at}-choices", ""))
    return Row(label, kind if kind in KINDS else "text", bool(sent.get(f"{at}-required")), choices)
