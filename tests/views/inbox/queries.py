"""How many statements a page costs."""

from __future__ import annotations

from sqlalchemy import event

from tests.views.client import Browser
from webapp.db import db


def counted(browser: Browser, path: str) -> int:
    """The SELECTs of one page."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    db.session.commit()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert browser.get(path).status == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)
