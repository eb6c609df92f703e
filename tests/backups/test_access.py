"""What was ended since a backup lets no one in after it is restored; keys that open it again are named."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests import factories
from tests.services.team.test_second_factors import with_factor
from webapp.backups import access
from webapp.db import db, now
from webapp.errors import NotFound
from webapp.models.user import Role
from webapp.services.team import account_notices, api_keys, invitations, password_links, sessions


def test_sessions_and_links_are_ended(app: Flask) -> None:
    first = invitations.setup_token() or ""
    ada = factories.user("Ada")
    session, link = sessions.begin(ada.id, "", ""), password_links.make(ada, None)
    invitation = invitations.invite(ada, Role.ADMIN)[1]
    db.session.commit()
    assert access.end() == [access.SIGN_IN]
    db.session.commit()
    assert sessions.find(session) is None
    with pytest.raises(NotFound):
        password_links.find(link)
    for token, is_first in ((invitation, False), (first, True)):
        with pytest.raises(NotFound):
            invitations.find(token, first=is_first)


def test_keys_that_work_again_are_named_and_people_told_of_their_codes(app: Flask) -> None:
    ada, _ = with_factor()
    shop, secret = api_keys.make("Shop", ada)
    api_keys.revoke(api_keys.make("Old", ada)[0].id, ada)
    soon = api_keys.make("Over", ada, expires_at=now() + timedelta(days=1))[0]
    soon.expires_at = now() - timedelta(days=1)
    db.session.commit()
    *_, codes, keys = access.end()
    db.session.commit()
    assert "Recovery codes used since work again" in codes
    assert account_notices.of(ada.id)[-1].text == access.CODES
    assert f"withdrawn since: Shop ({shop.starts_with}…). Look" in keys
    assert api_keys.by_secret(secret) is not None, "other programs go on"


def test_nothing_is_said_where_there_is_no_one(app: Flask) -> None:
    assert access.end() == []
