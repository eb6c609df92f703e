"""Our own lists, brought back: contacts; and opt-outs, whose rows say where one was lifted."""

from __future__ import annotations

import csv
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
CONTACTS = ("Phone", "Name", "Time zone", "Labels", "Opted out", "Known since")
"""Before their attributes, which may be called anything: `Phone number`, too."""
NAME, LABELS, OPTED_OUT, SINCE = 1, 3, 4, 5
"""Columns of `CONTACTS` that are no attributes when the list is brought back."""
_LIFTED_AT = same_name("lifted at")


def lifted_column(columns: Sequence[str]) -> int | None:
    """The index of the column that says when an opt-out was lifted; None in any other list."""
    names = [same_name(name) for name in columns]
    return names.index(_LIFTED_AT) if _LIFTED_AT in names else None


def is_lifted(cell: str) -> bool:
    """Whether it says when; a dash, or a word for nothing, does not."""
    return any(map(str.isdigit, cell))


def labels_in_words(labels: Sequence[str]) -> str:
    """The labels of a contact in one cell; one with a comma stands in quotation marks."""
    return ", ".join(_quoted(label) if '"' in label or "," in label else label for label in labels)


def _quoted(label: str) -> str:
    doubled = label.replace('"', '""')
    return f'"{doubled}"'


def labels_of(cell: str) -> list[str]:
    """The same back."""
    row = next(csv.reader([cell.replace("\n", " ")], skipinitialspace=True), [])
    return [label.strip() for label in row if label.strip()]


def are_contacts(columns: Sequence[str]) -> bool:
    """Whether a list is one of contacts as we export it."""
    return [*map(same_name, columns[: len(CONTACTS)])] == [*map(same_name, CONTACTS)]


def attribute(heading: str) -> str:
    """What a column's attribute is called. A heading that repeats one of `CONTACTS` was read as `Name_2`."""
    own, _, number = heading.rpartition("_")
    return own if number == "2" and same_name(own) in map(same_name, CONTACTS) else heading
