"""What people have entered into the form of a workflow as a CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webapp.models.form_entry import FormEntry
from webapp.services.csv_lines import line
from webapp.services.workflows import form_entries

HEADING = ["When", "Phone of the contact", "Name of the contact"]
ENDING = ["Agreed to", "What came of it", "Form", "Language", "Version"]


def lines(workflow_id: int) -> Iterator[str]:
    """The newest first, a column for each field that was ever asked for. Times are UTC."""
    names = list(dict.fromkeys(name for entry in _entries(workflow_id) for name in entry.answers))
    yield line([*HEADING, *map(form_entries.in_words, names), *ENDING])
    yield from (line(_row(entry, names)) for entry in _entries(workflow_id))


def _entries(workflow_id: int) -> Iterator[FormEntry]:
    before: int | None = None
    more = True
    while more:
        rows, more = form_entries.page(workflow_id, before)
        yield from rows
        before = rows[-1].id if rows else None


def _row(entry: FormEntry, names: Sequence[str]) -> list[str]:
    known = [f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.contact.phone, entry.contact.name]
    answers = [str(entry.answers.get(name, "")) for name in names]
    return [*known, *answers, entry.consent, entry.says, entry.form, entry.language, str(entry.version)]
