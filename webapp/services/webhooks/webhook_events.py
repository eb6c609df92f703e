"""What the carrier told us: each webhook is stored once, whatever it says and however often it comes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Insert, Select, String, Update, bindparam, exists, literal, select, true, update
from sqlalchemy.orm import aliased

from webapp.bulk import cached_statement, execute_core, in_param, values_table
from webapp.db import UNTRACKED, UtcDateTime, db, inline_literal, insert, now
from webapp.models.states import move
from webapp.models.webhook_event import WEBHOOK_MOVES, WebhookEvent, WebhookState

ERASED = "erased:"
"""How the keys of rows begin that say so; the carrier's id follows."""
LONGEST_KEY = 120
"""As its column has it."""


@dataclass(frozen=True)
class Hook:
    """A webhook as it is stored; two with the same `key` say the same."""

    key: str
    kind: str
    carrier_id: str
    payload: dict[str, Any]


def store(hooks: Sequence[Hook]) -> dict[str, int]:
    """Store those that have not been seen; returns their ids by key."""
    # In one order everywhere: two transactions with the same webhooks do not wait for each other.
    told = [vars(hook) for hook in sorted(hooks, key=lambda hook: hook.key)]
    if not told:
        return {}
    return {row.key: row.id for row in execute_core(_store(), {"rows": told, "at": now()})}


@cached_statement
def _store() -> Insert:
    hook = values_table(key=String(200), kind=String(20), carrier_id=String(64), payload=JSON)
    values = {
        "key": hook.c.key,
        "kind": hook.c.kind,
        "carrier_id": hook.c.carrier_id,
        "payload": hook.c.payload,
        "state": literal(WebhookState.APPLIED, String(12)),
        "received_at": bindparam("at", type_=UtcDateTime()),
    }
    written = insert(WebhookEvent).from_select(list(values), select(*values.values()).where(true()))
    new = written.on_conflict_do_nothing(index_elements=["key"])
    return new.returning(WebhookEvent.key, WebhookEvent.id)


def wait(ids: Sequence[int]) -> None:
    """What they speak of is not known yet; or not any more, as whom it was with is erased: then nothing of
    what they say is kept."""
    _move(ids, WebhookState.WAITING)
    if ids:
        gone = aliased(WebhookEvent)
        is_erased = exists().where(gone.key == literal(ERASED) + WebhookEvent.carrier_id)
        forget(db.session.scalars(select(WebhookEvent.id).where(WebhookEvent.id.in_(ids), is_erased)))


def erased(carrier_ids: Collection[str]) -> None:
    """Messages and calls are erased: what the carrier tells of them from now on is not kept."""
    marks = store([Hook(f"{ERASED}{one}", "erased", one, {}) for one in set(carrier_ids)])
    ignored([*marks.values()])


def applied(ids: Sequence[int]) -> None:
    """They were acted on after all."""
    _move(ids, WebhookState.APPLIED)


def ignored(ids: Sequence[int]) -> None:
    """Nothing can be done with them."""
    _move(ids, WebhookState.IGNORED)


def unreadable(ids: Sequence[int]) -> None:
    """What they say cannot be read; someone has to see to it."""
    _move(ids, WebhookState.UNREADABLE)


def payload(key: str) -> dict[str, Any] | None:
    """The payload of a webhook; None when there is none with this key."""
    return db.session.scalar(select(WebhookEvent.payload).where(WebhookEvent.key == key))


def waiting(kind: str, carrier_ids: Iterable[str]) -> dict[int, dict[str, Any]]:
    """The payloads of webhooks of `kind` that wait for messages with these carrier ids, oldest first."""
    return {row.id: row.payload for row in execute_core(_waiting(), {"kind": kind, "ids": list(carrier_ids)})}


@cached_statement
def _waiting() -> Select[int, dict[str, Any]]:
    of_these = (WebhookEvent.kind == bindparam("kind"), in_param(WebhookEvent.carrier_id, "ids"))
    found = select(WebhookEvent.id, WebhookEvent.payload).where(
        WebhookEvent.state == inline_literal("waiting"), *of_these
    )
    return found.order_by(WebhookEvent.id)


def keep(kind: str, said: dict[str, Any], key: str) -> None:
    """Keep what cannot be acted on."""
    _move([*store([Hook(f"{kind}:{key}", kind, "", said)]).values()], WebhookState.IGNORED)


def forget(ids: Iterable[int]) -> int:
    """What they said goes. They stay, so that a repetition of one is known as that; nothing waits in them."""
    wanted = list(ids)
    if not wanted:
        return 0
    those = {"ids": wanted}
    db.session.execute(_ignore(), those, execution_options=UNTRACKED)
    return db.session.connection().execute(_empty(), those).rowcount


def _ignore() -> Update:
    waits = WebhookEvent.state.in_((WebhookState.WAITING, WebhookState.UNREADABLE))
    return move(
        WebhookEvent, "state", WEBHOOK_MOVES, WebhookState.IGNORED, in_param(WebhookEvent.id, "ids"), waits
    )


def _empty() -> Update:
    return update(WebhookEvent).where(in_param(WebhookEvent.id, "ids")).values(payload={})


def _move(ids: Sequence[int], state: WebhookState) -> None:
    if ids:
        statement = move(WebhookEvent, "state", WEBHOOK_MOVES, state, WebhookEvent.id.in_(ids))
        db.session.execute(statement, execution_options=UNTRACKED)
