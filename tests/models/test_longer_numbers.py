"""Migration 0065: who opted out under a number of years ago is out under what it has become."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.opt_out import OptOutSource
from webapp.services.opt_outs import register

OLD, NEW = "+24106031234", "+24166031234"


@pytest.mark.parametrize("out", [OLD, NEW])
@pytest.mark.parametrize(
    ("contacts", "listed", "then", "are_out"),
    [
        ((), (), set(), {NEW}),
        ((OLD,), (), {NEW}, {NEW}),
        ((OLD, NEW), (), {OLD, NEW}, {OLD, NEW}),
        ((), (OLD,), set(), {OLD, NEW}),
    ],
)
def test_an_opt_out_holds_in_both_forms(
    app: Flask, out: str, contacts: Any, listed: Any, then: set[str], are_out: set[str]
) -> None:
    number, ada = factories.number(), factories.user()
    for phone in contacts:
        factories.thread(phone, number.id)
    if listed:
        factories.batch(list(listed), number_id=number.id, created_by=ada.id)
    register.record(out, OptOutSource.STAFF, "On the phone")
    if listed and out == OLD:
        are_out = {NEW}  # the opt-out has taken the row out of its batch
    db.session.commit()
    migration: Any = import_module("webapp.migrations.versions.20261212_longer_numbers")
    migration.move(db.session.connection())
    db.session.commit()
    assert set(register.active([OLD, NEW])) == are_out
    assert set(db.session.scalars(select(Contact.phone))) == then
    migration.move(db.session.connection())
    assert set(register.active([OLD, NEW])) == are_out
