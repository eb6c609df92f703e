"""A batch used again: a new draft that is set up like it, with its list, some of its people, or another list.

Nothing is sent. What an admin allowed for the first one, what was answered in its check, and its approval
hold for that one alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from webapp.db import db
from webapp.errors import Fault
from webapp.models.batch import Batch
from webapp.models.channel import Channel
from webapp.models.recipient import Recipient
from webapp.models.segment import Segment
from webapp.services import events
from webapp.services.batches import drafts
from webapp.services.batches.lists import from_segment, groups, kept_lists
from webapp.services.batches.lists.kept_lists import Kept
from webapp.services.batches.rows import row_editing
from webapp.services.team import quotas

SAME = ("replies_by", "agent_id", "context", "unknown_zone", "timezone", "country")
OF_LIST = ("columns", "phone_column", "phone_candidates", "name_columns", "read_as")
UNASSIGNED = "unassigned"
NOT_THERE = {
    Kept.NOTHING: "What its list said has been removed, as it was older than your team keeps it. "
    "Upload a list for the new batch.",
    Kept.UNREAD: "Its list has not been read to its end. Upload a list for the new batch.",
}


class Whom(StrEnum):
    """LIST: everyone on its list. GROUPS: some of them. SEGMENT: who is in its segment now. NEW: a list that
    is uploaded next."""

    LIST = "list"
    GROUPS = "groups"
    SEGMENT = "segment"
    NEW = "new"


@dataclass(frozen=True)
class ReuseForm:
    """What was chosen for the new batch; `groups`: their keys, where `whom` is GROUPS."""

    name: str
    channel: str
    whom: str
    groups: Sequence[str] = ()


def make(source: Batch, form: ReuseForm, user_id: int) -> Batch:
    """The new draft. Its list, if it gets one now, is copied by a job. Raises Fault that names the field."""
    channel, whom = _chosen(form)
    keys = _keys(source, form.groups) if whom == Whom.GROUPS else []
    if whom in (Whom.LIST, Whom.GROUPS):
        must_be_kept(source)
    batch = drafts.create(user_id, form.name, channel)
    _set_up_like(source, batch)
    events.note(
        "batch.copied",
        user_id=user_id,
        batch_id=batch.id,
        source=source.name,
        list=str(whom),
        groups=groups.words(source, keys),
    )
    if whom == Whom.SEGMENT:
        from_segment.take(batch, _segment(source), user_id)
    elif whom != Whom.NEW:
        _copy_list(source, batch, keys, user_id)
    return batch


def must_be_kept(source: Batch) -> None:
    """Raises Fault when nothing is left of its list."""
    kept = kept_lists.of(source)
    if kept in NOT_THERE:
        raise Fault(NOT_THERE[kept], "whom")


def _chosen(form: ReuseForm) -> tuple[Channel, Whom]:
    if form.whom not in set(Whom):
        raise Fault("Choose who gets the new batch.", "whom")
    if form.channel not in set(Channel):
        raise Fault("Choose how they are reached.", "channel")
    return Channel(form.channel), Whom(form.whom)


def _keys(source: Batch, typed: Sequence[str]) -> list[str]:
    """The groups that were chosen, in their order."""
    keys = [group.key for group in groups.of(source) if group.key in typed]
    if not keys:
        raise Fault("Choose at least one group of its people.", "groups")
    return keys


def _segment(source: Batch) -> Segment:
    segment = db.session.get(Segment, source.segment_id) if source.segment_id else None
    if segment is None:
        raise Fault("The segment was deleted. Choose another list.", "whom")
    return segment


def _set_up_like(source: Batch, batch: Batch) -> None:
    """What is said is of its channel: on another one it is written again."""
    for name in SAME:
        setattr(batch, name, getattr(source, name))
    if source.number is not None and source.number.can(batch.channel):
        batch.number_id = source.number_id
    if source.channel == batch.channel:
        batch.content = source.content
    db.session.flush()


def _copy_list(source: Batch, batch: Batch, keys: list[str], user_id: int) -> None:
    """The people are the same: where their consent to this channel comes from is, too."""
    quotas.use(quotas.UPLOADS, user_id, "whom")
    for name in OF_LIST:
        setattr(batch, name, getattr(source, name))
    read = source.reading_options.items()
    batch.reading_options = {key: value for key, value in read if key != UNASSIGNED}
    if source.channel == batch.channel:
        batch.consent, batch.consent_note = source.consent, source.consent_note
    if kept_lists.of(source) == Kept.FILE:
        batch.answers = {key: source.answers[key] for key in row_editing.OF_ROWS if key in source.answers}
    batch.copied_from, batch.copied_groups = source.id, keys
    drafts.read_again(batch)
    batch.rows_expected = _count(source, keys)


def _count(source: Batch, keys: list[str]) -> int:
    """How many rows are copied. Raises Fault for none."""
    found = db.session.scalar(select(func.count(Recipient.id)).where(groups.people(source, keys))) or 0
    if not found and keys:
        raise Fault("No one is in these groups, or each of them is in one that is not chosen, too.", "groups")
    return found or source.rows_read
