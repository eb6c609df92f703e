"""The signed-in user."""

from __future__ import annotations

from typing import cast

from flask_login import current_user

from webapp.models.user import User


def me() -> User:
    """The user who is signed in, as the row itself: for services, which keep it. Only behind a login."""
    return cast(User, current_user._get_current_object())


def my_id() -> int:
    """The same, by id."""
    return int(current_user.id)
