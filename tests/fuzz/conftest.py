"""Ada, an admin, in a browser; a program with its key; and something of everything."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.fuzz import scene
from tests.views.client import Browser
from tests.views.conftest import make_user, signed_in
from webapp.models.user import Role, User


@pytest.fixture
def ada(app: Flask) -> User:
    return make_user("Ada Lovelace", Role.ADMIN)


@pytest.fixture
def admin(app: Flask, ada: User) -> Browser:
    return signed_in(app, ada)


@pytest.fixture
def team(ada: User) -> dict[str, int]:
    return scene.populate(ada)
