"""The calls of a batch as CSV: each of them, also those that were tried again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from webapp.bulk import cached_statement, in_param
from webapp.db import db
from webapp.models.agent import Agent
from webapp.models.batch import Batch
from webapp.models.call import Call
from webapp.models.recipient import Recipient
from webapp.services.batches import listing
from webapp.services.csv_lines import line

COLUMNS = (
    "row", "phone", "attempt", "state", "outcome", "called_at", "answered_at", "ended_at", "seconds", "price",
    "currency", "agent", "reason", "first_message", "voicemail_message",
)  # fmt: skip


def lines(batch: Batch) -> Iterator[str]:
    """In the order of the list; the calls of one row as they were placed."""
    yield line(COLUMNS)
    names = {agent.id: agent.name for agent in db.session.scalars(select(Agent))}
    for rows in listing.portions(batch.id):
        row_nos = {one.id: one.row_no for one in rows}
        for call in _of(rows):
            yield line(_cells(call, row_nos[call.recipient_id or 0], names.get(call.agent_id or 0, "")))


def _of(rows: Sequence[Recipient]) -> Sequence[Call]:
    return db.session.scalars(_calls(), {"ids": [one.id for one in rows]}).all()


@cached_statement
def _calls() -> Select[Call]:
    theirs = select(Call).join(Recipient, Recipient.id == Call.recipient_id)
    return theirs.where(in_param(Recipient.id, "ids")).order_by(Recipient.row_no, Call.id)


def _cells(call: Call, row_no: int, agent: str) -> list[str]:
    told = (
        row_no, call.phone, call.attempt, call.state, call.outcome, call.claimed_at, call.answered_at,
        call.ended_at, call.seconds, call.price, call.currency, agent, call.reason, call.first_message,
        call.voicemail_message,
    )  # fmt: skip
    return [_cell(value) for value in told]


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return "" if value is None else str(value)
