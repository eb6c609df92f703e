"""Editing the cells of one row of a draft: the row is read once more, and the list is checked again."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import case, null, select, update

from webapp.channels.base import FAULT
from webapp.db import db
from webapp.errors import Conflict, Faults
from webapp.models.batch import Batch, BatchState
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.work import Work
from webapp.rules import cell_text
from webapp.services import events
from webapp.services.batches import drafts, row_faults
from webapp.services.intake import calling_code, rows
from webapp.services.intake.options import ReadingOptions

TOO_MANY_CELLS = "too_many_cells"
CODE_COLUMN = "calling_code_column"


def columns(batch: Batch, recipient: Recipient) -> list[int]:
    """The columns whose cells can be edited in this row; none when it cannot be.

    All of them where the cells may have slipped into other columns. A row without a phone that nothing is
    wrong with was erased: it stays so.
    """
    checked = batch.reading == Work.DONE and batch.checking != Work.NONE and batch.phone_column is not None
    erased = recipient.phone is None and recipient.status != RecipientStatus.FAULTY
    if batch.state != BatchState.DRAFT or not checked or erased:
        return []
    if any(fault[0] == TOO_MANY_CELLS for fault in recipient.faults or []):
        return [*range(len(batch.columns))]
    shown, code = row_faults.columns_to_show(batch, [recipient]), batch.read_as.get(CODE_COLUMN)
    return shown if code is None or code in shown else [shown[0], code, *shown[1:]]


def edit(batch: Batch, recipient: Recipient, typed: Mapping[int, str], user_id: int) -> None:
    """Set cells, by column, and check the list again. Raises Faults by column (as text), or Conflict."""
    drafts.must_be_draft(batch)
    allowed = columns(batch, recipient)
    if not allowed or not set(typed) <= set(allowed):
        raise Conflict("This row cannot be edited now. Look at the list again.")
    before = [*recipient.cells, *[""] * (len(batch.columns) - len(recipient.cells))]
    cells = [cell_text.seen(typed[at]).strip() if at in typed else cell for at, cell in enumerate(before)]
    phones = recipient.phone, _phone(batch, recipient.row_no, cells)
    recipient.cells, recipient.phone, recipient.faults = cells, phones[1], []
    db.session.flush()
    for phone in {one for one in phones if one}:
        _link(batch.id, phone)
    changed = [name for name, old, new in zip(batch.columns, before, cells, strict=True) if old != new]
    _note(batch, recipient.row_no, changed, user_id)
    drafts.check_again(batch)


def _note(batch: Batch, row_no: int, changed: list[str], user_id: int) -> None:
    """Names of columns alone: what stood in the cells is in the file, and may have to be erased."""
    about = ", ".join(changed)
    events.note("batch.row_edited", user_id=user_id, batch_id=batch.id, row=row_no, columns=about)


def _phone(batch: Batch, row_no: int, cells: list[str]) -> str | None:
    """As the list is read; what the message finds wrong is for the check. Raises Faults by column."""
    country, at = batch.country or None, batch.phone_column or 0
    unassigned = ReadingOptions.of(batch.reading_options).unassigned
    reader = calling_code.reader(batch.read_as.get(CODE_COLUMN), at, country, unassigned=unassigned)
    read = rows.check(row_no, cells, batch.columns, at, country, reader)
    if read.faults:
        raise Faults({str(fault.column): fault.sentence for fault in reversed(read.faults)})
    return read.phone


def _link(batch_id: int, phone: str) -> None:
    """Of the rows with a phone, later ones refer to the first that could be read without a fault."""
    same = (Recipient.batch_id == batch_id, Recipient.phone == phone)
    query = select(Recipient.row_no, Recipient.faults).where(*same).order_by(Recipient.row_no)
    with db.session.execute(query.execution_options(yield_per=100)) as found:
        first = next((row_no for row_no, faults in found if not _unread(faults)), None)
    root = null() if first is None else case((Recipient.row_no > first, first), else_=null())
    statement = update(Recipient).where(*same, Recipient.first_row.is_distinct_from(root))
    db.session.connection().execute(statement.values(first_row=root))


def _unread(faults: list[list[str]] | None) -> bool:
    return any(not fault[0].startswith(FAULT) for fault in faults or [])
