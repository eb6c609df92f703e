"""Sessions are kept on the server; second factors, recovery codes, links for new passwords, notices, quotas.

Everyone has to sign in again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "user_session",
        sa.Column("id", BIG, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        _of_user("user_session"),
        *_times("created_at", "seen_at", "proved_at"),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("device", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_user_session"),
        sa.UniqueConstraint("token_hash", name="uq_user_session_token_hash"),
    )
    op.create_index("ix_user_session_user", "user_session", ["user_id"])
    op.create_table(
        "second_factor",
        _of_user("second_factor"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        *_times("created_at"),
        sa.Column("confirmed_at", sa.DateTime()),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_second_factor"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        _of_user("recovery_code"),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
        sa.UniqueConstraint("code_hash", name="uq_recovery_code_code_hash"),
    )
    op.create_index("ix_recovery_code_user", "recovery_code", ["user_id"])
    _links_and_notices()
    op.create_table(
        "quota_use",
        _of_user("quota_use"),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "kind", "day", name="pk_quota_use"),
    )
    op.drop_column("user", "session_nonce")


def downgrade() -> None:
    op.add_column("user", sa.Column("session_nonce", sa.String(32), nullable=False, server_default=""))
    for table in (
        "quota_use",
        "account_notice",
        "password_link",
        "recovery_code",
        "second_factor",
        "user_session",
    ):
        op.drop_table(table)


def _links_and_notices() -> None:
    op.create_table(
        "password_link",
        _of_user("password_link"),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column(
            "created_by", sa.Integer(), sa.ForeignKey("user.id", name="fk_password_link_created_by_user")
        ),
        *_times("created_at", "expires_at"),
        sa.PrimaryKeyConstraint("user_id", name="pk_password_link"),
        sa.UniqueConstraint("token_hash", name="uq_password_link_token_hash"),
    )
    op.create_table(
        "account_notice",
        sa.Column("id", BIG, nullable=False),
        _of_user("account_notice"),
        sa.Column("text", sa.Text(), nullable=False),
        *_times("at"),
        sa.PrimaryKeyConstraint("id", name="pk_account_notice"),
    )
    op.create_index("ix_account_notice_user", "account_notice", ["user_id"])


def _of_user(table: str) -> sa.Column[int]:
    key = sa.ForeignKey("user.id", name=f"fk_{table}_user_id_user")
    return sa.Column("user_id", sa.Integer(), key, nullable=False)


def _times(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.DateTime(), nullable=False) for name in names]
