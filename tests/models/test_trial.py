"""A trial goes with whom it is about, and with the user who asked for it."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import delete, func, select

from tests import desks, factories
from webapp.db import Model, db, now
from webapp.models.contact import Contact
from webapp.models.trial import Trial, TrialKind
from webapp.models.user import User


def kept(**of: int) -> User:
    """By a user who has nothing else."""
    eve, desk = factories.user("Eve"), desks.agent(factories.user("Grace"))
    until = now() + timedelta(seconds=30)
    db.session.add(
        Trial(user_id=eve.id, agent_id=desk.id, version=1, kind=TrialKind.TALK, asked={}, until=until, **of)
    )
    db.session.commit()
    return eve


def left_without(row: Model) -> int:
    table = type(row)
    db.session.execute(delete(table).where(table.id == row.id))  # type: ignore[attr-defined]
    db.session.commit()
    return db.session.scalar(select(func.count()).select_from(Trial)) or 0


def test_it_goes_with_the_contact_who_was_played(app: Flask) -> None:
    contact: Contact = factories.add(Contact(phone="+12025550122"))
    kept(contact_id=contact.id)
    assert left_without(contact) == 0


def test_it_goes_with_the_conversation_that_was_replayed(app: Flask) -> None:
    thread = factories.thread()
    kept(thread_id=thread.id)
    assert left_without(thread) == 0


def test_it_goes_with_the_user(app: Flask) -> None:
    assert left_without(kept()) == 0
