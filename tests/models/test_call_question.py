"""Questions of calls, as tables keep them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests import factories
from webapp.db import db
from webapp.models.call_question import CallQuestion


def test_one_for_each_turn_of_a_call(app: Flask) -> None:
    call = factories.call("+12025550111")
    factories.add(CallQuestion(call_id=call.id, turn=1, heard={"text": "hello"}))
    with pytest.raises(IntegrityError):
        factories.add(CallQuestion(call_id=call.id, turn=1, heard={}))


def test_it_goes_with_its_call(app: Flask) -> None:
    call = factories.call("+12025550111")
    factories.add(CallQuestion(call_id=call.id, turn=1, heard={}))
    db.session.delete(call)
    db.session.flush()
    assert db.session.scalars(select(CallQuestion)).all() == []
