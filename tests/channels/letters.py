"""A second channel, as small as one can be: letters, which the tiny carrier takes to the post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import insert
from sqlalchemy.orm import Mapped

from tests.carriers.tiny import Tiny
from webapp.channels.base import FAULT, Option, Said, Size, Step, Unit
from webapp.channels.sms_words import WORDS
from webapp.channels.words import Words
from webapp.db import db
from webapp.field_kinds import Rate
from webapp.models import states
from webapp.models.entry import Direction, Entry, Origin
from webapp.models.message import MESSAGE_MOVES, MessageState
from webapp.models.recipient import RecipientStatus

LETTER: Any = "letter"


@dataclass(frozen=True)
class LetterContent:
    """Words to everybody."""

    words: str = ""
    most_units: int = 1


class Letter(Entry):
    """One sheet of paper."""

    text: Mapped[str] = Entry.__table__.c.text  # type: ignore[assignment]
    __mapper_args__ = {"polymorphic_identity": LETTER}  # noqa: RUF012


class Envelope(NamedTuple):
    to: str
    ref: str
    words: str


class BoundLetter(NamedTuple):
    content: LetterContent
    faults: Sequence[str]
    columns: Sequence[int] = ()

    def say(self, cells: Sequence[str]) -> Said:
        return Said(f"{self.content.words}, {cells[1] if cells else ''}", 1, ())

    def faults_of(self, said: Said) -> list[list[Any]]:
        return [] if said.text.strip(", ") else [[f"{FAULT}empty", None, "An empty sheet."]]


class Letters:
    """A ChannelKind."""

    word = "Letters"
    icon = "envelope"
    tone = "violet"
    what_for = "Write on paper."
    on_at_first = True
    kind = LETTER
    entry: type[Entry] = Letter
    one_at_a_time = False
    lasts = False
    moves: states.Table = MESSAGE_MOVES
    accepts: tuple[str, ...] = ("sending", "unknown")
    taken = RecipientStatus.SENT
    account_pace = "requests_per_second"
    words: Words = WORDS
    tiles: tuple[str, ...] = ("queued", "sent", "failed")
    always = frozenset({"sent"})
    failures = (RecipientStatus.FAILED,)
    arrived = (RecipientStatus.SENT,)
    again: Mapping[RecipientStatus, bool] = {RecipientStatus.FAILED: True}
    unit = Unit("sheet", "sheets", "price_per_segment")
    options: tuple[Option, ...] = (Option("pace", Rate(1, 50), "Pace", "", "letters a second", "20"),)
    step = Step("message", "Letter")
    report_columns: tuple[str, ...] = ("words", "sheets")

    def bind(self, content: LetterContent, columns: Sequence[str] = ()) -> BoundLetter:
        return BoundLetter(content, () if content.words else ("Write the letter.",))

    def is_blank(self, content: LetterContent) -> bool:
        return not content.words

    def size(self, text: str) -> Size:
        return Size("1 sheet", f"{len(text)} letters")

    def seconds(self, text: str) -> int:
        return 0

    def parts(self, text: str) -> Sequence[str]:
        return [text]

    def about(self, content: LetterContent) -> Sequence[str]:
        return ()

    def order(self, entry: Any, sender: str) -> Envelope:
        return Envelope(entry.phone, entry.client_ref, entry.text)

    def hand_over(self, carrier: Any, order: Envelope) -> str:
        return str(carrier.post(order))

    def write(self, rows: Sequence[Mapping[str, Any]], common: Mapping[str, Any]) -> dict[str, int]:
        named = {"thread": "thread_id", "recipient": "recipient_id", "batch": "batch_id", "user": "user_id",
                 "ref": "client_ref"}  # fmt: skip
        every = {"number_id": common["number"], "carrier": common["carrier"], "claimed_at": common["at"],
                 "direction": Direction.OUT, "kind": LETTER, "state": MessageState.SENDING,
                 "origin": Origin.BATCH}  # fmt: skip
        written = [{named.get(key, key): value for key, value in row.items()} | every for row in rows]
        made = insert(Letter).returning(Letter.client_ref, Letter.id)
        return {ref: key for ref, key in db.session.execute(made, written) if ref}

    def told(self, entry: Any) -> str:
        return ""

    def report(self, entry: Any) -> Sequence[str]:
        return (entry.text, str(entry.units)) if entry else ("", "")


class Post(Tiny):
    """Tiny Telecom has a letter box, too, which is full as long as `full`."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: list[Envelope] = []

    def post(self, envelope: Envelope) -> str:
        self.posted.append(envelope)
        return f"letter-{len(self.posted)}"
