"""Rows of a list of people that say themselves that their person has opted out, or has not agreed."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.models.contact_import import ContactImport
from webapp.rules.cells import opt_out_column
from webapp.services.intake.people import Portion

COUNT = "marked"
"""In `ContactImport.read_as`: how many such rows there are."""


def columns(one: ContactImport) -> list[str]:
    """The names of the columns that say it."""
    return [one.columns[column.at] for column in opt_out_column.find(one.columns)]


def phones(one: ContactImport, portion: Portion) -> Iterator[str]:
    """Of each row that is marked, also of one whose phone an earlier row has."""
    if found := opt_out_column.find(one.columns):
        for phone, cells in (*portion.people, *portion.again):
            if any(column.marks(cells) for column in found):
                yield phone
