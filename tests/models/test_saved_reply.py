"""A name stands for one saved reply in each language."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from tests import factories
from webapp.db import db
from webapp.models.saved_reply import SavedReply


def test_one_name_has_one_text_in_each_language(app: Flask) -> None:
    ada = factories.user()
    for language in ("", "es"):
        factories.add(SavedReply(name="Hours", key="hours", language=language, text="9 to 5", user_id=ada.id))
    with pytest.raises(IntegrityError):
        factories.add(SavedReply(name="HOURS", key="hours", language="es", text="9 a 5", user_id=ada.id))
    db.session.rollback()
