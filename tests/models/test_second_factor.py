"""A person has one app for codes, and a recovery code is no one else's."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from tests import factories
from webapp.db import db
from webapp.models.second_factor import RecoveryCode, SecondFactor


def test_it_is_not_asked_for_before_it_is_confirmed(app: Flask) -> None:
    factor = factories.add(SecondFactor(user_id=factories.user("Ada").id, sealed=b"\x00\xff"))
    db.session.expire_all()
    assert (factor.confirmed_at, factor.last_step, factor.sealed) == (None, 0, b"\x00\xff")


def test_a_recovery_code_is_there_once(app: Flask) -> None:
    ada, bea = factories.user("Ada"), factories.user("Bea")
    factories.add(RecoveryCode(user_id=ada.id, code_hash="a" * 64))
    with pytest.raises(IntegrityError), db.session.begin_nested():
        factories.add(RecoveryCode(user_id=bea.id, code_hash="a" * 64))
