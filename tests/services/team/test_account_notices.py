"""What people are told of their account, until they have read it."""

from __future__ import annotations

from flask import Flask

from tests import factories
from webapp.db import db, now
from webapp.models.user import Role
from webapp.services.team import account_notices


def test_it_stays_until_it_is_read_and_what_came_later_too(app: Flask) -> None:
    ada, bea = factories.user("Ada"), factories.user("Bea")
    for text in ("first", "second"):
        account_notices.tell(ada.id, text)
    db.session.flush()
    first = account_notices.of(ada.id)[0]
    account_notices.told(bea.id, first.id + 10)
    assert [one.text for one in account_notices.of(ada.id)] == ["first", "second"]
    account_notices.told(ada.id, first.id)
    assert [one.text for one in account_notices.of(ada.id)] == ["second"]
    assert account_notices.of(bea.id) == []


def test_all_other_admins_who_are_there_are_told(app: Flask) -> None:
    ada, bea, eve = (factories.user(name, role=Role.ADMIN) for name in ("Ada", "Bea", "Eve"))
    grace = factories.user("Grace", role=Role.STAFF)
    eve.deactivated_at = now()
    account_notices.tell_admins("Approval is off.", ada)
    assert [len(account_notices.of(one.id)) for one in (ada, bea, eve, grace)] == [0, 1, 0, 0]
