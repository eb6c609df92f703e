"""What has to be fixed in a list, in words: “fix 3 phone numbers, fill in 1 missing first_name”."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from webapp.channels import registry as channels
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services import paging

LOOKED_AT = 10_000
"""Faulty rows that are counted by kind; a list with more of them needs another kind of fix."""
ORDER = ("phone", "missing", "too_long", "empty", "row")


@dataclass(frozen=True)
class FaultSummary:
    """Things to do, phones first; `complete` is False when there are more rows than were counted."""

    things: list[str]
    complete: bool


def summarize(batch: Batch) -> FaultSummary:
    """Count the faults of a batch's faulty rows by what has to be done about them."""
    query = (
        select(Recipient.faults)
        .where(Recipient.batch_id == batch.id, Recipient.status == RecipientStatus.FAULTY)
        .order_by(Recipient.row_no)
        .limit(LOOKED_AT + 1)
    )
    rows, more = paging.split(db.session.scalars(query).all(), LOOKED_AT)
    kinds: Counter[tuple[str, str]] = Counter()
    for faults in rows:
        kinds.update({_kind(batch, fault) for fault in faults or []})
    found = sorted(kinds.items(), key=lambda item: (ORDER.index(item[0][0]), -item[1]))
    return FaultSummary([_words(*kind, count) for kind, count in found], not more)


def columns_to_show(batch: Batch, rows: Sequence[Recipient]) -> list[int]:
    """The columns worth a look: the phones, those that the message uses, and those at fault."""
    wanted = set(channels.of(batch.channel).bind(batch.content, batch.columns).columns)
    wanted |= {fault[1] for row in rows for fault in row.faults or [] if isinstance(fault[1], int)}
    first = [] if batch.phone_column is None else [batch.phone_column]
    return [*first, *sorted(wanted.difference(first))]


def _kind(batch: Batch, fault: list[Any]) -> tuple[str, str]:
    code, column = fault[0], fault[1]
    if code == "message.missing":
        return "missing", batch.columns[column] if isinstance(column, int) else "value"
    if code in ("message.too_long", "message.empty"):
        return code.removeprefix("message."), ""
    return ("phone", "") if column is not None and column == batch.phone_column else ("row", "")


def _words(kind: str, name: str, count: int) -> str:
    some = f"{count:,}"
    several = count != 1
    match kind:
        case "phone":
            return f"fix {some} phone number{'s' * several}"
        case "missing":
            return f"fill in {some} missing {name}"
        case "too_long":
            return f"shorten {some} message{'s' * several}"
        case "empty":
            return f"write something for {some} row{'s' * several} whose message is empty"
        case _:
            cannot = "they are" if several else "it is"
            return f"correct {some} row{'s' * several} that cannot be used as {cannot}"
