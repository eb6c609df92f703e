"""Which opt-outs and holds lean on a message, or on a conversation: asked for each one that is removed."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_index("ix_opt_out_message", "opt_out", ["message_id"])
    op.create_index("ix_hold_message", "hold", ["message_id"])
    op.create_index("ix_hold_thread", "hold", ["thread_id"])


def downgrade() -> None:
    op.drop_index("ix_hold_thread", "hold")
    op.drop_index("ix_hold_message", "hold")
    op.drop_index("ix_opt_out_message", "opt_out")
