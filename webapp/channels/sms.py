"""Text messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Insert, Integer, String, Text, bindparam, insert, literal, select

from webapp.bulk import cached_statement, execute_core, values_table
from webapp.carriers import base as carriers
from webapp.channels.base import FAULT, Option, Said, Size, Step, Unit
from webapp.channels.sms_words import WORDS
from webapp.channels.words import Words
from webapp.db import BigId, UtcDateTime
from webapp.field_kinds import Agent, Rate, Whole
from webapp.models import states
from webapp.models.content import SmsContent
from webapp.models.entry import Direction, Entry, Kind, Origin
from webapp.models.message import MESSAGE_MOVES, Message, MessageState
from webapp.models.recipient import FAILURES, RecipientStatus
from webapp.rules import placeholders, segments

TILES = (
    "queued", "waiting", "sending", "sent", "delivered", "replied", "opted_out", "failed", "unknown",
    "faulty", "skipped", "canceled",
)  # fmt: skip


class BoundSms(NamedTuple):
    """A message that knows its columns."""

    bound: placeholders.Bound
    faults: tuple[str, ...]
    max_segments: int

    @property
    def columns(self) -> list[int]:
        return [index for index in self.bound.indexes if index is not None]

    def say(self, cells: Sequence[str]) -> Said:
        text, missing = self.bound.render(cells)
        return Said(text, segments.count(text), missing)

    def faults_of(self, said: Said) -> list[list[Any]]:
        found = [self._missing(name) for name in said.missing]
        if not said.text.strip():
            found.append([f"{FAULT}empty", None, "The message is empty for this row."])
        elif said.units > self.max_segments:
            found.append([f"{FAULT}too_long", None, _too_long(said.text, self.max_segments)])
        return found

    def _missing(self, name: str) -> list[Any]:
        places = zip(self.bound.template.placeholders, self.bound.indexes, strict=True)
        column = next((index for placeholder, index in places if placeholder.name == name), None)
        return [f"{FAULT}missing", column, f"{name} is empty, and has no fallback."]


class Sms:
    """A ChannelKind."""

    word = "SMS"
    icon = "chat-text"
    tone = "accent"
    what_for = "Send text messages and receive the replies."
    on_at_first = True
    kind = Kind.SMS
    entry: type[Entry] = Message
    one_at_a_time = True
    lasts = False
    moves: states.Table = MESSAGE_MOVES
    accepts: tuple[str, ...] = tuple(states.sources(MESSAGE_MOVES, MessageState.SENT))
    taken = RecipientStatus.SENT
    account_pace = "requests_per_second"
    words: Words = WORDS
    tiles: tuple[str, ...] = TILES
    always = frozenset({"queued", "sent", "delivered", "replied", "failed"})
    failures: tuple[RecipientStatus, ...] = FAILURES
    arrived: tuple[RecipientStatus, ...] = (RecipientStatus.DELIVERED,)
    again: Mapping[RecipientStatus, bool] = dict.fromkeys(FAILURES, True)
    unit = Unit("segment", "segments", "price_per_segment")
    options: tuple[Option, ...] = (
        Option(
            "pace",
            Rate(0.1, 100),
            "Pace",
            "How fast your carrier lets this number send, from 0.1 to 100. Leave it at 1 if you do not know.",
            "segments a second",
            "1",
        ),
        Option(
            "monthly_limit",
            Whole(100_000_000, required=False),
            "Monthly limit",
            "Batches, workflows and other programs stop here until the month is over; answers still go out. "
            "Leave it empty for no limit.",
            "segments a month",
        ),
        Option(
            "agent_id",
            Agent(),
            "Who answers strangers and replies?",
            "A batch may say otherwise for those whom it reaches, and staff for each conversation.",
            "",
        ),
    )
    step = Step("message", "Message")
    report_columns: tuple[str, ...] = ()

    def bind(self, content: SmsContent, columns: Sequence[str] = ()) -> BoundSms:
        return _bind(content, tuple(columns))

    def is_blank(self, content: SmsContent) -> bool:
        return not content.message.strip()

    def size(self, text: str) -> Size:
        size = segments.measure(text)
        some = f"{size.segments:,} {self.unit.one if size.segments == 1 else self.unit.many}"
        left = f" · {size.left_in_segment} left" if size.segments else ""
        return Size(some, f"{size.units:,} characters{left}")

    def seconds(self, text: str) -> int:
        return 0

    def parts(self, text: str) -> Sequence[str]:
        return segments.split(text)

    def about(self, content: SmsContent) -> Sequence[str]:
        return ()

    def order(self, entry: Any, sender: str) -> carriers.Sms:
        unicode = segments.measure(entry.text).encoding == "UCS-2"
        return carriers.Sms(entry.phone, sender, entry.text, str(entry.client_ref), unicode)

    def hand_over(self, carrier: carriers.Carrier, order: carriers.Sms) -> str:
        return carrier.send(order)

    def write(self, rows: Sequence[Mapping[str, Any]], common: Mapping[str, Any]) -> dict[str, int]:
        written = execute_core(_written(), {"rows": rows, **common})
        return {row.client_ref: row.id for row in written}

    def told(self, entry: Message) -> str:
        return ""

    def report(self, entry: Message | None) -> tuple[str, ...]:
        return ()


@lru_cache(maxsize=64)
def _bind(content: SmsContent, columns: tuple[str, ...]) -> BoundSms:
    template = placeholders.Template.parse(content.message)
    bound = template.bind(columns)
    faults = list(template.faults)
    if columns:
        faults += [fault for fault in bound.faults if fault not in faults]
    sentences = [fault.sentence for fault in faults] if content.message.strip() else ["Write the message."]
    return BoundSms(bound, tuple(sentences), content.max_segments)


def _too_long(text: str, most: int) -> str:
    size = segments.measure(text)
    allowed = "1 segment" if most == 1 else f"{most} segments"
    because = f", because “{size.forced_by[0]}” needs the larger alphabet" if size.forced_by else ""
    return f"The message is {size.segments} segments long here{because}; {allowed} at most."


@cached_statement
def _written() -> Insert:
    new = values_table(
        thread=BigId, recipient=BigId, phone=String(16), text=Text, units=Integer(), ref=String(40),
        batch=Integer(), user=Integer(),
    ).c  # fmt: skip
    moment = bindparam("at", type_=UtcDateTime())
    values = {
        "thread_id": new.thread,
        "recipient_id": new.recipient,
        "phone": new.phone,
        "text": new.text,
        "units": new.units,
        "client_ref": new.ref,
        "batch_id": new.batch,
        "user_id": new.user,
        "number_id": bindparam("number", type_=Integer()),
        "carrier": bindparam("carrier", type_=String(20)),
        "direction": literal(Direction.OUT, String(3)),
        "kind": literal(Kind.SMS, String(12)),
        "state": literal(MessageState.SENDING, String(12)),
        "origin": literal(Origin.BATCH, String(12)),
        "created_at": moment,
        "claimed_at": moment,
    }
    chosen = select(*values.values())
    return insert(Message).from_select(list(values), chosen).returning(Message.client_ref, Message.id)
