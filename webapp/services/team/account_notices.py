"""What people are told when they sign in next: their password was changed, approval was switched off …"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from webapp.db import db
from webapp.models.account_notice import AccountNotice
from webapp.models.user import Role, User

AT_ONCE = 10


def tell(user_id: int, text: str) -> None:
    """This person, when they sign in, or look at the first page."""
    db.session.add(AccountNotice(user_id=user_id, text=text))


def tell_admins(text: str, by: User) -> None:
    """All other admins who can sign in."""
    others = (User.role == Role.ADMIN, User.deactivated_at.is_(None), User.id != by.id)
    for user_id in db.session.scalars(select(User.id).where(*others).order_by(User.id)):
        tell(user_id, text)


def of(user_id: int) -> Sequence[AccountNotice]:
    """What they have not been told yet, the oldest first."""
    query = select(AccountNotice).where(AccountNotice.user_id == user_id).order_by(AccountNotice.id)
    return db.session.scalars(query.limit(AT_ONCE)).all()


def told(user_id: int, up_to: int) -> None:
    """They have read those up to this one."""
    theirs = (AccountNotice.user_id == user_id, AccountNotice.id <= up_to)
    db.session.execute(delete(AccountNotice).where(*theirs))
