"""What one person may do in a day; what fails is not counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories
from webapp.db import db, now
from webapp.errors import Fault
from webapp.models.quota_use import QuotaUse
from webapp.services import settings
from webapp.services.team import quotas
from webapp.services.team.quotas import CONVERSATIONS, UPLOADS


def test_one_too_many_is_refused_for_this_person_and_this_kind(app: Flask) -> None:
    ada, bea = factories.user("Ada"), factories.user("Bea")
    settings.put(UPLOADS, 2)
    for _ in range(2):
        quotas.use(UPLOADS, ada.id, "file")
    with pytest.raises(Fault, match="You have uploaded 2 lists today") as refused:
        quotas.use(UPLOADS, ada.id, "file")
    assert refused.value.field == "file"
    quotas.use(UPLOADS, bea.id, "file")
    quotas.use(CONVERSATIONS, ada.id, "phone")


def test_tomorrow_counts_anew_and_yesterday_goes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = factories.user("Ada")
    settings.put(UPLOADS, 1)
    quotas.use(UPLOADS, ada.id, "file")
    tomorrow = now() + timedelta(days=1)
    monkeypatch.setattr(quotas, "now", lambda: tomorrow)
    quotas.use(UPLOADS, ada.id, "file")
    assert db.session.scalar(select(func.count()).select_from(QuotaUse)) == 1


def test_without_a_limit_nothing_is_refused(app: Flask) -> None:
    ada = factories.user("Ada")
    settings.put(UPLOADS, 1)
    settings.put(UPLOADS, None)
    for _ in range(3):
        quotas.use(UPLOADS, ada.id, "file")
