"""Phones in the form that `phone.parse` gives: what was known of them in another spelling is theirs.

Senders came in as the carrier spells them (Mexico's 52 1, national forms), and Argentine phones were kept
with and without their 9, so that one person could be two contacts, one of whom had opted out. Opt-outs,
holds, conversations, messages and recipients of the other spelling move over; where the phone has the same
already, the two are made one. An opt-out that is active in either spelling is active.

And what is known of a list of opt-outs: how many of its rows say that theirs was lifted, and who has dealt
with those that could not be read.
"""
# ruff: noqa: S608  (the names in the statements are those of our own tables)

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from webapp.rules.phones import phone, phone_sender

revision = "0022"
down_revision = "0021"

RENUMBERED = ("+52", "+54", "+55", "+84", "+225", "+229")
Pointing = dict[str, list[tuple[str, str]]]
"""For contact and thread: (table, column) of all foreign keys to its id."""
SPELLINGS = sa.table("phone_spelling", sa.column("old", sa.String), sa.column("new", sa.String))
SETTLED_BY = (
    "ALTER TABLE opt_out_import ADD COLUMN settled_by INTEGER "
    'CONSTRAINT fk_opt_out_import_settled_by_user REFERENCES "user" (id)'
)


def upgrade() -> None:
    op.add_column("opt_out_import", sa.Column("lifted", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("opt_out_import", sa.Column("settled_at", sa.DateTime(), nullable=True))
    op.execute(SETTLED_BY)
    move(op.get_bind())


def downgrade() -> None:
    """The other spellings do not come back: no one misses them."""
    for name in ("settled_by", "settled_at", "lifted"):
        op.drop_column("opt_out_import", name)


def move(bind: sa.Connection) -> None:
    """Everything that is kept under a phone in another spelling."""
    found = _other_spellings(bind)
    if not found:
        return
    bind.execute(
        sa.text("CREATE TEMPORARY TABLE phone_spelling (old VARCHAR(16) PRIMARY KEY, new VARCHAR(16))")
    )
    bind.execute(sa.insert(SPELLINGS), [{"old": old, "new": new} for old, new in found.items()])
    pointing = {table: _pointing_to(bind, table) for table in ("contact", "thread")}
    for old, new in found.items():
        _move_opt_outs(bind, old, new)
        _move_holds(bind, old, new)
        _move_contact(bind, old, new, pointing)
    _move_messages_and_recipients(bind)
    bind.execute(sa.text("DROP TABLE phone_spelling"))


def _other_spellings(bind: sa.Connection) -> dict[str, str]:
    known: set[str] = set()
    for table in ("contact", "opt_out", "hold", "message", "recipient"):
        like = " OR ".join(f"phone LIKE '{start}%'" for start in RENUMBERED)
        known |= set(bind.execute(sa.text(f"SELECT DISTINCT phone FROM {table} WHERE {like}")).scalars())
    found = {old: _parsed(old) for old in known}
    wrote = sa.text(
        "SELECT DISTINCT contact.phone, number.e164 FROM contact "
        "JOIN thread ON thread.contact_id = contact.id JOIN number ON number.id = thread.number_id "
        "WHERE thread.last_inbound_at IS NOT NULL"
    )
    for old, ours in bind.execute(wrote):
        if old not in known:
            found[old] = phone_sender.canonical(old.removeprefix("+"), ours)
    return {old: new for old, new in sorted(found.items()) if old != new}


def _parsed(e164: str) -> str:
    try:
        return phone.parse(e164, None)
    except phone.PhoneFault:
        return e164


def _move_opt_outs(bind: sa.Connection, old: str, new: str) -> None:
    """Where both are out, the one in the usual spelling stays, and keeps the other's evidence."""
    rows = bind.execute(
        sa.text("SELECT id, scope, evidence, created_at, lifted_at FROM opt_out WHERE phone = :old"),
        {"old": old},
    ).all()
    for row in rows:
        active = "SELECT id FROM opt_out WHERE phone = :new AND scope = :scope AND lifted_at IS NULL"
        same = bind.execute(sa.text(active), {"new": new, "scope": row.scope}).scalar()
        if row.lifted_at is not None or same is None:
            bind.execute(
                sa.text("UPDATE opt_out SET phone = :new WHERE id = :id"), {"new": new, "id": row.id}
            )
            continue
        line = f"{old}, {str(row.created_at)[:10]}{f': {row.evidence}' if row.evidence else ''}"
        line = " ".join(line.split())
        told = bind.execute(sa.text("SELECT told_again FROM opt_out WHERE id = :id"), {"id": same}).scalar()
        kept = {"told": "\n".join(filter(None, [told, line])), "id": same, "old": row.id}
        bind.execute(sa.text("UPDATE opt_out SET told_again = :told WHERE id = :id"), kept)
        bind.execute(sa.text("UPDATE left_already SET opt_out_id = :id WHERE opt_out_id = :old"), kept)
        bind.execute(sa.text("DELETE FROM opt_out WHERE id = :old"), kept)


def _move_holds(bind: sa.Connection, old: str, new: str) -> None:
    """One that is open stays open; of two, the one in the usual spelling."""
    both = {"old": old, "new": new}
    twice = (
        "UPDATE hold SET decision = 'dismissed', decided_at = :at WHERE phone = :old "
        "AND decided_at IS NULL AND EXISTS "
        "(SELECT 1 FROM hold AS other WHERE other.phone = :new AND other.decided_at IS NULL)"
    )
    at = sa.bindparam("at", datetime.now(UTC).replace(tzinfo=None), sa.DateTime())
    bind.execute(sa.text(twice).bindparams(at), both)
    bind.execute(sa.text("UPDATE hold SET phone = :new WHERE phone = :old"), both)


def _move_contact(bind: sa.Connection, old: str, new: str, pointing: Pointing) -> None:
    by_phone = sa.text("SELECT id, name, search_name, timezone FROM contact WHERE phone = :phone")
    leaving = bind.execute(by_phone, {"phone": old}).one_or_none()
    staying = bind.execute(by_phone, {"phone": new}).one_or_none()
    if leaving is None:
        return
    if staying is None:
        bind.execute(
            sa.text("UPDATE contact SET phone = :new WHERE id = :id"), {"new": new, "id": leaving.id}
        )
        return
    threads = sa.text("SELECT id, number_id FROM thread WHERE contact_id = :id")
    with_number = {row.number_id: row.id for row in bind.execute(threads, {"id": staying.id})}
    for thread in bind.execute(threads, {"id": leaving.id}).all():
        if thread.number_id in with_number:
            _merge_thread(bind, thread.id, with_number[thread.number_id], pointing)
    for table, column in pointing["contact"]:
        bind.execute(
            sa.text(f'UPDATE "{table}" SET {column} = :staying WHERE {column} = :leaving'),
            {"staying": staying.id, "leaving": leaving.id},
        )
    for column in ("name", "search_name", "timezone"):
        bind.execute(
            sa.text(f"UPDATE contact SET {column} = :value WHERE id = :id AND {column} = ''"),
            {"value": getattr(leaving, column), "id": staying.id},
        )
    bind.execute(sa.text("DELETE FROM contact WHERE id = :id"), {"id": leaving.id})


def _merge_thread(bind: sa.Connection, leaving: int, staying: int, pointing: Pointing) -> None:
    """All that was said in one conversation is in the other; the audit's lines lose their pointer to it."""
    both = {"leaving": leaving, "staying": staying}
    for table, column in pointing["thread"]:
        target = "NULL" if table == "event" else ":staying"
        bind.execute(sa.text(f'UPDATE "{table}" SET {column} = {target} WHERE {column} = :leaving'), both)
    one = sa.table(
        "thread",
        *(
            sa.column(name)
            for name in ("id", "last_text", "last_direction", "needs_reply", "unread", "revision")
        ),
        *(sa.column(name, sa.DateTime()) for name in ("last_at", "last_inbound_at")),
    )
    rows = {row.id: row for row in bind.execute(sa.select(one).where(one.c.id.in_([leaving, staying])))}
    newer = max(rows.values(), key=lambda row: row.last_at)
    inbound = [row.last_inbound_at for row in rows.values() if row.last_inbound_at is not None]
    values = {name: getattr(newer, name) for name in ("last_at", "last_text", "last_direction")}
    values |= {
        "last_inbound_at": max(inbound, default=None),
        "needs_reply": any(row.needs_reply for row in rows.values()),
        "unread": sum(row.unread for row in rows.values()),
        "revision": sum(row.revision for row in rows.values()) + 1,
    }
    bind.execute(sa.update(one).where(one.c.id == staying).values(**values))
    bind.execute(sa.text("DELETE FROM thread WHERE id = :leaving"), both)


def _pointing_to(bind: sa.Connection, target: str) -> list[tuple[str, str]]:
    """Whichever tables there are by then."""
    inspector = sa.inspect(bind)
    return [
        (table, key["constrained_columns"][0])
        for table in inspector.get_table_names()
        for key in inspector.get_foreign_keys(table)
        if key["referred_table"] == target
    ]


def _move_messages_and_recipients(bind: sa.Connection) -> None:
    new = "(SELECT new FROM phone_spelling WHERE old = {0}.phone)"
    move = "UPDATE {0} SET phone = " + new + " WHERE phone IN (SELECT old FROM phone_spelling)"
    bind.execute(sa.text(move.format("message")))
    _skip_repeated(bind)
    bind.execute(sa.text(move.format("recipient")))


def _skip_repeated(bind: sa.Connection) -> None:
    """Of two rows of a batch that turn out to be one phone, only one is sent to."""
    repeated = sa.text(
        "SELECT recipient.id, recipient.batch_id, recipient.status, other.row_no FROM recipient "
        "JOIN phone_spelling ON phone_spelling.old = recipient.phone "
        "JOIN recipient AS other ON other.batch_id = recipient.batch_id AND other.phone = phone_spelling.new "
        "WHERE recipient.status IN ('queued', 'waiting')"
    )
    count = sa.text(
        "UPDATE batch_tally SET count = count + :more WHERE batch_id = :batch_id AND status = :status"
    )
    for row in bind.execute(repeated).all():
        bind.execute(
            sa.text(
                "UPDATE recipient SET status = 'skipped', not_before = NULL, "
                "skip_reason = :why WHERE id = :id"
            ),
            {"why": f"duplicate of row {row.row_no}", "id": row.id},
        )
        for status, more in ((row.status, -1), ("skipped", 1)):
            bind.execute(count, {"more": more, "batch_id": row.batch_id, "status": status})
