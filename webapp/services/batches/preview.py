"""Writing the content of a batch: what it becomes for a real row, its size, and what would be missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webapp.channels import registry as channels
from webapp.channels.base import Size
from webapp.models.batch import Batch
from webapp.models.recipient import Recipient
from webapp.rules import person_names
from webapp.rules.cells import cell_text
from webapp.rules.placeholders import Template
from webapp.services.batches import drafts, listing

SURVEYED = 200
"""Rows that are tried out while someone types; the check looks at all of them."""


@dataclass(frozen=True)
class Look:
    """What one row gets; `row` is None as long as there is no list.

    `parts`: in which it is sent, one after the other. `before` and `after`: the rows beside it.
    `voicemail`: what is left where one answers; empty on channels that meet none.
    `name`: the person's; empty where the list does not say.
    """

    text: str
    size: Size
    parts: Sequence[str]
    row: Recipient | None
    before: int | None
    after: int | None
    missing: tuple[str, ...]
    voicemail: str = ""
    name: str = ""


@dataclass(frozen=True)
class Survey:
    """What the first rows would get: values that are missing, by name, and the longest, in units."""

    rows: int
    missing: dict[str, int]
    longest: int
    longest_row: int | None


def tidy(text: str) -> str:
    """As it is stored: with one character for a line end, and none that no one sees (cell_text)."""
    return cell_text.seen(text).strip()


def look(batch: Batch, content: Any, at: int = 0) -> Look:
    """Content for the row numbered `at`, or the next one that has a phone."""
    row = listing.sample(batch.id, at) or (listing.sample(batch.id) if at else None)
    return _look(batch, content, row)


def of_row(batch: Batch, row: Recipient) -> Look:
    """What one row gets, whatever is wrong with it, beside the rows that the spreadsheet has beside it."""
    return _look(batch, batch.content, row, all_rows=True)


def survey(batch: Batch, content: Any) -> Survey:
    """Try content on the first rows."""
    bound = channels.of(batch.channel).bind(content, batch.columns)
    missing: Counter[str] = Counter()
    longest, longest_row, count = 0, None, 0
    for row_no, cells in listing.first_rows(batch.id, SURVEYED):
        said = bound.say(cells)
        missing.update(said.missing)
        count += 1
        if said.units > longest:
            longest, longest_row = said.units, row_no
    return Survey(count, dict(missing), longest, longest_row)


def names(text: str, columns: Sequence[str] = ()) -> list[str]:
    """The placeholders of a message, each once, as written; `columns`: of the list that it is for, if any."""
    template = Template.parse(text).bind(columns).template
    return list(dict.fromkeys(placeholder.name for placeholder in template.placeholders))


def faults(batch: Batch, text: str) -> list[str]:
    """What is wrong with the message itself; an empty one is only unfinished."""
    return drafts.message_faults(batch, text) if text.strip() else []


def _look(batch: Batch, content: Any, row: Recipient | None, *, all_rows: bool = False) -> Look:
    channel = channels.of(batch.channel)
    if row is None:
        words = content.words
        return Look(words, channel.size(words), channel.parts(words), None, None, None, ())
    said = channel.bind(content, batch.columns).say(row.cells)
    before, after = listing.neighbours(batch.id, row.row_no, all_rows=all_rows)
    size, parts = channel.size(said.text), channel.parts(said.text)
    name = person_names.of(row.cells, batch.name_columns)
    return Look(said.text, size, parts, row, before, after, said.missing, said.voicemail, name)
