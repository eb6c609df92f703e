"""Run the hooks of what has happened."""

from __future__ import annotations

from jobs import each, ending
from webapp import queue
from webapp.db import db
from webapp.services import hooks


def act_on_due() -> None:
    """All signals that wait, those included that come meanwhile. A stop leaves the rest to the sweep."""
    queue.taken(queue.ACT_ON_SIGNALS)
    seen: set[int] = set()
    with ending.heeded():
        while new := [one for one in hooks.due() if one not in seen]:
            db.session.rollback()
            for signal_id in new:
                if ending.told():
                    return
                each.act(signal_id)
            seen.update(new)
    db.session.rollback()
