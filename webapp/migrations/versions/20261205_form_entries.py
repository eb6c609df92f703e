"""What people have entered into the public forms of workflows."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "form_entry",
        sa.Column("id", BIG, nullable=False),
        sa.Column("workflow_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("event_key", sa.String(120), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("form", sa.String(120), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workflow_id"], ["workflow.id"], "fk_form_entry_workflow_id_workflow", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], "fk_form_entry_contact_id_contact", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_form_entry"),
        sa.UniqueConstraint("workflow_id", "event_key", name="uq_form_entry_workflow_id_event_key"),
    )
    op.create_index("ix_form_entry_workflow", "form_entry", ["workflow_id", "id"])
    op.create_index("ix_form_entry_contact", "form_entry", ["contact_id"])
    op.create_index("ix_form_entry_at", "form_entry", ["at", "id"])


def downgrade() -> None:
    op.drop_table("form_entry")
