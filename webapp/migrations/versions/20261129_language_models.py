"""Language models that agents may use."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "language_model",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("base_url", sa.String(length=300), nullable=False),
        sa.Column("key_sealed", sa.Text(), nullable=False),
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("price_in", sa.String(length=30), nullable=True),
        sa.Column("price_out", sa.String(length=30), nullable=True),
        sa.Column("output_mode", sa.String(length=10), nullable=False),
        sa.Column("tested_at", sa.DateTime(), nullable=True),
        sa.Column("test_sentence", sa.String(length=400), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_language_model_created_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language_model")),
        sa.UniqueConstraint("name", name=op.f("uq_language_model_name")),
    )


def downgrade() -> None:
    op.drop_table("language_model")
