"""Callbacks that are canceled, labels that are not suggested again, and who of the team is on duty when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("callback", sa.Column("canceled", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("contact_label", sa.Column("reason", sa.String(500), nullable=False, server_default=""))
    op.add_column("user", sa.Column("phone", sa.String(16), nullable=False, server_default=""))
    op.add_column("user", sa.Column("duty", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "label_refusal",
        sa.Column("id", BIG, nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("agent_id", BIG, nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contact.id"],
            name=op.f("fk_label_refusal_contact_id_contact"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_label_refusal_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_refusal")),
    )
    op.create_index("ix_label_refusal_contact", "label_refusal", ["contact_id", "key"])
    op.create_index("ix_label_refusal_agent", "label_refusal", ["agent_id"])
    suggested = sa.text("suggested")
    op.create_index(
        "ix_contact_label_suggested",
        "contact_label",
        ["contact_id"],
        sqlite_where=sa.text("suggested = 1"),
        postgresql_where=suggested,
    )
    offered = sa.text("offered IS NOT NULL")
    op.create_index(
        "ix_contact_attribute_offered",
        "contact_attribute",
        ["contact_id"],
        sqlite_where=offered,
        postgresql_where=offered,
    )


def downgrade() -> None:
    op.drop_index("ix_contact_attribute_offered", "contact_attribute")
    op.drop_index("ix_contact_label_suggested", "contact_label")
    op.drop_table("label_refusal")
    op.drop_column("user", "duty")
    op.drop_column("user", "phone")
    op.drop_column("contact_label", "reason")
    op.drop_column("callback", "canceled")
