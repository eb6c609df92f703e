"""People, numbers and batches for tests; each is added and flushed, none is committed."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from webapp.db import db, now
from webapp.models.batch import Batch, BatchState, Consent
from webapp.models.call import OPEN, Call
from webapp.models.content import SmsContent
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.thread import Thread
from webapp.models.upload import Upload
from webapp.models.user import Role, User
from webapp.models.work import Work
from webapp.services import settings
from webapp.services.recipients import tallies
from webapp.services.threads import opening

_serial = itertools.count(1)
OUR_NUMBER = "+12025550100"


def add(row: Any) -> Any:
    """Add and flush."""
    db.session.add(row)
    db.session.flush()
    return row


def user(name: str = "Ada", role: Role = Role.ADMIN, **values: Any) -> User:
    """Someone of the team; the password hash fits no password."""
    email = f"{name.lower()}{next(_serial)}@example.org"
    known = {"email": email, "name": name, "role": role, "password_hash": "-"}
    found: User = add(User(**{**known, **values}))
    return found


def number(e164: str = OUR_NUMBER, **values: Any) -> Number:
    """One of our numbers, without a pace and without a bound on the account, so that tests do not wait.

    Values of its SMS service are taken, too.
    """
    settings.put("requests_per_second", None)
    of_service = {key: values.pop(key) for key in list(values) if hasattr(NumberService, key)}
    known: dict[str, Any] = {"label": "Front desk", "country": "US"}
    found = Number(e164=e164, **{**known, **values})
    found.services["sms"] = NumberService(channel="sms", **{"active": True, "pace": None, **of_service})
    add(found)
    return found


def sms_of(number: Number) -> NumberService:
    """How a number is used for SMS."""
    return number.services["sms"]


def phones(count: int, last: str = "") -> list[str]:
    """Valid US numbers, each once; `last` are the last digits, by which the simulator knows its people."""
    width = 7 - len(last)
    return [f"+1202{2000000 // 10 ** len(last) + index:0{width}d}{last}" for index in range(1, count + 1)]


def listed(created_by: int) -> int:
    """The id of an upload, as every batch with a list has one."""
    found: Upload = add(Upload(filename="list.csv", size=1, created_by=created_by))
    return found.id


def batch(
    to: list[str],
    message: str = "Hi {{first_name|there}}",
    state: BatchState = BatchState.RUNNING,
    **values: Any,
) -> Batch:
    """A batch whose list has been read and checked: everyone in `to` is queued."""
    known: dict[str, Any] = {
        "name": "Autumn letter",
        "columns": ["phone_number", "first_name"],
        "phone_column": 0,
        "name_columns": [1],
        "country": "US",
        "reading": Work.DONE,
        "checking": Work.DONE,
        "consent": Consent.CUSTOMER,
        "rows_read": len(to),
    }
    if "number_id" not in values:
        known["number_id"] = number().id
    if "created_by" not in values:
        known["created_by"] = user().id
    known.setdefault("upload_id", listed(values.get("created_by") or known["created_by"]))
    content = SmsContent(message, values.pop("max_segments", 1))
    found: Batch = add(Batch(content=content, state=state, **{**known, **values}))
    tallies.open_for(found.id)
    for row_no, phone in enumerate(to, start=2):
        cells = [phone, f"Person {row_no}"]
        db.session.add(
            Recipient(
                batch_id=found.id, row_no=row_no, phone=phone, cells=cells, status=RecipientStatus.QUEUED
            )
        )
    db.session.flush()
    tallies.add(found.id, RecipientStatus.QUEUED, len(to))
    return found


def repeated(batch: Batch, row_no: int, of: int, cells: list[str]) -> Recipient:
    """A row of a list with a phone that an earlier row has already."""
    tallies.add(batch.id, RecipientStatus.SKIPPED, 1)
    found: Recipient = add(
        Recipient(
            batch_id=batch.id, row_no=row_no, cells=cells, status=RecipientStatus.SKIPPED,
            skip_reason=f"duplicate of row {of}",
        )
    )  # fmt: skip
    return found


def sent(batch: Batch, to: str, days_ago: float = 0, state: MessageState = MessageState.SENT) -> Message:
    """What someone got from a batch, some days ago."""
    row = db.session.scalars(select(Recipient).where(Recipient.batch_id == batch.id, Recipient.phone == to))
    recipient = row.one()
    found: Message = add(
        Message(
            thread_id=thread(to, batch.number_id).id, number_id=batch.number_id, phone=to, direction="out",
            state=state, origin="batch", text="Hi", batch_id=batch.id, recipient_id=recipient.id,
            claimed_at=now() - timedelta(days=days_ago),
        )
    )  # fmt: skip
    return found


def thread(phone: str = "+12025550111", number_id: int | None = None) -> Thread:
    """A conversation with someone."""
    return opening.open_one(number_id or number().id, phone)


def call(phone: str, number_id: int | None = None, state: str = "queued", **values: Any) -> Call:
    """A call to someone; one that goes on takes a slot for ten minutes."""
    talk = thread(phone, number_id)
    known: dict[str, Any] = {
        "first_message": "Hello.",
        "origin": "staff",
        "direction": "out",
        "client_ref": f"call-{next(_serial)}",
    }
    if state in OPEN:
        known |= {"carrier": "vonage", "carrier_id": f"uuid-{next(_serial)}", "claimed_at": now()}
        known["lease_until"] = now() + timedelta(minutes=10)
    found: Call = add(
        Call(
            thread_id=talk.id, number_id=talk.number_id, phone=phone, state=state,
            **{**known, **values},
        )
    )  # fmt: skip
    return found
