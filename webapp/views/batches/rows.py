"""One row of a list: what it gets or got and, before it is sent, its cells to be edited."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from flask import Response, request, url_for

from webapp.db import db
from webapp.errors import Faults, NotFound
from webapp.models import statuses
from webapp.models.batch import Batch
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services.batches import lifecycle, listing, preview
from webapp.services.batches.rows import row_editing
from webapp.views import ui
from webapp.views.batches.blueprint import bp, wizard
from webapp.views.me import my_id

NEXT = "next"
"""The button that saves and goes on to the next row to fix."""


@bp.get("/batches/<int:batch_id>/rows/<int:row_no>")
def row(batch_id: int, row_no: int) -> Response:
    """Exactly what one row gets, or got."""
    batch, recipient = lifecycle.get(batch_id), _recipient(batch_id, row_no)
    return ui.page("batches/check/row.html", faults={}, typed={}, **_context(batch, recipient))


@bp.post("/batches/<int:batch_id>/rows/<int:row_no>")
@wizard()
def edit_row(batch: Batch, row_no: int) -> Response:
    """Edit its cells, and check the list again."""
    recipient = _recipient(batch.id, row_no)
    context = _context(batch, recipient)
    names = {at: _field(at) for at in context["edited"]}
    typed = {at: request.form[name] for at, name in names.items() if name in request.form}
    try:
        row_editing.edit(batch, recipient, typed, my_id())
    except Faults as fault:
        return ui.faulty("batches/check/row.html", None, _named(fault), typed=request.form, **context)
    db.session.commit()
    ui.say(f"Row {row_no:,} is saved.")
    return ui.redirect(_onward(batch.id, context["next_to_fix"]))


def _recipient(batch_id: int, row_no: int) -> Recipient:
    recipient = listing.recipient(batch_id, row_no)
    if recipient is None:
        raise NotFound(f"The list has no row {row_no}.")
    return recipient


def _context(batch: Batch, recipient: Recipient) -> dict[str, Any]:
    edited = row_editing.columns(batch, recipient)
    to_fix = bool(edited) and recipient.status == RecipientStatus.FAULTY
    further = listing.recipients(batch.id, RecipientStatus.FAULTY, recipient.row_no).rows if to_fix else []
    return {
        "batch": batch,
        "recipient": recipient,
        "look": preview.of_row(batch, recipient),
        "thread_id": listing.threads_of([recipient.id]).get(recipient.id),
        "reply_kinds": statuses.OF_REPLIES,
        "edited": edited,
        "to_fix": to_fix,
        "cells": _cells(batch, recipient, edited if to_fix else []),
        "next_to_fix": further[0].row_no if further else None,
        "cell_faults": {_field(at): sentence for _, at, sentence in recipient.faults or [] if at in edited},
    }


def _cells(batch: Batch, recipient: Recipient, in_form: list[int]) -> list[tuple[str, str]]:
    """What is shown beside the form: the names of columns, and the cells."""
    pairs = zip_longest(batch.columns, recipient.cells[: len(batch.columns)], fillvalue="")
    return [pair for at, pair in enumerate(pairs) if at not in in_form]


def _field(column: int) -> str:
    return f"cell-{column}"


def _named(fault: Faults) -> dict[str, str]:
    """The faults, by the fields of the form."""
    return {_field(int(column)): sentence for column, sentence in fault.by_field.items()}


def _onward(batch_id: int, next_to_fix: int | None) -> str:
    if next_to_fix is not None and request.form.get("then") == NEXT:
        return url_for("batches.row", batch_id=batch_id, row_no=next_to_fix)
    return url_for("batches.check", batch_id=batch_id)
