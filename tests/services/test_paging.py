"""Lists by key: each row once, in order, whatever the size of a page."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from webapp.db import db
from webapp.models.contact import Contact
from webapp.services import paging


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_every_row_comes_once_the_newest_first(app: Flask, size: int) -> None:
    db.session.add_all(Contact(phone=phone, name="") for phone in factories.phones(3))
    db.session.flush()
    ids = sorted(db.session.scalars(select(Contact.id)), reverse=True)
    pages = [
        [contact.id for contact in rows]
        for rows in paging.pages(lambda before: paging.newest(select(Contact), Contact.id, before, size))
    ]
    assert pages == [ids[at : at + size] for at in range(0, 3, size)]


def test_an_empty_list_has_one_empty_page(app: Flask) -> None:
    assert paging.newest(select(Contact), Contact.id, None, 2) == ([], None)


def test_a_full_page_with_nothing_behind_it_is_the_last() -> None:
    assert paging.split("ab", 2) == ("ab", False)
    assert paging.split("abc", 2) == ("ab", True)
