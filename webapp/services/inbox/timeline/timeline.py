"""One thread's messages, a window at a time, with what else happened between them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from webapp import bulk
from webapp.bulk import in_param
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.call import Call
from webapp.models.entry import Direction, Origin
from webapp.models.handoff import Handoff
from webapp.models.hold import Hold
from webapp.models.media import Media
from webapp.models.message import Message
from webapp.models.status_change import StatusChange
from webapp.models.task_record import RecordState, TaskRecord
from webapp.models.thread import Thread
from webapp.services import paging
from webapp.services.agents import record_text, records
from webapp.services.inbox.scheduled import scheduled_lines
from webapp.services.inbox.timeline import (
    agent_turns,
    call_entries,
    call_lines,
    callback_lines,
    opt_out_lines,
    team_entries,
)
from webapp.services.inbox.timeline.agent_turns import Turn
from webapp.services.inbox.timeline.call_entries import CallEntry, Happened
from webapp.services.inbox.timeline.team_entries import TeamEntry
from webapp.services.media import recordings, store
from webapp.services.team import people

ICONS = {
    "out": "slash-circle",
    "in": "check-circle",
    "handoff": "flag",
    "note": "sticky",
    **team_entries.STATUS_ICONS,
    "turn": "robot",
    "task": "list-check",
    "callback": "telephone-outbound",
    "later": "calendar-event",
}
CHANGING = ("task",)
"""Kinds of lines whose words change with time."""
PAGE = 50
LARGEST = 500
"""Messages that a page left open for long may grow to."""


@dataclass(frozen=True)
class Line:
    """Something that happened to the contact, or between staff and agents, in words.

    `turn`: that led to it. `failed`: the id of a task's record that can go on by hand. `until`: of a snooze.
    `entry_id`: of what is an entry itself.
    """

    at: datetime
    kind: str
    text: str
    turn: Turn | None = None
    failed: int | None = None
    until: datetime | None = None
    entry_id: int | None = None

    @property
    def icon(self) -> str:
        """Its sign, in the sprite."""
        return ICONS[self.kind]


@dataclass(frozen=True)
class Window:
    """Messages oldest first, with the lines that belong between them.

    `reactions`: what their phone wrote about messages of ours, by those messages' ids. `earlier`: there are
    older messages. `authors` and `batches` hold the names of those who wrote, `turns` those of agents by the
    messages that they wrote. `hold`: what someone has to decide about the contact, wherever it was written.
    `media`: what came with a message, by its id.
    """

    messages: Sequence[Message]
    reactions: dict[int, Message]
    lines: Sequence[Line]
    calls: Sequence[CallEntry]
    earlier: bool
    authors: dict[int, str]
    batches: dict[int, str]
    turns: dict[int, Turn]
    obstacle: str | None
    hold: Hold | None
    media: dict[int, list[Media]]
    revision: int

    @property
    def first(self) -> int:
        """The oldest message's id; 0 without any."""
        return self.messages[0].id if self.messages else 0

    @property
    def last(self) -> int:
        return self.messages[-1].id if self.messages else 0

    @property
    def version(self) -> int:
        """Changes whenever the window would look different."""
        shown = [(message.id, message.state, message.reason) for message in self.messages]
        lines = [(line.at, line.kind, line.text if line.kind in CHANGING else "") for line in self.lines]
        calls = [one.version for one in self.calls]
        return zlib.crc32(repr((self.revision, shown, lines, calls, self.obstacle)).encode())

    @property
    def live(self) -> bool:
        """A call goes on, or is about to."""
        return any(one.moves for one in self.calls)

    def new_since(self, seen: int) -> int:
        """How many came in after the message `seen`."""
        return sum(one.direction == Direction.IN and one.id > seen for one in self.messages)


def latest(thread: Thread, obstacle: str | None, since: int | None = None) -> Window:
    """The newest messages; from the entry `since` on, if they are more, for a page that shows it."""
    rows, following = paging.newest(_said(thread), Message.id, None, PAGE)
    if since and following and since < rows[-1].id:
        return _window(thread, *_from(thread, since), before=None, obstacle=obstacle)
    return _window(thread, rows[::-1], following is not None, before=None, obstacle=obstacle)


def _from(thread: Thread, since: int) -> tuple[Sequence[Message], bool]:
    """The newest from the last one that is not behind the entry `since`; whether there are older ones."""
    begins, older = paging.newest(_said(thread), Message.id, since + 1, 1)
    asked = _said(thread).where(Message.id >= (begins[0].id if begins else since))
    rows, following = paging.newest(asked, Message.id, None, LARGEST)
    return rows[::-1], (following or older) is not None


