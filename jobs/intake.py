"""Jobs that read and check a batch's list. They commit as they go, so that progress is seen."""

from __future__ import annotations

from webapp import queue
from webapp.db import db
from webapp.services.batches import checking
from webapp.services.intake import reading


def read_upload(batch_id: int) -> None:
    """Read an uploaded list into recipients."""
    queue.taken(queue.IMPORT, batch_id)
    for _progress in reading.read(batch_id):
        db.session.commit()


def check_batch(batch_id: int) -> None:
    """Check every recipient against the message and the gate."""
    queue.taken(queue.CHECK, batch_id)
    for _progress in checking.check(batch_id):
        db.session.commit()
