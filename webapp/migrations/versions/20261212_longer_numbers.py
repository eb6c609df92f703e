"""Opt-outs, holds and contacts under numbers of years ago: they hold for what these numbers have become.

Gabon, Cameroon, Mauritius, Ecuador and others made their numbers longer (phone_renumbered): a STOP that
came in before, or stood so in an old list, kept no one from texting the same person under the new number.
Where both are contacts, they stay two, and who is out in one form is out in both.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.rules.phones import phone, phone_renumbered

revision = "0065"
down_revision = "0064"

OPT_OUT = sa.table(
    "opt_out",
    *(sa.column(name) for name in ("phone", "scope", "source", "evidence", "message_id", "import_id")),
    *(sa.column(name) for name in ("api_key_id", "told_again", "created_by", "lift_reason")),
    sa.column("created_at", sa.DateTime()),
    sa.column("lifted_at", sa.DateTime()),
)
TABLES = ("contact", "opt_out", "hold", "recipient")


def upgrade() -> None:
    move(op.get_bind())


def downgrade() -> None:
    """The forms of years ago do not come back: no one misses them."""


def move(bind: sa.Connection) -> None:
    """Everything that is kept under a number of years ago."""
    for old, new in _renumbered(bind).items():
        stays = not _rename_contact(bind, old, new)
        if stays or _waits(bind, old):
            _copy_opt_out(bind, old, new)
            _copy_opt_out(bind, new, old)
        else:
            _move(bind, "opt_out", old, new, "lifted_at")
        _move(bind, "hold", old, new, "decided_at")


def _renumbered(bind: sa.Connection) -> dict[str, str]:
    known: set[str] = set()
    like = " OR ".join(f"phone LIKE '+{code}%'" for code in sorted(phone_renumbered.CHANGED))
    for table in TABLES:
        found = bind.execute(sa.text(f"SELECT DISTINCT phone FROM {table} WHERE {like}"))  # noqa: S608
        known |= set(found.scalars())
    today = {old: _today(old) for old in sorted(known)}
    return {old: new for old, new in today.items() if new != old}


def _today(e164: str) -> str:
    try:
        return phone.parse(e164, None)
    except phone.PhoneFault:
        return e164


def _rename_contact(bind: sa.Connection, old: str, new: str) -> bool:
    """False: both are contacts. What was written to them is theirs, under the new number."""
    both = {"old": old, "new": new}
    if bind.execute(sa.text("SELECT 1 FROM contact WHERE phone = :new"), both).first() is not None:
        return bind.execute(sa.text("SELECT 1 FROM contact WHERE phone = :old"), both).first() is None
    theirs = "SELECT thread.id FROM thread JOIN contact ON contact.id = thread.contact_id"
    entries = f"UPDATE entry SET phone = :new WHERE phone = :old AND thread_id IN ({theirs}"  # noqa: S608
    bind.execute(sa.text(f"{entries} WHERE contact.phone = :old)"), both)
    bind.execute(sa.text("UPDATE contact SET phone = :new WHERE phone = :old"), both)
    return True


def _waits(bind: sa.Connection, old: str) -> bool:
    """Someone in a list is still to be reached under the old number."""
    waiting = "SELECT 1 FROM recipient WHERE phone = :old AND status IN ('queued', 'waiting')"
    return bind.execute(sa.text(waiting), {"old": old}).first() is not None


def _copy_opt_out(bind: sa.Connection, out: str, other: str) -> None:
    other_is_out = sa.select(OPT_OUT.c.scope).where(OPT_OUT.c.phone == other, OPT_OUT.c.lifted_at.is_(None))
    known = list(bind.execute(other_is_out).scalars())
    columns = [one for one in OPT_OUT.c if one.name != "lifted_at"]
    copied = [sa.literal(other) if one.name == "phone" else one for one in columns]
    rows = sa.select(*copied).where(OPT_OUT.c.phone == out, OPT_OUT.c.lifted_at.is_(None))
    rows = rows.where(OPT_OUT.c.scope.not_in(known))
    bind.execute(sa.insert(OPT_OUT).from_select([one.name for one in columns], rows))


def _move(bind: sa.Connection, table: str, old: str, new: str, ended: str) -> None:
    """What is over; and what is not, where the new number has none that goes on."""
    goes_on = f"SELECT 1 FROM {table} AS other WHERE other.phone = :new AND other.{ended} IS NULL"  # noqa: S608
    moved = f"UPDATE {table} SET phone = :new WHERE phone = :old"  # noqa: S608
    where = f"({ended} IS NOT NULL OR NOT EXISTS ({goes_on}))"
    bind.execute(sa.text(f"{moved} AND {where}"), {"old": old, "new": new})
