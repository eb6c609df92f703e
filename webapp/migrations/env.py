"""How Alembic runs our migrations: on the engine of the running application, in one transaction.

Or within one that has begun: restoring a backup makes its tables in the transaction that fills them.
"""

from contextlib import nullcontext
from typing import Literal

from alembic import context
from flask import current_app

from webapp.db import UtcDateTime, db
from webapp.schema import on_both


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Migrations stand on SQLAlchemy alone, so that they outlive changes of our types."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def run() -> None:
    given = context.config.attributes.get("connection")
    with current_app.app_context(), nullcontext(given) if given else db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            render_item=render_item,
            include_name=on_both,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
