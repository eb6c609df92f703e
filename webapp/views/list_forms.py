"""What the forms about an uploaded list share: its file, how that is read, and which columns are a name."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import IO

from flask import Response, abort, request

from webapp.models.batch import Batch
from webapp.models.contact_import import ContactImport
from webapp.rules import person_names
from webapp.views import ui


def uploaded_file() -> tuple[str, IO[bytes]]:
    """Its name and its content, both empty when none was chosen."""
    file = request.files.get("file")
    return (file.filename or "", file.stream) if file else ("", io.BytesIO())


def reading_choice() -> tuple[str, str, bool]:
    """What the form says: an encoding, a sheet, and whether hidden rows are read, too."""
    return request.form.get("encoding", ""), request.form.get("sheet", ""), "hidden" in request.form


def reading_lines(lines: list[str]) -> Response:
    """A part of the page; there is no page of its own."""
    if not ui.wants_partial():
        abort(404)
    return ui.page("_how_read_lines.html", "_how_read_lines.html", lines=lines)


def name_choices(one: Batch | ContactImport) -> list[tuple[str, str]]:
    """What may be a person's name: what was found, and each column."""
    sets = [person_names.guess(one.columns, [], one.phone_column), one.name_columns]
    several = dict.fromkeys(tuple(found) for found in sets if len(found) > 1)
    columns = [*several, *((at,) for at in range(len(one.columns)) if at != one.phone_column)]
    named = [(joined(found), " and ".join(one.columns[at] for at in found)) for found in columns]
    return [("", "No column"), *named]


def joined(indexes: Iterable[int]) -> str:
    """How columns stand in one field of a form: `0,2`."""
    return ",".join(map(str, indexes))
