"""What can be done with a list at which time, and what is refused."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.services.contacts.imports.lists import LIST, begin, imported, someone, take
from webapp.db import db
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.upload import Upload
from webapp.models.user import User
from webapp.services.contacts.imports import plan, store


@pytest.fixture
def ada(app: Flask) -> User:
    """Who brings the lists along."""
    return someone()


def test_one_that_is_imported_is_not_read_or_imported_again(ada: User) -> None:
    one = imported(LIST, ada)
    for act in (store.try_again, lambda row: store.discard(row, ada), lambda row: store.stop(row, ada)):
        with pytest.raises(Conflict):
            act(store.locked(one.id))
    with pytest.raises(Conflict):
        store.begin(store.locked(one.id), plan.proposed(one), ada)


def test_one_that_is_being_imported_is_not_discarded(ada: User) -> None:
    one = begin(take(LIST, ada), ada)
    with pytest.raises(Conflict, match="imported already, or being imported"):
        store.discard(store.locked(one.id), ada)


def test_a_discarded_one_is_gone_with_its_file(ada: User) -> None:
    one = take(LIST, ada)
    import_id, upload_id = one.id, one.upload_id
    store.discard(store.locked(import_id), ada)
    db.session.commit()
    assert db.session.get(Upload, upload_id) is None
    with pytest.raises(NotFound):
        store.get(import_id)


def test_no_one_to_import_and_a_country_that_is_none(ada: User) -> None:
    one = take("Phone\n12ab\n", ada)
    with pytest.raises((Conflict, Fault)):
        store.begin(store.locked(one.id), {}, ada)
    with pytest.raises(Fault, match="Choose a country"):
        store.choose_phones(store.locked(one.id), 0, "XX")


def test_the_rows_that_cannot_be_imported_as_a_file(ada: User) -> None:
    one = take("Phone,Note\n12ab,=1+1\n12cd,x,too many\n", ada)
    head, first, second = store.report(one)
    assert head == "Phone,Note,row,what is wrong\r\n"
    assert first.startswith("12ab,'=1+1,2,")
    assert second.startswith("12cd,x,3,") and second.endswith(",too many\r\n")
