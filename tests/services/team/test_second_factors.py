"""Second factors: set up, asked for, each code taken once, and taken away."""

from __future__ import annotations

import time

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from webapp.db import db
from webapp.errors import Conflict, Fault
from webapp.models.second_factor import RecoveryCode
from webapp.models.user import User
from webapp.rules import totp
from webapp.services import settings
from webapp.services.team import account_notices, second_factors, sessions


def code_of(user: User, later: int = 0) -> str:
    """What the app of this person shows, so many steps from now."""
    factor = second_factors.of(user.id)
    assert factor is not None
    return totp.code(second_factors.secret_of(factor), totp.step_at(time.time()) + later)


def with_factor(name: str = "Ada") -> tuple[User, list[str]]:
    user = factories.user(name)
    second_factors.start(user.id)
    db.session.flush()
    return user, second_factors.confirm(user.id, code_of(user))


def test_it_is_asked_for_once_a_code_was_typed(app: Flask) -> None:
    user = factories.user("Ada")
    with pytest.raises(Conflict):
        second_factors.confirm(user.id, "123456")
    second_factors.start(user.id)
    db.session.flush()
    old = code_of(user)
    second_factors.start(user.id)
    with pytest.raises(Fault):
        second_factors.confirm(user.id, old)
    assert not second_factors.is_on(user.id)
    with pytest.raises(Fault, match="This code is wrong"):
        second_factors.confirm(user.id, "no code")
    codes = second_factors.confirm(user.id, code_of(user))
    assert second_factors.is_on(user.id) and second_factors.with_one() == {user.id}
    assert len(set(codes)) == second_factors.CODES == second_factors.codes_left(user.id)
    with pytest.raises(Conflict):
        second_factors.start(user.id)


def test_each_code_is_taken_once(app: Flask) -> None:
    user, codes = with_factor()
    with pytest.raises(Fault):
        second_factors.check(user.id, code_of(user))
    second_factors.check(user.id, code_of(user, 1))
    second_factors.check(user.id, codes[0].lower().replace("-", " "))
    for used in (code_of(user, 1), codes[0], ""):
        with pytest.raises(Fault):
            second_factors.check(user.id, used)
    assert second_factors.codes_left(user.id) == second_factors.CODES - 1
    assert "You have 7 left." in account_notices.of(user.id)[-1].text


def test_recovery_codes_are_no_one_elses_and_new_ones_end_the_old(app: Flask) -> None:
    (user, codes), (other, _) = with_factor(), with_factor("Bea")
    with pytest.raises(Fault):
        second_factors.check(other.id, codes[0])
    fresh = second_factors.new_codes(user.id)
    with pytest.raises(Fault):
        second_factors.check(user.id, codes[0])
    second_factors.check(user.id, fresh[0])
    kept = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert not {"".join(code.split("-")) for code in fresh} & set(kept)


def test_it_is_switched_off_or_taken_away(app: Flask) -> None:
    admin = factories.user("Grace Hopper")
    (user, _), (other, _) = with_factor(), with_factor("Bea")
    token = sessions.begin(other.id, "", "")
    second_factors.switch_off(user)
    second_factors.reset(other, admin)
    db.session.flush()
    assert second_factors.with_one() == set()
    assert sessions.find(token) is None
    assert account_notices.of(other.id)[-1].text.startswith("Grace Hopper took away your second factor.")
    second_factors.reset(other, admin)
    assert len(account_notices.of(other.id)) == 2, "there was none to take away"


def test_who_has_none_must_set_one_up_where_the_team_asks_for_it(app: Flask) -> None:
    user, _ = with_factor()
    others = sessions.begin(factories.user("Bea").id, "", "")
    token = sessions.begin(user.id, "", "")
    settings.put("require_second_factor", True)
    db.session.flush()
    found, other = sessions.find(token), sessions.find(others)
    assert found is not None and not found.must_set_up
    assert other is not None and other.must_set_up


def test_a_secret_of_another_installation_is_said(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    user, codes = with_factor()
    monkeypatch.setitem(app.extensions, "sealing", "another secret of thirty-two chars")
    with pytest.raises(Conflict, match="cannot be read"):
        second_factors.check(user.id, "123456")
    second_factors.check(user.id, codes[0])
    assert second_factors.codes_left(user.id) == second_factors.CODES - 1
