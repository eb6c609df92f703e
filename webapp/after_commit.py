"""Calls that are made once the current transaction is committed, and not at all when it is rolled back.

A SAVEPOINT that is rolled back takes with it only the calls that were asked for since it began.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from webapp.db import db

CALLS, SAVEPOINTS, COMMITTED = "after_commit.calls", "after_commit.savepoints", "after_commit.committed"
"""Kept with the session: the calls in their order; how many there were when each open SAVEPOINT began; and
whether the outermost transaction is committed."""


def call(act: Callable[[], object]) -> None:
    """Call `act` once the current transaction is committed. It must not raise: the others would be lost."""
    db.session().info.setdefault(CALLS, []).append(act)


@event.listens_for(Session, "after_transaction_create")
def _began(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info.setdefault(SAVEPOINTS, {})[transaction] = len(session.info.get(CALLS, []))


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    """Also comes when a SAVEPOINT is released: only the outermost transaction counts."""
    session.info[COMMITTED] = not session.in_nested_transaction()


@event.listens_for(Session, "after_soft_rollback")
def _rolled_back(session: Session, transaction: SessionTransaction) -> None:
    """`after_rollback` does not tell a SAVEPOINT from the whole."""
    if transaction.nested:
        del session.info.get(CALLS, [])[session.info[SAVEPOINTS].pop(transaction) :]
    elif transaction.parent is None:
        _forget(session)


@event.listens_for(Session, "after_transaction_end")
def _ended(session: Session, transaction: SessionTransaction) -> None:
    """At `after_commit` the connection would still be taken while Redis is waited for."""
    if transaction.parent is not None:
        return
    calls = session.info.get(CALLS, []) if session.info.get(COMMITTED) else []
    _forget(session)
    for act in calls:
        act()


def _forget(session: Session) -> None:
    for key in (CALLS, SAVEPOINTS, COMMITTED):
        session.info.pop(key, None)
