"""What is still there of the list of a batch, to be used once more."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import select

from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.recipient import Recipient
from webapp.models.work import Work
from webapp.services.recipients import moving


class Kept(StrEnum):
    """ROWS: what its rows said. FILE: that was removed, but not the file. UNREAD: not read to its end."""

    ROWS = "rows"
    FILE = "file"
    NOTHING = "nothing"
    UNREAD = "unread"


def of(batch: Batch) -> Kept:
    """The best there is. From the end, as the sweep of what is old begins at the first row."""
    if batch.reading != Work.DONE or batch.phone_column is None:
        return Kept.UNREAD
    says = (Recipient.batch_id == batch.id, moving.IS_KNOWN)
    rows = select(Recipient.id).where(*says).order_by(Recipient.row_no.desc()).limit(1)
    if db.session.scalar(rows) is not None:
        return Kept.ROWS
    return Kept.FILE if batch.upload_id else Kept.NOTHING
