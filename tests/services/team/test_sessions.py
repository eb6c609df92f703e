"""Sessions are found by their token until they end: by signing out, unused, or after their days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from webapp.db import db, now
from webapp.models.user_session import UserSession
from webapp.services import settings
from webapp.services.team import sessions


def begin(name: str = "Ada") -> tuple[int, str]:
    user = factories.user(name)
    return user.id, sessions.begin(user.id, "192.0.2.1", "Firefox/132.0\n")


def test_it_is_found_by_its_token_alone(app: Flask) -> None:
    user_id, token = begin()
    current = sessions.find(token)
    assert current is not None and current.user.id == user_id and current.seen_lately
    assert (current.session.address, current.session.device) == ("192.0.2.1", "Firefox/132.0")
    assert token not in current.session.token_hash
    for other in ("", token[:-1], current.session.token_hash, str(user_id)):
        assert sessions.find(other) is None


@pytest.mark.parametrize(
    ("key", "value", "column", "ago"),
    [
        ("session_idle_hours", 2, "seen_at", timedelta(hours=2)),
        ("session_days", 3, "created_at", timedelta(days=3)),
    ],
)
def test_it_ends_by_itself_as_the_team_has_set(
    app: Flask, key: str, value: int, column: str, ago: timedelta
) -> None:
    user_id, token = begin()
    [session] = sessions.of(user_id)
    setattr(session, column, now() - ago)
    db.session.flush()
    assert sessions.find(token) is not None
    settings.put(key, value)
    db.session.flush()
    assert sessions.find(token) is None
    assert sessions.of(user_id) == []
    sessions.begin(factories.user("Bea").id, "192.0.2.1", "new")
    assert db.session.scalars(select(UserSession.device)).all() == ["new"], "its row is gone"


def test_of_a_clock_that_was_ahead_nothing_lasts(app: Flask) -> None:
    user_id, token = begin()
    [session] = sessions.of(user_id)
    ahead, lately = now() + timedelta(days=400), timedelta(minutes=30)
    session.seen_at = session.proved_at = ahead
    db.session.flush()
    current = sessions.find(token)
    assert current is not None and not current.seen_lately, "its use is noted, so that it ends when it is not"
    assert not sessions.is_proved(session, lately)
    sessions.note_proof(session.id)
    db.session.refresh(session)
    assert sessions.is_proved(session, lately)
    session.created_at = ahead
    db.session.flush()
    assert sessions.find(token) is None
    assert sessions.of(user_id) == []


def test_one_is_signed_out_here_elsewhere_or_everywhere(app: Flask) -> None:
    user_id, _ = begin()
    other_id, others = begin("Bea")
    here, second, third = (sessions.begin(user_id, "", name) for name in ("here", "second", "third"))
    by_device = {one.device: one.id for one in sessions.of(user_id)}
    assert not sessions.end(by_device["second"], other_id), "someone else's"
    assert sessions.end(by_device["second"], user_id)
    assert sessions.find(second) is None and sessions.find(third) is not None
    sessions.end_others(user_id, but=by_device["here"])
    assert [one.id for one in sessions.of(user_id)] == [by_device["here"]]
    sessions.end_all(user_id)
    assert sessions.find(here) is None
    assert sessions.find(others) is not None


def test_use_and_proof_are_noted(app: Flask) -> None:
    user_id, token = begin()
    [session] = sessions.of(user_id)
    long_ago = now() - timedelta(hours=5)
    session.seen_at = session.proved_at = long_ago
    db.session.flush()
    current = sessions.find(token)
    assert current is not None and not current.seen_lately
    sessions.note_use(session.id)
    db.session.refresh(session)
    assert session.seen_at > long_ago == session.proved_at
    sessions.note_proof(session.id)
    db.session.refresh(session)
    assert session.proved_at > long_ago


def test_someone_deactivated_has_none(app: Flask) -> None:
    _, token = begin()
    current = sessions.find(token)
    assert current is not None
    current.user.deactivated_at = now()
    db.session.flush()
    assert sessions.find(token) is None
