"""Switching approval off, or raising its limit, waits for another admin while there is one."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from webapp.db import db
from webapp.errors import Conflict, Forbidden
from webapp.models.event import Event
from webapp.models.user import Role, User
from webapp.services import settings
from webapp.services.team import account_notices, approval_request, people, setting_changes


@pytest.fixture
def ada(app: Flask) -> User:
    settings.put("approval_over", 100)
    return factories.user("Ada", role=Role.ADMIN)


@pytest.fixture
def bea(ada: User) -> User:
    return factories.user("Bea", role=Role.ADMIN)


def want(value: int | None, by: User) -> int | None:
    """Save it in the form; what holds then."""
    setting_changes.change_to({"approval_over": value}, by)
    limit: int | None = settings.get("approval_over")
    return limit


def key() -> str:
    request = approval_request.waiting()
    assert request is not None
    return request.key


def test_an_only_admin_switches_it_off_at_once(ada: User) -> None:
    assert want(None, ada) is None
    assert approval_request.waiting() is None


@pytest.mark.parametrize("looser", [None, 101])
def test_with_another_admin_it_waits_until_they_confirm(ada: User, bea: User, looser: int | None) -> None:
    assert want(looser, ada) == 100
    with pytest.raises(Forbidden):
        setting_changes.confirm_approval(key(), ada)
    setting_changes.confirm_approval(key(), bea)
    assert settings.get("approval_over") == looser
    assert approval_request.waiting() is None
    assert next(notice.text for notice in account_notices.of(ada.id)).startswith("Bea changed above how many")
    line = db.session.scalars(select(Event).where(Event.kind == "settings.changed")).one()
    assert (line.user_id, line.data["asked_by"]) == (bea.id, "Ada")


def test_tightening_holds_at_once_and_ends_what_was_asked_for(ada: User, bea: User) -> None:
    want(None, ada)
    assert want(50, ada) == 50
    assert approval_request.waiting() is None
    assert want(60, bea) == 50


def test_it_is_refused_or_withdrawn(ada: User, bea: User) -> None:
    want(None, ada)
    approval_request.refuse(key(), bea)
    assert [notice.text for notice in account_notices.of(ada.id)] == ["Bea refused to switch approval off."]
    want(500, ada)
    approval_request.refuse(key(), ada)
    assert approval_request.waiting() is None
    assert settings.get("approval_over") == 100
    kinds = db.session.scalars(select(Event.kind).order_by(Event.id)).all()
    assert [kind for kind in kinds if kind.startswith("settings.change_")] == [
        "settings.change_asked", "settings.change_refused", "settings.change_asked",
        "settings.change_withdrawn",
    ]  # fmt: skip


def test_only_what_was_shown_is_confirmed(ada: User, bea: User) -> None:
    want(500, ada)
    shown = key()
    want(None, ada)
    with pytest.raises(Conflict):
        setting_changes.confirm_approval(shown, bea)
    people.set_role(ada, Role.STAFF, bea)
    assert approval_request.waiting() is None, "who asked decides nothing any more"
    assert want(None, bea) is None, "and no one else is left"
