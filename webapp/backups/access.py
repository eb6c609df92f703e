"""Who gets in after a restore: what was ended since the backup works in it again.

Sessions and links are ended. Keys of programs stay: a shop that can no longer report opt-outs does harm, too.
A person looks through them, and through what else came back.
"""

from __future__ import annotations

from sqlalchemy import delete, select, update

from webapp.db import db, now
from webapp.models.api_key import ApiKey
from webapp.models.invitation import Invitation
from webapp.models.password_link import PasswordLink
from webapp.models.second_factor import RecoveryCode
from webapp.models.user import User
from webapp.models.user_session import UserSession
from webapp.services.team import account_notices, api_keys

SIGN_IN = (
    "Everyone has to sign in again; links for passwords and invitations from before are ended. People, roles "
    "and passwords are those of the backup: deactivate again who has left since."
)
CODES = (
    "Outbound was restored from a backup. Recovery codes that you have used since then work again: "
    "make new ones in your profile."
)
NAMED = 20


def end() -> list[str]:
    """Returns sentences for the one who restores: what is ended, and what has to be looked at."""
    db.session.execute(delete(UserSession))
    db.session.execute(delete(PasswordLink))
    unused = (Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
    db.session.execute(update(Invitation).where(*unused).values(revoked_at=now()))
    return [*_people(), *_keys()]


def _people() -> list[str]:
    """Those who have recovery codes are told, too: only they know which of them they have used."""
    with_codes = select(RecoveryCode.user_id).distinct().order_by(RecoveryCode.user_id)
    told = db.session.scalars(with_codes).all()
    for user_id in told:
        account_notices.tell(user_id, CODES)
    said = [SIGN_IN] if db.session.scalar(select(User.id).limit(1)) is not None else []
    if told:
        said.append("Recovery codes used since work again: each who has some is asked to make new ones.")
    return said


def _keys() -> list[str]:
    keys = [one for one in api_keys.in_use() if not _is_expired(one)]
    if not keys:
        return []
    named = ", ".join(f"{one.name} ({one.starts_with}…)" for one in keys[:NAMED])
    more = f" and {len(keys) - NAMED:,} more" if len(keys) > NAMED else ""
    return [
        f"API keys that open it again, also those withdrawn since: {named}{more}. "
        "Look through them in Settings, and withdraw those that you do not want."
    ]


def _is_expired(key: ApiKey) -> bool:
    return key.expires_at is not None and key.expires_at <= now()
