"""Jobs that work through a list. They commit as they go, so that progress is visible."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from webapp import queue
from webapp.db import db, leave_no_trace
from webapp.models.contact_import import ContactImport
from webapp.models.selection_job import Act, SelectionJob
from webapp.models.work import Work
from webapp.services import background_work
from webapp.services.batches import checking
from webapp.services.batches.lists import reading
from webapp.services.batches.lists.list_work import CHECKING, READING
from webapp.services.contacts.chosen import labeling
from webapp.services.contacts.imports import importing
from webapp.services.contacts.imports import reading as contact_reading
from webapp.services.contacts.segments import filling
from webapp.services.opt_outs import marked, recording
from webapp.services.privacy import many
from webapp.services.workflows.many import choosing


def read_upload(batch_id: int) -> None:
    """Read an uploaded list into recipients."""
    queue.taken(queue.IMPORT, batch_id)
    _work(reading.read(batch_id), batch_id, READING)


def check_batch(batch_id: int) -> None:
    """Check every recipient against the message and the gate."""
    queue.taken(queue.CHECK, batch_id)
    _work(checking.check(batch_id), batch_id, CHECKING)


def import_opt_outs(import_id: int) -> None:
    """Record the phones of an uploaded list as opted out."""
    queue.taken(queue.IMPORT_OPT_OUTS, import_id)
    _work(recording.read(import_id), import_id, recording.READING)


def import_contacts(import_id: int) -> None:
    """Read an uploaded list of people, or import it as contacts: whichever is due."""
    queue.taken(queue.IMPORT_CONTACTS, import_id)
    one = db.session.get(ContactImport, import_id)
    if one is None:
        return
    if one.importing == Work.NONE:
        _work(contact_reading.read(import_id), import_id, contact_reading.READING)
    else:
        _work(importing.carry_out(import_id, marked.record), import_id, importing.IMPORTING)


def put_selected(job_id: int) -> None:
    """Do with contacts that were chosen by the thousand what is wanted."""
    queue.taken(queue.PUT_SELECTED, job_id)
    job = db.session.get(SelectionJob, job_id)
    if job is None:
        return
    if job.act == Act.ERASE:
        _work(many.carry_out(job_id), job_id, many.KIND)
        leave_no_trace()
    elif job.act is not None:
        _work(labeling.carry_out(job_id), job_id, labeling.KIND)
    elif job.segment_id is not None:
        _work(filling.fill(job_id), job_id, filling.KIND)
    else:
        _work(choosing.choose(job_id), job_id, choosing.KIND)


def _work(steps: Iterator[int], row_id: int, kind: background_work.Kind[Any]) -> None:
    """Commit after each step. A failure is shown to the person who waits, and stays a failure of the job."""
    try:
        with _rare_collections():
            for _ in steps:
                db.session.commit()
    except Exception as error:
        db.session.rollback()
        background_work.failed(row_id, kind, error)
        db.session.commit()
        raise
    finally:
        db.session.rollback()


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Rows hold no cycles and are freed by themselves; looking for some among them is a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
