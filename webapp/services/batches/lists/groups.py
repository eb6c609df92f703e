"""The people of a batch by what became of them, to be written to once more: each group is a line here.

Who opted out, is marked in the list, or stands in it twice is in none of those who were left out: nothing can
be done about that here. The check of the new batch asks the gate about everyone as always.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, false, func, not_, or_, select
from sqlalchemy.orm import aliased

from webapp.channels import registry as channels
from webapp.channels.base import ChannelKind
from webapp.db import db
from webapp.models import statuses
from webapp.models.batch import NO_REPLY, UNKNOWN, Batch, BatchState
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.statuses import Phase
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.services.batches import lifecycle
from webapp.services.batches.rows import phone_kinds, siblings
from webapp.services.batches.rows.questions import LANDLINE, PREMIUM
from webapp.services.gate import gate
from webapp.services.hours import hours
from webapp.services.recipients import by_phone, moving, tallies

R, S = Recipient, RecipientStatus
STATUS, REPLY, OUT, PERHAPS = "What became of it", "What they replied", "Left out", "Only if you say so"
"""Headings, in their order."""
FINAL = statuses.in_phase(S, Phase.LEFT, Phase.ENDED)
GOT_IT = (S.SENT, S.DELIVERED)
BY_NAME = (UNKNOWN, ReplyKind.WRONG_NUMBER)
"""Who is in these, with any of their rows, is in no other group, unless they are chosen, too."""


@dataclass(frozen=True)
class Group:
    """Some of the people of a batch; `where`: which rows, of those of the batch."""

    key: str
    word: str
    hint: str
    part: str
    where: ColumnElement[bool]


@dataclass(frozen=True)
class Counted:
    """A group, and how many rows are in it."""

    group: Group
    count: int


def counted(batch: Batch) -> list[Counted]:
    """The groups of a batch that have someone whose row still says something, each as if chosen alone.

    A look at its rows, and one more for each of BY_NAME.
    """
    if batch.state == BatchState.DRAFT:
        return []
    groups = of(batch)
    together = [group for group in groups if group.key not in BY_NAME]
    alone = [[group] for group in groups if group.key in BY_NAME]
    return [found for own in (together, *alone) for found in _counted(batch, own)]


def _counted(batch: Batch, own: Sequence[Group]) -> Iterator[Counted]:
    columns = [func.count(case((group.where, 1))) for group in own]
    besides = _but_for(batch.id, {group.key for group in own})
    row = db.session.execute(select(*columns).where(*_known(batch.id), *besides)).one()
    yield from (Counted(group, count) for group, count in zip(own, row, strict=True) if count)


def _but_for(batch_id: int, keys: Collection[str]) -> list[ColumnElement[bool]]:
    """Not those of BY_NAME who are not asked for."""
    return [not_(_has_a_row(batch_id, key)) for key in BY_NAME if key not in keys]


def of(batch: Batch) -> list[Group]:
    """Every group there can be, in the order of pages."""
    kind = channels.of(batch.channel)
    return [*_statuses(kind), *_replies(batch, kind), *_left_out(), *_by_name(kind)]


def people(batch: Batch, keys: Collection[str]) -> ColumnElement[bool]:
    """Whose rows are in these groups, of all recipients; without `keys`, everyone of the list.

    A row of which nothing is left, because it was removed or erased, is no one's.
    """
    if not keys:
        return and_(*_known(batch.id))
    groups = {group.key: group.where for group in of(batch)}
    wanted = or_(false(), *(groups[key] for key in keys if key in groups))
    return and_(*_known(batch.id), wanted, *_but_for(batch.id, keys))


def _has_a_row(batch_id: int, key: str) -> ColumnElement[bool]:
    """Whether a row's phone stands in a row of one of BY_NAME; it may be another row than this."""
    row = aliased(Recipient)
    theirs = row.status == S.UNKNOWN if key == UNKNOWN else row.reply_kind == key
    phones = select(row.phone).where(row.batch_id == batch_id, theirs, row.phone.is_not(None))
    return and_(R.phone.is_not(None), R.phone.in_(phones))


