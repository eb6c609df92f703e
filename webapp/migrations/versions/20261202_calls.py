"""Calls: what they have beside their entries, their turns, and the staff phones that are rung into them.

Every number has a service for each channel.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MISSING = (
    "INSERT INTO number_service (number_id, channel, active, pace, at_once) "
    "SELECT id, 'call', FALSE, 1.0, 5 FROM number WHERE NOT EXISTS (SELECT 1 FROM number_service service "
    "WHERE service.number_id = number.id AND service.channel = 'call')"
)
PACELESS = (
    "UPDATE number_service SET pace = COALESCE(pace, 1.0), at_once = COALESCE(at_once, 5) "
    "WHERE channel = 'call'"
)
"""A service of calls needs both."""


def upgrade() -> None:
    _calls()
    _turns()
    _legs()
    op.execute(MISSING)
    op.execute(PACELESS)


def downgrade() -> None:
    """Calls go, with their entries. The services stay: the models before know them."""
    op.drop_table("call_leg")
    op.drop_table("call_turn")
    op.drop_table("call")
    op.execute("DELETE FROM entry WHERE kind = 'call'")


def _calls() -> None:
    op.create_table(
        "call",
        sa.Column("id", BIG, _to("entry", "call", "id", ondelete="CASCADE"), nullable=False),
        sa.Column("agent_id", sa.Integer(), _to("agent", "call", "agent_id")),
        sa.Column("agent_version", sa.Integer()),
        *(_text(name) for name in ("first_message", "context")),
        _word("language", 12, "en"),
        _word("on_voicemail", 10, "hang_up"),
        _text("voicemail_message"),
        _word("on_screening", 10, "introduce"),
        _word("on_menu", 10, "hang_up"),
        sa.Column("record", sa.Boolean(), nullable=False, server_default=sa.false()),
        *(_count(name, most) for name, most in (("ring_seconds", 30), ("longest_seconds", 600))),
        *(sa.Column(name, sa.DateTime()) for name in
          ("lease_until", "looked_at", "answered_at", "ended_at", "hang_up_at")),
        sa.Column("outcome", sa.String(12)),
        _word("detected", 8),
        sa.Column("seconds", sa.Integer()),
        sa.Column("price", sa.Double()),
        *(_word(name, most) for name, most in
          (("currency", 3), ("region_url", 200), ("conversation", 64), ("recording", 120))),
        sa.Column("flow", sa.JSON(), nullable=False, server_default="{}"),
        _count("turn", 0),
        _count("attempt", 1),
        sa.Column("retry_of", BIG),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
    )  # fmt: skip
    _index("call", "lease", ["lease_until"], "lease_until IS NOT NULL")
    _index("call", "conversation", ["conversation"], "conversation != ''")
    _index("call", "agent", ["agent_id"], "agent_id IS NOT NULL")


def _turns() -> None:
    op.create_table(
        "call_turn",
        sa.Column("id", BIG, nullable=False),
        sa.Column("call_id", BIG, _to("call", "call_turn", "call_id", ondelete="CASCADE"), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("confidence", sa.Double()),
        sa.Column("delay", sa.Double()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_turn")),
        sa.UniqueConstraint("call_id", "n", name=op.f("uq_call_turn_call_id_n")),
    )


def _legs() -> None:
    op.create_table(
        "call_leg",
        sa.Column("id", BIG, nullable=False),
        sa.Column("call_id", BIG, _to("call", "call_leg", "call_id", ondelete="CASCADE"), nullable=False),
        sa.Column("number_id", sa.Integer(), _to("number", "call_leg", "number_id"), nullable=False),
        sa.Column("user_id", sa.Integer(), _to("user", "call_leg", "user_id")),
        sa.Column("phone", sa.String(16), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("outcome", sa.String(12)),
        sa.Column("client_ref", sa.String(40), nullable=False),
        sa.Column("carrier", sa.String(20)),
        sa.Column("carrier_id", sa.String(64)),
        _word("region_url", 200),
        _word("code", 40),
        _text("reason"),
        *(_count(name, most) for name, most in (("ring_seconds", 20), ("longest_seconds", 1800))),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        *(sa.Column(name, sa.DateTime()) for name in
          ("claimed_at", "answered_at", "accepted_at", "ended_at", "lease_until")),
        sa.Column("seconds", sa.Integer()),
        sa.Column("price", sa.Double()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_leg")),
    )  # fmt: skip
    op.create_index("ix_call_leg_call", "call_leg", ["call_id", "id"])
    op.create_index("uq_call_leg_client_ref", "call_leg", ["client_ref"], unique=True)
    _index("call_leg", "carrier_id", ["carrier_id"], "carrier_id IS NOT NULL")
    _index("call_leg", "lease", ["lease_until"], "lease_until IS NOT NULL")
    _index("call_leg", "queued", ["number_id", "id"], "state = 'queued'")


def _to(table: str, mine: str, column: str, **rules: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{table}.id", name=op.f(f"fk_{mine}_{column}_{table}"), **rules)  # type: ignore[arg-type]


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def _word(name: str, longest: int, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.String(longest), nullable=False, server_default=default)


def _count(name: str, default: int) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=str(default))


def _index(table: str, name: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(f"ix_{table}_{name}", table, columns, sqlite_where=condition, postgresql_where=condition)
