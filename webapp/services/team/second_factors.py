"""Second factors: setting up an app for codes, taking its codes and recovery codes, taking it away again."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time

from sqlalchemy import delete, func, select, update

from webapp import sealing
from webapp.bulk import rows_changed
from webapp.db import db, insert, now
from webapp.errors import Conflict, Fault
from webapp.models.second_factor import RecoveryCode, SecondFactor
from webapp.models.user import User
from webapp.rules import totp
from webapp.services import events
from webapp.services.team import account_notices, sessions

CODES = 8
CODE_BYTES, GROUP = 15, 6
"""120 bits are so many that SHA-256 alone keeps a code (ASVS 5.0, 6.5.2: 112); four groups of six letters."""
WRONG = "This code is wrong, was used already, or is too old. Look for the newest one and try again."
UNREADABLE = (
    "Your second factor cannot be read: it was kept with another secret of this installation. A recovery "
    "code still works. Or ask an admin to take it away; `./outbound user reset-second-factor` does, too."
)


def of(user_id: int) -> SecondFactor | None:
    """What they have set up, or are about to."""
    return db.session.get(SecondFactor, user_id)


def is_on(user_id: int) -> bool:
    """Whether it is asked for when they sign in."""
    factor = of(user_id)
    return factor is not None and factor.confirmed_at is not None


def with_one() -> set[int]:
    """The ids of all who have one."""
    return set(db.session.scalars(select(SecondFactor.user_id).where(SecondFactor.confirmed_at.is_not(None))))


def start(user_id: int) -> None:
    """A fresh secret, to be shown and confirmed. Raises Conflict when they have one.

    One that is confirmed in the same moment stays.
    """
    fresh = insert(SecondFactor).values(user_id=user_id, sealed=sealing.seal(totp.new_secret()), last_step=0)
    unconfirmed = {"sealed": fresh.excluded.sealed, "created_at": now(), "last_step": 0}
    again = fresh.on_conflict_do_update(
        index_elements=["user_id"], set_=unconfirmed, where=SecondFactor.confirmed_at.is_(None)
    )
    if db.session.scalar(again.returning(SecondFactor.user_id)) is None:
        raise Conflict("You have a second factor already. Switch it off first.")
    db.session.expire_all()


def secret_of(factor: SecondFactor) -> str:
    """What the app shares with us, Base32. Raises Conflict when it cannot be read."""
    try:
        return sealing.unseal(factor.sealed)
    except sealing.NotOurs as error:
        raise Conflict(UNREADABLE) from error


def confirm(user_id: int, typed: str) -> list[str]:
    """Their app shows the right code: it is asked for from now on. Returns recovery codes. Raises Fault."""
    factor = of(user_id)
    if factor is None or factor.confirmed_at is not None:
        raise Conflict("Begin to set up a second factor first.")
    if not _take(factor, typed):
        raise Fault(WRONG, "code")
    factor.confirmed_at = now()
    events.note("user.second_factor_on", user_id=user_id)
    account_notices.tell(user_id, "A second factor was set up for your account.")
    return new_codes(user_id)


def new_codes(user_id: int) -> list[str]:
    """Recovery codes, which no one can look up again; those before work no more.

    Their factor is held, so that of two requests at the same moment one makes the codes that work.
    """
    db.session.get(SecondFactor, user_id, with_for_update={"key_share": True})
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes = [_new_code() for _ in range(CODES)]
    db.session.add_all(RecoveryCode(user_id=user_id, code_hash=_digest(code)) for code in codes)
    events.note("user.recovery_codes_made", user_id=user_id)
    return codes


def codes_left(user_id: int) -> int:
    return db.session.scalar(select(func.count()).where(RecoveryCode.user_id == user_id)) or 0


def check(user_id: int, typed: str) -> None:
    """Take a code of the app, or a recovery code, which works once. Raises Fault that names the field.

    Raises Conflict when it is no recovery code, and the secret of the app cannot be read.
    """
    factor, unreadable = of(user_id), None
    try:
        if factor is not None and _take(factor, typed):
            return
    except Conflict as error:
        unreadable = error
    used = delete(RecoveryCode).where(
        RecoveryCode.user_id == user_id, RecoveryCode.code_hash == _digest(typed)
    )
    if not rows_changed(used):
        raise unreadable or Fault(WRONG, "code")
    left = codes_left(user_id)
    events.note("user.recovery_code_used", user_id=user_id, left=left)
    account_notices.tell(user_id, f"Someone signed in with one of your recovery codes. You have {left} left.")


def switch_off(user: User) -> None:
    """Their own."""
    if _remove(user.id):
        events.note("user.second_factor_off", user_id=user.id)
        account_notices.tell(user.id, "The second factor of your account was switched off.")


def reset(user: User, by: User | None) -> None:
    """An admin takes it away, or the command line (None). They are signed out everywhere."""
    if _remove(user.id):
        sessions.end_all(user.id)
        events.note("user.second_factor_reset", user_id=by.id if by else None, user=user.id)
        who = by.name if by else "The operator of Outbound"
        account_notices.tell(user.id, f"{who} took away your second factor. Set up another one.")


def _remove(user_id: int) -> bool:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    return rows_changed(delete(SecondFactor).where(SecondFactor.user_id == user_id)) > 0


def _take(factor: SecondFactor, typed: str) -> bool:
    """Each code once, however many try it at the same moment, and none of a secret that was replaced."""
    step = totp.step_of(secret_of(factor), typed, time.time(), factor.last_step)
    if step is None:
        return False
    same = (SecondFactor.user_id == factor.user_id, SecondFactor.sealed == factor.sealed)
    newer = update(SecondFactor).where(*same, SecondFactor.last_step < step)
    return rows_changed(newer.values(last_step=step)) > 0


def _new_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode()
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def _digest(code: str) -> str:
    letters = "".join(c for c in code.upper() if c.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()
