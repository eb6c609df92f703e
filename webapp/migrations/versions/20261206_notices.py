"""Notices leave the app by mail and chat; who wants them by mail; the run that says one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("notice", sa.Column("run_id", BIG))
    op.add_column(
        "user", sa.Column("notices_by_mail", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "notice_delivery",
        sa.Column("id", BIG, nullable=False),
        sa.Column("notice_id", BIG, nullable=False),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_delivery_notice_id_notice"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notice_delivery_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_delivery")),
    )
    where = sa.text("state = 'waiting'")
    op.create_index(
        "ix_notice_delivery_due",
        "notice_delivery",
        ["next_at", "id"],
        sqlite_where=where,
        postgresql_where=where,
    )
    op.create_index("ix_notice_delivery_notice", "notice_delivery", ["notice_id"])


def downgrade() -> None:
    op.drop_table("notice_delivery")
    op.drop_column("user", "notices_by_mail")
    op.drop_column("notice", "run_id")
