"""A list that says something of Carol, and erasing someone as a person does."""

from __future__ import annotations

import io

from sqlalchemy import select

from jobs import intake as jobs
from tests import factories
from tests.conversations import CAROL, DAVE
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.opt_out_import import OptOutImport
from webapp.models.recipient import Recipient
from webapp.services import uploads
from webapp.services.opt_outs import imports
from webapp.services.privacy import erasure, traces
from webapp.services.privacy.erasure import Removed

NAME, CITY = "Carol Élan", "Springfield"


def erase(phone: str = CAROL) -> Removed:
    db.session.commit()
    removed = erasure.erase(phone, traces.look(phone), user_id=1)
    db.session.commit()
    return removed


def make_batch(state: BatchState = BatchState.FINISHED, to: tuple[str, ...] = (CAROL, DAVE)) -> Batch:
    """With the file that the list came from, and what it says of Carol."""
    rows = "".join(f"{phone},{NAME},{CITY}\n" for phone in to)
    upload = uploads.store("list.csv", io.BytesIO(rows.encode()), 1)
    batch = factories.batch(list(to), state=state, number_id=1, created_by=1, upload_id=upload.id)
    for row in of(batch):
        row.cells = [row.phone or "", NAME if row.phone == CAROL else "Dave", CITY]
    db.session.flush()
    return batch


def of(batch: Batch) -> list[Recipient]:
    rows = select(Recipient).where(Recipient.batch_id == batch.id).order_by(Recipient.row_no)
    return list(db.session.scalars(rows, execution_options={"populate_existing": True}))


def take_import(content: str) -> OptOutImport:
    """A list of opt-outs that no job has read yet."""
    form = imports.ImportForm("Exported from the newsletter tool", "US")
    one = imports.take("out.csv", io.BytesIO(content.encode()), form, 1)
    db.session.commit()
    return one


def imported_rows(said: str = NAME) -> OptOutImport:
    """A list of opt-outs with a row that says Carol's phone, and is none; another one asks for its column."""
    one = take_import(f"name,Mobile\n{said} {CAROL},12ab\nDave,12ab\n")
    jobs.import_opt_outs(one.id)
    open_one = take_import(f"first,second\n{CAROL},{DAVE}\n{DAVE},{said}\n")
    jobs.import_opt_outs(open_one.id)
    return imports.get(one.id)
