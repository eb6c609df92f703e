"""Lines of the audit about lists of contacts read as sentences."""

from __future__ import annotations

import pytest

from webapp.models.event import Event
from webapp.views.audit_text.contact_lists import DOWNLOADS, LISTS

LIST = {"filename": "people.csv", "label": "Keen", "segment_name": "Spring", "added": 1, "changed": 1200}


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        (
            "contacts.imported",
            LIST,
            "imported 1 new contact, and changed 1,200 known ones, from “people.csv”, with the label “Keen”, "
            "into “Spring”",
        ),
        ("contacts.import_begun", {"filename": "a.csv", "count": 2}, "began to import 2 people from “a.csv”"),
        (
            "contacts.import_discarded",
            {"filename": "a.csv"},
            "discarded the list “a.csv” before it was imported",
        ),
        ("contacts.labeled", {"label": "Keen", "count": 2}, "put the label “Keen” on 2 contacts"),
        ("contacts.unlabeled", {"label": "Keen", "count": 1}, "took the label “Keen” off 1 contact"),
        ("contacts.erasure_begun", {"count": 2}, "began to erase 2 contacts"),
        ("contacts.erasure_ended", {"count": 2, "refused": 0}, "erased 2 chosen contacts"),
        (
            "contacts.erasure_ended",
            {"count": 2, "refused": 3},
            "erased 2 chosen contacts; 3 could not be erased",
        ),
        ("contacts.exported", {"count": 3}, "downloaded 3 contacts as CSV"),
        (
            "contacts.rows_exported",
            {"list": "a.csv"},
            "downloaded the rows of “a.csv” that cannot be imported as contacts",
        ),
    ],
)
def test_a_line_says_what_happened(kind: str, data: dict[str, object], said: str) -> None:
    assert {**LISTS, **DOWNLOADS}[kind](Event(kind=kind, user_id=1, data=data)) == said
