"""Editing the cells of one row of a draft: the row is read once more, and the list is checked again.

What was edited is kept with the batch until its list is replaced, and counts when it is read again.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Integer, case, null, select, update

from webapp.bulk import in_values
from webapp.channels.base import FAULT
from webapp.db import db
from webapp.errors import Conflict, Faults
from webapp.models.batch import Batch, BatchState
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.work import Work
from webapp.rules.cells import cell_text
from webapp.services import events
from webapp.services.batches import drafts
from webapp.services.batches.rows import row_faults
from webapp.services.intake import calling_code, rows
from webapp.services.intake.options import ReadingOptions
from webapp.services.intake.rows import CheckedRow

TOO_MANY_CELLS = "too_many_cells"
CODE_COLUMN = "calling_code_column"
EDITS = "edits"
"""In `Batch.answers`: of each edited row, by its number as text, the cells by their column as text."""
REPLACED = "replaced"
"""The same of what stood there before, and still stands in the file: who is erased may be in it."""
OF_ROWS = (EDITS, REPLACED)


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
    read = _read(batch, recipient.row_no, cells)
    if read.faults:
        raise Faults({str(fault.column): fault.sentence for fault in reversed(read.faults)})
    _put(batch, recipient, read)
    changed = {at: new for at, (old, new) in enumerate(zip(before, cells, strict=True)) if old != new}
    _keep(batch, EDITS, recipient.row_no, changed)
    was = {at: before[at] for at in changed if str(at) not in _kept(batch, REPLACED, recipient.row_no)}
    _keep(batch, REPLACED, recipient.row_no, was)
    _note(batch, recipient.row_no, [batch.columns[at] for at in changed], user_id)
    drafts.check_again(batch)


def restore(batch: Batch) -> None:
    """After the list was read again: the cells that were edited stand in its rows as they were written."""
    kept = {int(row_no): cells for row_no, cells in batch.answers.get(EDITS, {}).items()}
    if not kept or batch.phone_column is None:
        return
    theirs = (Recipient.batch_id == batch.id, Recipient.row_no.in_(in_values(kept, Integer)))
    for recipient in db.session.scalars(select(Recipient).where(*theirs).order_by(Recipient.row_no)).all():
        edited, width = kept[recipient.row_no], len(batch.columns)
        before = [*recipient.cells, *[""] * (width - len(recipient.cells))]
        _put(batch, recipient, _read(batch, recipient.row_no, _with(before, edited)))


def forget(batch: Batch) -> None:
    """Nothing that was typed into rows is kept any more."""
    batch.answers = {key: said for key, said in batch.answers.items() if key not in OF_ROWS}


def replaced(batch: Batch) -> list[str] | None:
    """The cells that the file has in the place of edited ones; None: of some it is not known."""
    edits, was = batch.answers.get(EDITS, {}), batch.answers.get(REPLACED, {})
    if any(set(row) - set(was.get(row_no, {})) for row_no, row in edits.items()):
        return None
    return [cell for row in was.values() for cell in row.values()]


def _with(cells: list[str], edited: Mapping[str, str]) -> list[str]:
    return [edited.get(str(at), cell) for at, cell in enumerate(cells)]


def _kept(batch: Batch, key: str, row_no: int) -> Mapping[str, str]:
    row: Mapping[str, str] = batch.answers.get(key, {}).get(str(row_no), {})
    return row


def _keep(batch: Batch, key: str, row_no: int, cells: Mapping[int, str]) -> None:
    row = {**_kept(batch, key, row_no), **{str(at): cell for at, cell in cells.items()}}
    if row:
        batch.answers = {**batch.answers, key: {**batch.answers.get(key, {}), str(row_no): row}}


def _put(batch: Batch, recipient: Recipient, read: CheckedRow) -> None:
    """What was read of the row takes the place of what there was; rows with the same phones follow."""
    phones = recipient.phone, read.phone
    recipient.cells, recipient.phone = read.cells, read.phone
    recipient.faults = [list(fault) for fault in read.faults]
    db.session.flush()
    for phone in {one for one in phones if one}:
        _link(batch.id, phone)


def _note(batch: Batch, row_no: int, changed: list[str], user_id: int) -> None:
    """Names of columns alone: what stood in the cells is in the file, and may have to be erased."""
    about = ", ".join(changed)
    events.note("batch.row_edited", user_id=user_id, batch_id=batch.id, row=row_no, columns=about)


def _read(batch: Batch, row_no: int, cells: list[str]) -> CheckedRow:
    """As the list is read; what the message finds wrong is for the check."""
    country, at = batch.country or None, batch.phone_column or 0
    unassigned = ReadingOptions.of(batch.reading_options).unassigned
    reader = calling_code.reader(batch.read_as.get(CODE_COLUMN), at, country, unassigned=unassigned)
    return rows.check(row_no, cells, batch.columns, at, country, reader)


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
