"""Which rows are made up, so that they can be taken away again, and nothing else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model


class DemoRow(Model):
    """A row of a table that `outbound demo` has made.

    `made_at`: when that row says it was made. SQLite gives the id of a deleted row to a new one, which is not
    made up.
    """

    __tablename__ = "demo_row"

    table_name: Mapped[str] = mapped_column(String(30), primary_key=True)
    row_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    made_at: Mapped[datetime]
