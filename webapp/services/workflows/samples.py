"""What others have sent to the address of a workflow lately: a few calls, for a week, to pick fields from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import delete, select

from webapp.bulk import in_param
from webapp.db import db
from webapp.models.workflow_address import WebhookSample
from webapp.rules.placeholders import same_name
from webapp.services import row_locks

KEPT = 5
DAYS = timedelta(days=7)
LONGEST_VALUE = 500
"""Characters of each value that are kept."""


def keep(workflow_id: int, fields: Mapping[str, str], says: str, contact_id: int | None = None) -> None:
    """The newest few stay."""
    short = {name: value[:LONGEST_VALUE] for name, value in fields.items()}
    db.session.add(WebhookSample(workflow_id=workflow_id, contact_id=contact_id, fields=short, says=says))
    db.session.flush()
    newest = select(WebhookSample.id).where(WebhookSample.workflow_id == workflow_id)
    old = db.session.scalars(newest.order_by(WebhookSample.id.desc()).offset(KEPT).limit(1000)).all()
    _delete(old)


def latest(workflow_id: int) -> Sequence[WebhookSample]:
    """The newest first."""
    query = select(WebhookSample).where(WebhookSample.workflow_id == workflow_id)
    return db.session.scalars(query.order_by(WebhookSample.id.desc()).limit(KEPT)).all()


def names(workflow_id: int) -> list[str]:
    """All that these calls have told, by name, in the order of the newest."""
    found: dict[str, str] = {}
    for sample in latest(workflow_id):
        for name in sample.fields:
            found.setdefault(same_name(name), name)
    return list(found.values())


def about(mentions: Callable[[str], bool]) -> list[WebhookSample]:
    """Those that say something; there are a few for each workflow."""
    return [one for one in db.session.scalars(select(WebhookSample)) if any(map(mentions, _texts(one)))]


def forget(some: Iterable[WebhookSample]) -> None:
    _delete([one.id for one in some])


def _texts(sample: WebhookSample) -> Iterable[str]:
    return (str(text) for pair in sample.fields.items() for text in pair)


def _delete(ids: Sequence[int]) -> None:
    if ids:
        those = row_locks.in_turn(WebhookSample.id, in_param(WebhookSample.id, "ids"))
        db.session.execute(delete(WebhookSample).where(those), {"ids": list(ids)})