def words(batch: Batch, keys: Collection[str]) -> str:
    """“Delivered, Replied: yes”."""
    return ", ".join(group.word for group in of(batch) if group.key in keys)


def of_filter(batch: Batch, status: str, reply: str) -> list[str]:
    """The groups of a filtered list of recipients, by its tile."""
    if status == S.SKIPPED:
        return [group.key for group in _left_out()]
    keys = {group.key for group in of(batch)}
    return [key for key in (reply or status,) if key in keys]


def _known(batch_id: int) -> tuple[ColumnElement[bool], ...]:
    return R.batch_id == batch_id, moving.IS_KNOWN


def _statuses(kind: ChannelKind) -> list[Group]:
    found = []
    for key in kind.tiles:
        own = kind.failures if key == S.FAILED else tuple(one for one in FINAL if one == key)
        if own and key != UNKNOWN:
            about = statuses.about(key)
            hint = kind.words.hints.get(key, about.hint)
            found.append(Group(key, about.word, hint, STATUS, R.status.in_(own)))
    return found


def _replies(batch: Batch, kind: ChannelKind) -> list[Group]:
    replied = and_(R.replied_at.is_not(None), R.opted_out_at.is_(None))
    silent = and_(R.status.in_(GOT_IT), R.phone.not_in(_heard_from(batch.id)))
    none = Group(NO_REPLY, "Did not reply", "They got it, and have written nothing since", REPLY, silent)
    whatever = Group(tallies.REPLIED, "Replied, in whatever words", "", REPLY, replied)
    kinds = [_of_kind(one) for one in ReplyKind if one not in (ReplyKind.STOP, ReplyKind.WRONG_NUMBER)]
    return [*([] if kind.lasts else [none]), whatever, *kinds]


def _of_kind(kind: ReplyKind, part: str = REPLY) -> Group:
    about = statuses.about(kind)
    told = and_(R.reply_kind.is_not(None), R.reply_kind == kind, R.opted_out_at.is_(None))
    return Group(kind, f"Replied: {about.word.lower()}", about.hint, part, told)


def _heard_from(batch_id: int) -> Select[str | None]:
    """The phones of those who wrote or opted out, in any of their rows."""
    row = aliased(Recipient)
    wrote = or_(row.replied_at.is_not(None), row.opted_out_at.is_not(None))
    return select(row.phone).where(row.batch_id == batch_id, wrote, row.phone.is_not(None))


def _left_out() -> Sequence[Group]:
    faulty = or_(R.status == S.FAULTY, _skipped(R.skip_reason == lifecycle.FAULTY_ROW))
    return [
        Group("faulty", "Rows to fix", "They can be fixed in the new batch", OUT, faulty),
        Group("lately", "Reached too often just then", "Left out again while that holds", OUT,
              _skipped(R.skip_reason.startswith(gate.REACHED))),
        Group("nowhere", "Time zone unknown", "Say in the check where they are", OUT,
              _skipped(R.skip_reason == hours.NOWHERE)),
        Group("held", "On hold", "Who still is, is left out again", OUT,
              _skipped(R.skip_reason == by_phone.ON_HOLD)),
        Group("another", "Another message for the same phone", "", OUT,
              _skipped(R.skip_reason.startswith(siblings.ANOTHER))),
        Group("landline", "Landlines", "Where calls reach them, say", OUT,
              _skipped(R.skip_reason == phone_kinds.REASONS[LANDLINE.key])),
        Group("premium", "Premium and toll-free numbers", "", OUT,
              _skipped(R.skip_reason == phone_kinds.REASONS[PREMIUM.key])),
        Group("canceled", "Canceled before their turn", "", OUT, R.status == S.CANCELED),
    ]  # fmt: skip


def _skipped(why: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(R.status == S.SKIPPED, why)


def _by_name(kind: ChannelKind) -> list[Group]:
    verb = "called" if kind.lasts else "sent it"
    hint = f"They may have been {verb} already, and would hear from you twice"
    unknown = Group(UNKNOWN, statuses.about(UNKNOWN).word, hint, PERHAPS, R.status == S.UNKNOWN)
    return [unknown, _of_kind(ReplyKind.WRONG_NUMBER, PERHAPS)]
