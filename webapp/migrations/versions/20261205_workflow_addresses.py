"""Addresses by which others start a workflow, and what they have sent to them lately."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "workflow_address",
        sa.Column("workflow_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workflow_id"], ["workflow.id"], "fk_workflow_address_workflow_id_workflow", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workflow_id", name="pk_workflow_address"),
        sa.UniqueConstraint("token_hash", name="uq_workflow_address_token_hash"),
    )
    op.create_table(
        "webhook_sample",
        sa.Column("id", BIG, nullable=False),
        sa.Column("workflow_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workflow_id"], ["workflow.id"], "fk_webhook_sample_workflow_id_workflow", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], "fk_webhook_sample_contact_id_contact", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_sample"),
    )
    op.create_index("ix_webhook_sample_workflow", "webhook_sample", ["workflow_id", "id"])
    known = sa.text("contact_id IS NOT NULL")
    op.create_index(
        "ix_webhook_sample_contact",
        "webhook_sample",
        ["contact_id"],
        sqlite_where=known,
        postgresql_where=known,
    )
    op.create_index("ix_webhook_sample_at", "webhook_sample", ["at", "id"])


def downgrade() -> None:
    op.drop_table("webhook_sample")
    op.drop_table("workflow_address")
