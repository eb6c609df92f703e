"""Writing an SMS: what it becomes for a real row, what it costs, and what would be missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.models.batch import Batch
from webapp.models.recipient import Recipient
from webapp.rules import cell_text, segments
from webapp.rules.placeholders import Bound, Template
from webapp.rules.segments import Measure
from webapp.services.batches import drafts, listing

SURVEYED = 200
"""Rows that are tried out while somebody types; the check looks at all of them."""


@dataclass(frozen=True)
class Look:
    """A message as one row gets it; `row` is None as long as there is no list."""

    text: str
    measure: Measure
    parts: list[str]
    row: Recipient | None
    before: int | None
    after: int | None
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Survey:
    """What the first rows would get: values that are missing, by name, and the longest message."""

    rows: int
    missing: dict[str, int]
    longest: int
    longest_row: int | None


def tidy(text: str) -> str:
    """As it is stored: with one character for a line end, and none that nobody sees (cell_text)."""
    return cell_text.seen(text).strip()


def look(batch: Batch, text: str, at: int = 0) -> Look:
    """The message for the row numbered `at`, or the next one that has a phone."""
    row = listing.sample(batch.id, at) or (listing.sample(batch.id) if at else None)
    if row is not None:
        return _look(batch, text, row)
    text = tidy(text)
    return Look(text, segments.measure(text), segments.split(text), None, None, None, ())


def of_row(batch: Batch, row: Recipient) -> Look:
    """What one row gets, whatever is wrong with it."""
    return _look(batch, batch.content.message, row)


def survey(batch: Batch, text: str) -> Survey:
    """Try the message on the first rows."""
    bound = _bound(batch, text)
    missing: Counter[str] = Counter()
    longest, longest_row, count = 0, None, 0
    for row_no, cells in listing.first_rows(batch.id, SURVEYED):
        rendered = bound.render(cells)
        missing.update(rendered.missing)
        length = segments.measure(rendered.text).segments
        count += 1
        if length > longest:
            longest, longest_row = length, row_no
    return Survey(count, dict(missing), longest, longest_row)


def names(text: str, columns: Sequence[str] = ()) -> list[str]:
    """The placeholders of a message, each once, as written; `columns`: of the list that it is for, if any."""
    template = Template.parse(text).bind(columns).template
    return list(dict.fromkeys(placeholder.name for placeholder in template.placeholders))


def faults(batch: Batch, text: str) -> list[str]:
    """What is wrong with the message itself; an empty one is only unfinished."""
    return drafts.message_faults(batch, text) if text.strip() else []


def _look(batch: Batch, text: str, row: Recipient) -> Look:
    rendered = _bound(batch, text).render(row.cells)
    measure, parts = segments.measure(rendered.text), segments.split(rendered.text)
    before, after = listing.neighbours(batch.id, row.row_no)
    return Look(rendered.text, measure, parts, row, before, after, rendered.missing)


def _bound(batch: Batch, text: str) -> Bound:
    return Template.parse(tidy(text)).bind(batch.columns)
