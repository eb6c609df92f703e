"""Give the conversation to someone of the team."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from webapp.db import db
from webapp.errors import Fault
from webapp.field_kinds import Kind
from webapp.models.user import User
from webapp.rules import typed_text
from webapp.services.actions.base import Context, DatabaseAction, Field, Result
from webapp.services.threads import assigning


@dataclass(frozen=True)
class Member(Kind):
    """Someone of the team, by e-mail address. The value is a user's id."""

    def read(self, typed: str, key: str) -> int:
        email = typed_text.email(typed)
        if not email:
            raise Fault("Write the e-mail address of someone of your team.", key)
        member = db.session.scalar(select(User.id).where(User.email == email, User.deactivated_at.is_(None)))
        if member is None:
            raise Fault(f"No one of your team has the e-mail address “{email}”.", key)
        return member


class Assign(DatabaseAction):
    """To one person, until someone else is chosen."""

    kind = "assign"
    word = "Assign"
    icon = "person-check"
    fields = (Field("member", "To", Member(required=True), "The e-mail address of someone of your team."),)

    def run(self, context: Context, values: Mapping[str, Any]) -> Result:
        assigning.assign(context.thread, values["member"], context.by.user_id)
        return Result()