def older(thread: Thread, before: int) -> Window:
    """The messages before the message with the id `before`."""
    rows, following = paging.newest(_said(thread), Message.id, before, PAGE)
    return _window(thread, rows[::-1], earlier=following is not None, before=before, obstacle=None)


def _said(thread: Thread) -> Select[Message]:
    """The messages that a conversation lists: not reactions, which are shown at other messages."""
    return select(Message).where(Message.thread_id == thread.id, Message.reacts_to.is_(None))


def _reactions(messages: Iterable[Message]) -> dict[int, Message]:
    """The latest reaction to each of our messages, unless it was taken back."""
    ours = [message.id for message in messages if message.direction == Direction.OUT]
    query = select(Message).where(in_param(Message.reacts_to, "ours"), Message.reacts_to.is_not(None))
    rows = db.session.scalars(query.order_by(Message.id), {"ours": ours}) if ours else ()
    latest = {row.reacts_to: row for row in rows}
    return {to: row for to, row in latest.items() if to is not None and row.reaction}


def _window(
    thread: Thread,
    messages: Sequence[Message],
    earlier: bool,
    *,
    before: int | None,
    obstacle: str | None,
) -> Window:
    """`before`: the id of the message that follows; None: these are the latest."""
    gone = opt_out_lines.OfPhone.read(thread.contact.phone)
    first = messages[0] if earlier and messages else None
    team = team_entries.between(thread.id, first.id if first else 0, before)
    calls = call_lines.between(thread.id, first.id if first else 0, before)
    wrote = [one.user_id for one in (*messages, *team, *calls)]
    taken = call_lines.taken(calls)
    authors = people.names([*wrote, *taken.values(), *gone.deciders])
    start, until = first.created_at if first else None, _written_at(thread, before)
    lines = [Line(*one) for one in gone.lines(authors) if _within(one.at, start, until)]
    lines += _of_team(team, authors, agent_turns.alone(thread.id, start, until))
    lines += [_of_task(record) for record in records.between(thread.id, start, until)]
    heard = recordings.of([call.id for call in calls])
    for kind, told in (("callback", callback_lines.of), ("later", scheduled_lines.of)):
        lines += [Line(at, kind, text) for at, text in told(thread.id) if _within(at, start, until)]
    lines.sort(key=lambda line: line.at)
    return Window(
        messages=messages,
        reactions=_reactions(messages),
        lines=lines,
        calls=call_entries.of(calls, authors, _happened(lines), taken, heard),
        earlier=earlier,
        authors=authors,
        batches=bulk.names(Batch, (one.batch_id for one in (*messages, *calls))),
        turns=agent_turns.of_messages(one.id for one in messages if one.origin == Origin.AGENT),
        obstacle=obstacle,
        hold=next((one for one in gone.held if one.decided_at is None), None),
        media=store.of([message.id for message in messages if message.direction == Direction.IN]),
        revision=thread.revision,
    )


def _happened(lines: Iterable[Line]) -> list[Happened]:
    return [Happened(one.at, one.kind, one.text, one.icon) for one in lines]


def of_call(thread: Thread, call: Call) -> CallEntry:
    """One of its calls, whatever window it stands in."""
    whole = _window(thread, (), earlier=False, before=None, obstacle=None)
    return call_entries.of([call], people.names([call.user_id]), _happened(whole.lines))[0]


def _of_team(team: Iterable[TeamEntry], authors: dict[int, str], alone: Sequence[Turn]) -> Iterator[Line]:
    """Handoffs, notes, the status; and turns that sent nothing: one that led to a handoff stands with it."""
    led: set[int] = set()
    for one in team:
        turn = agent_turns.behind(one, alone) if isinstance(one, Handoff) else None
        led |= {turn.id} if turn else set()
        kind = str(one.state if isinstance(one, StatusChange) else one.kind)
        said = team_entries.said(one, authors)
        yield Line(one.created_at, kind, said, turn, until=one.not_before, entry_id=one.id)
    yield from (Line(turn.at, "turn", turn.text, turn) for turn in alone if turn.id not in led)


def _of_task(record: TaskRecord) -> Line:
    failed = record.id if record.state == RecordState.FAILED else None
    return Line(record.at, "task", record_text.said(record), failed=failed)


def _written_at(thread: Thread, message_id: int | None) -> datetime | None:
    if message_id is None:
        return None
    at = select(Message.created_at).where(Message.id == message_id, Message.thread_id == thread.id)
    return db.session.scalar(at)


def _within(at: datetime, start: datetime | None, until: datetime | None) -> bool:
    return (start is None or at >= start) and (until is None or at < until)


def history(phone: str) -> list[Line]:
    """How a phone was opted out, held and let in again, with what was said, oldest first."""
    gone = opt_out_lines.OfPhone.read(phone)
    return [Line(*one) for one in gone.lines(people.names(gone.deciders), quoting=True)]
