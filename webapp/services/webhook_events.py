"""What the carrier told us: each webhook is stored once, whatever it says and however often it comes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from webapp.db import db, direct, inline, insert, now
from webapp.models.event import WEBHOOK_MOVES, WebhookEvent, WebhookState
from webapp.models.states import move


@dataclass(frozen=True)
class Hook:
    """A webhook as it is stored; two with the same `key` say the same."""

    key: str
    kind: str
    carrier_id: str
    payload: dict[str, Any]


def store(hooks: Sequence[Hook]) -> dict[str, int]:
    """Store those that have not been seen; returns their ids by key."""
    rows = [
        {
            "key": hook.key,
            "kind": hook.kind,
            "carrier_id": hook.carrier_id,
            "payload": hook.payload,
            "state": WebhookState.APPLIED,
            "received_at": now(),
        }
        # In one order everywhere: two transactions with the same webhooks do not wait for each other.
        for hook in sorted(hooks, key=lambda hook: hook.key)
    ]
    statement = insert(WebhookEvent).on_conflict_do_nothing(index_elements=["key"])
    found = direct(statement.returning(WebhookEvent.key, WebhookEvent.id), rows)
    return {row.key: row.id for row in found}


def wait(ids: Sequence[int]) -> None:
    """What they speak of is not known yet."""
    _settle(ids, WebhookState.WAITING)


def applied(ids: Sequence[int]) -> None:
    """They were acted on after all."""
    _settle(ids, WebhookState.APPLIED)


def waiting(kind: str, carrier_ids: Iterable[str]) -> Sequence[WebhookEvent]:
    """Those of `kind` that wait for what the carrier knows by these ids, oldest first."""
    of_these = (WebhookEvent.kind == kind, WebhookEvent.carrier_id.in_(list(carrier_ids)))
    query = select(WebhookEvent).where(WebhookEvent.state == inline("waiting"), *of_these)
    return db.session.scalars(query.order_by(WebhookEvent.id)).all()


def _settle(ids: Sequence[int], state: WebhookState) -> None:
    if ids:
        statement = move(WebhookEvent, "state", WEBHOOK_MOVES, state, WebhookEvent.id.in_(ids))
        db.session.execute(statement, execution_options={"synchronize_session": False})
