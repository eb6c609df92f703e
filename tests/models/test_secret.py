"""A secret is there once by its name, as bytes."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests import factories
from webapp.db import db
from webapp.models.secret import Secret


def test_a_name_is_there_once(app: Flask) -> None:
    factories.add(Secret(name="booking", sealed=b"\x00\xff"))
    with pytest.raises(IntegrityError), db.session.begin_nested():
        factories.add(Secret(name="booking", sealed=b"other"))
    db.session.expire_all()
    assert db.session.scalars(select(Secret.sealed)).one() == b"\x00\xff"
