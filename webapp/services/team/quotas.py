"""How much one person may do in a day: a mistake, or a stolen account, does not do more.

What is counted is written in the transaction that does it: what fails is not counted.
"""

from __future__ import annotations

from sqlalchemy import delete

from webapp.db import db, insert, now
from webapp.errors import Fault
from webapp.models.quota_use import QuotaUse
from webapp.services import settings

UPLOADS, CONVERSATIONS = "uploads_per_day", "conversations_per_day"
"""The settings that have their limits."""
WORDS = {
    UPLOADS: "You have uploaded {limit:,} lists today. More can be uploaded tomorrow, or an admin allows it.",
    CONVERSATIONS: "You have begun {limit:,} conversations today. More can be begun tomorrow, or an admin "
    "allows more. A batch reaches many people at once.",
}


def use(kind: str, user_id: int, field: str) -> None:
    """Count one more of today (UTC). Raises Fault, for `field`, when it is one too many."""
    limit, today = settings.get(kind), now().date().isoformat()
    db.session.execute(delete(QuotaUse).where(QuotaUse.user_id == user_id, QuotaUse.day < today))
    first = insert(QuotaUse).values(user_id=user_id, kind=kind, day=today, count=1)
    more = first.on_conflict_do_update(
        index_elements=["user_id", "kind", "day"], set_={"count": QuotaUse.count + 1}
    )
    count = db.session.scalar(more.returning(QuotaUse.count)) or 0
    if limit is not None and count > limit:
        raise Fault(WORDS[kind].format(limit=limit), field)
