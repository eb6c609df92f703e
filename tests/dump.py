"""The whole database as text, to look for what must not be in it."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from webapp.db import db


def dump(*tables: str) -> list[str]:
    """Every row of these tables (of all of them, if none is named), a line each."""
    wanted = [table for table in db.metadata.sorted_tables if not tables or table.name in tables]
    return [
        f"{table.name}: {json.dumps(list(map(_text, row)), ensure_ascii=False)}"
        for table in wanted
        for row in db.session.execute(select(table).order_by(*table.primary_key.columns))
    ]


def places(*texts: str) -> set[str]:
    """The tables in which any of these texts stands."""
    return {line.partition(":")[0] for line in dump() if any(text in line for text in texts)}


def _text(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return value if isinstance(value, dict | list) else str(value)
