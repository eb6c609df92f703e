"""Several rows of a list may be for one phone, each with its own message: two children, one parent.

What the check counted of a list, beside what became of its rows, is kept as well.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    with op.batch_alter_table("recipient") as recipient:
        recipient.drop_constraint("uq_recipient_batch_id_phone", type_="unique")
        recipient.create_index("ix_recipient_phone", ["batch_id", "phone"])
        recipient.add_column(sa.Column("first_row", sa.Integer(), nullable=True))
    op.add_column("batch", sa.Column("questions", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("batch", "questions")
    op.execute(
        "UPDATE recipient SET phone = NULL WHERE EXISTS (SELECT 1 FROM recipient AS earlier "
        "WHERE earlier.batch_id = recipient.batch_id AND earlier.phone = recipient.phone "
        "AND earlier.row_no < recipient.row_no)"
    )
    with op.batch_alter_table("recipient") as recipient:
        recipient.drop_column("first_row")
        recipient.drop_index("ix_recipient_phone")
        recipient.create_unique_constraint("uq_recipient_batch_id_phone", ["batch_id", "phone"])
