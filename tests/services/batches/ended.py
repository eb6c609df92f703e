"""A batch that is over, with people of whom different things became, and what is made of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from jobs import intake
from tests import factories
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState, Consent
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services.batches.lists import reuse
from webapp.services.batches.lists.reuse import ReuseForm, Whom
from webapp.services.recipients import tallies

S = RecipientStatus
WROTE = datetime(2026, 11, 20, 12, tzinfo=UTC)

PEOPLE: list[tuple[str, dict[str, Any]]] = [
    ("Ada, who said yes", {"status": S.DELIVERED, "replied_at": WROTE, "reply_kind": "yes"}),
    ("Ben, who said no", {"status": S.DELIVERED, "replied_at": WROTE, "reply_kind": "no"}),
    ("Cleo, who asked", {"status": S.SENT, "replied_at": WROTE, "reply_kind": "question"}),
    ("Dan, who is someone else", {"status": S.DELIVERED, "replied_at": WROTE, "reply_kind": "wrong_number"}),
    ("Eve, who is silent", {"status": S.DELIVERED}),
    ("Finn, who is silent and unconfirmed", {"status": S.SENT}),
    ("Gus, who opted out", {"status": S.DELIVERED, "opted_out_at": WROTE, "reply_kind": "stop"}),
    ("Hal, whose phone is off", {"status": S.UNDELIVERED, "reason": "Absent"}),
    ("Ivy, whom no one may know", {"status": S.UNKNOWN}),
    ("Jo, reached too often", {"status": S.SKIPPED, "skip_reason": "reached on 3 March"}),
    ("Kim, who had opted out", {"status": S.SKIPPED, "skip_reason": "opted out"}),
    ("Leo, without a name", {"status": S.SKIPPED, "skip_reason": "faulty row",
                             "faults": [["message.missing", 1, "first_name is empty."]]}),
    ("Mia, of the landline", {"status": S.SKIPPED, "skip_reason": "landline"}),
    ("Ned, who was canceled", {"status": S.CANCELED}),
]  # fmt: skip


def batch(**values: Any) -> Batch:
    """Finished; row 2 is Ada's, and so on. Their names are their second cells."""
    phones = factories.phones(len(PEOPLE))
    consent = {"consent": Consent.ASKED, "consent_note": "Form of 2026"}
    known: dict[str, Any] = {"name": "Autumn letter", "started_at": now(), "finished_at": now(), **consent}
    found = factories.batch(phones, state=BatchState.FINISHED, **{**known, **values})
    tallies.clear(found.id)
    for row, (name, became) in zip(rows_of(found), PEOPLE, strict=True):
        row.cells = [f"(202) {(row.phone or '')[5:8]}-{(row.phone or '')[8:]}", name]
        for key, value in became.items():
            setattr(row, key, value)
        tallies.add(found.id, row.status, 1)
    db.session.commit()
    return found


def rows_of(batch: Batch) -> list[Recipient]:
    """In the order of the list."""
    query = select(Recipient).where(Recipient.batch_id == batch.id).order_by(Recipient.row_no)
    return list(db.session.scalars(query))


def names(batch: Batch) -> list[str]:
    """The first names of its people."""
    return [row.cells[1].split(",")[0] for row in rows_of(batch)]


def again(source: Batch, *groups: str, whom: str = "", channel: str = "", name: str = "Once more") -> Batch:
    """A draft made of it, whose list is copied and checked; for these groups, or for everyone."""
    form = ReuseForm(name, channel or source.channel, whom or (Whom.GROUPS if groups else Whom.LIST), groups)
    made = reuse.make(source, form, factories.user("Bea").id)
    db.session.commit()
    work(made)
    return made


def work(batch: Batch) -> None:
    """What the worker does about its list."""
    intake.read_upload(batch.id)
    intake.check_batch(batch.id)
    db.session.expire_all()
