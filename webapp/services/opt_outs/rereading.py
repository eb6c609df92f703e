"""Reading a list of opt-outs again with other choices. Phones that it has opted out stay out."""

from __future__ import annotations

from webapp import queue
from webapp.db import now
from webapp.errors import Conflict
from webapp.models.opt_out_import import OptOutImport, UnusableRow
from webapp.models.work import Work
from webapp.services.intake import choices, unread_rows
from webapp.services.intake.options import ReadingOptions


def choose(one: OptOutImport, options: ReadingOptions) -> None:
    """Read the list again, from its beginning. Raises Conflict."""
    if one.reading not in (Work.DONE, Work.FAILED):
        raise Conflict("This list is being read. Wait until it is done.")
    if one.upload_id is None:
        raise Conflict(choices.FILE_GONE)
    _count_from_the_beginning(one, options.sheet == one.read_as.get("sheet", ""))
    one.reading_options = options._asdict()
    one.phone_column, one.phone_candidates = None, []
    one.attempts = 0
    one.set_reading(Work.WAITING)
    one.reading_fault = ""
    one.worked_at = now()
    queue.later(queue.IMPORT_OPT_OUTS, one.id)


def _count_from_the_beginning(one: OptOutImport, same_rows: bool) -> None:
    one.row_reached = one.rows_read = one.repeated = one.unusable = one.lifted = 0
    one.settled_at = one.settled_by = None
    # Who was added before is met again in the same rows, and was not out already.
    one.known = -one.added if same_rows else 0
    unread_rows.forget(UnusableRow, one.id)
