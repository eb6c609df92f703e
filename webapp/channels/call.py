"""Calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import ceil
from typing import Any, NamedTuple

from sqlalchemy import insert

from webapp.carriers.base import Carrier, CarrierError
from webapp.carriers.calls import PlaceCall, Voice
from webapp.channels import call_about
from webapp.channels.base import FAULT, Option, Said, Size, Step, Unit
from webapp.channels.call_words import WORDS
from webapp.channels.words import Words
from webapp.db import db
from webapp.field_kinds import Agent, Rate, Whole
from webapp.models import agent, states
from webapp.models.batch import Batch, RepliesBy
from webapp.models.call import CALL_MOVES, STAFF_TALK, Call, CallState, OnVoicemail
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.models.entry import Direction, Entry, Kind, Origin
from webapp.models.number_service import NumberService
from webapp.models.recipient import RecipientStatus
from webapp.rules import placeholders
from webapp.rules.hours import durations

R = RecipientStatus
LONGEST = 1500
"""Characters that are said in one piece at the start of a call; some two minutes."""
WORDS_A_MINUTE = 150


class BoundCall(NamedTuple):
    """What a call says first, and leaves on a voicemail, that knows its columns."""

    message: placeholders.Bound
    voicemail: placeholders.Bound | None
    faults: tuple[str, ...]

    @property
    def columns(self) -> list[int]:
        parts = [self.message, *([self.voicemail] if self.voicemail else [])]
        found = [index for part in parts for index in part.indexes if index is not None]
        return list(dict.fromkeys(found))

    def say(self, cells: Sequence[str]) -> Said:
        """A call is one unit, however long."""
        text, missing = self.message.render(cells)
        left, also_missing = self.voicemail.render(cells) if self.voicemail else ("", ())
        return Said(text, 1, tuple(dict.fromkeys((*missing, *also_missing))), left)

    def faults_of(self, said: Said) -> list[list[Any]]:
        found = [self._missing(name) for name in said.missing]
        if not said.text.strip():
            found.append([f"{FAULT}empty", None, "The first message is empty for this row."])
        if self.voicemail and not said.voicemail.strip():
            found.append([f"{FAULT}empty", None, "The message for voicemails is empty for this row."])
        if max(len(said.text), len(said.voicemail)) > LONGEST:
            sentence = f"What is said is longer than {LONGEST:,} characters here."
            found.append([f"{FAULT}too_long", None, sentence])
        return found

    def _missing(self, name: str) -> list[Any]:
        parts = [self.message, *([self.voicemail] if self.voicemail else [])]
        pairs = [
            pair for part in parts for pair in zip(part.template.placeholders, part.indexes, strict=True)
        ]
        column = next((index for placeholder, index in pairs if placeholder.name == name), None)
        return [f"{FAULT}missing", column, f"{name} is empty, and has no fallback."]


class Calls:
    """A ChannelKind."""

    word = "Calls"
    icon = "telephone"
    tone = "violet"
    what_for = "Place calls, and answer those that come in."
    on_at_first = False  # a number may have no voice, and a carrier's application no addresses for calls
    kind = Kind.CALL
    entry: type[Entry] = Call
    one_at_a_time = False
    lasts = True
    moves: states.Table = CALL_MOVES
    accepts: tuple[str, ...] = tuple(states.sources(CALL_MOVES, CallState.SENT))
    taken = RecipientStatus.CALLING
    account_pace = "call_starts_per_second"
    words: Words = WORDS
    tiles: tuple[str, ...] = (
        "queued", "waiting", "sending", "calling", "ringing", "talking", "answered", "voicemail", "screened",
        "menu", "no_answer", "busy", "rejected", "failed", "unknown", "replied", "opted_out", "faulty",
        "skipped", "canceled",
    )  # fmt: skip
    always = frozenset({"queued", "answered", "voicemail", "no_answer", "busy", "failed"})
    failures: tuple[RecipientStatus, ...] = (R.FAILED,)
    arrived: tuple[RecipientStatus, ...] = (R.ANSWERED,)
    again: Mapping[RecipientStatus, bool] = {
        R.NO_ANSWER: True, R.BUSY: True, R.FAILED: True, R.VOICEMAIL: False, R.SCREENED: False,
        R.MENU: False, R.REJECTED: False,
    }  # fmt: skip
    unit = Unit("call", "calls", "price_per_call", "price_per_call_minute")
    options: tuple[Option, ...] = (
        Option(
            "pace",
            Rate(0.1, 30),
            "Starts",
            "How many calls this number may start in a second, from 0.1 to 30. Your account has a limit, "
            "too: see Settings.",
            "starts a second",
            "1",
        ),
        Option(
            "at_once",
            Whole(1000),
            "At once",
            "How many of its calls may be open at the same time, with the staff phones that are rung into "
            "them.",
            "calls at once",
            "5",
        ),
        Option(
            "monthly_limit",
            Whole(100_000_000, required=False),
            "Monthly limit",
            "Batches, workflows and other programs stop here until the month is over. Leave it empty for no "
            "limit.",
            "calls a month",
        ),
        Option(
            "agent_id",
            Agent(),
            "Who answers calls?",
            "A batch may say otherwise for those whom it calls.",
            "",
        ),
    )
    step = Step("call", "Call")
    report_columns: tuple[str, ...] = ("outcome", "called_at", "answered_at", "seconds", "price", "currency")

    def bind(self, content: CallContent, columns: Sequence[str] = ()) -> BoundCall:
        return _bind(content, tuple(columns))

    def is_blank(self, content: CallContent) -> bool:
        return not content.message.strip()

    def size(self, text: str) -> Size:
        seconds = self.seconds(text)
        words = "1 second" if seconds == 1 else f"{seconds:,} seconds"
        return Size(f"about {words}", f"{len(text):,} characters")

    def seconds(self, text: str) -> int:
        return ceil(len(text.split()) * 60 / WORDS_A_MINUTE)

    def parts(self, text: str) -> Sequence[str]:
        return [text] if text else []

    def about(self, content: CallContent) -> Sequence[str]:
        return call_about.sentences(content)

    def order(self, entry: Any, sender: str) -> PlaceCall:
        """`entry`: a Call, or a row with its columns and its batch's `content`."""
        timers = entry if isinstance(entry, Call) else entry.content
        in_person = isinstance(entry, Call) and entry.connects  # they talk from the beginning
        return PlaceCall(
            entry.phone, sender, str(entry.client_ref), timers.ring_seconds, timers.longest_seconds,
            staff_seconds=0 if in_person else STAFF_TALK,
        )  # fmt: skip

    def hand_over(self, carrier: Carrier, order: PlaceCall) -> str:
        if not isinstance(carrier, Voice):
            raise CarrierError("This carrier places no calls.", code="no_calls", pause=True)
        return carrier.place(order)

    def write(self, rows: Sequence[Mapping[str, Any]], common: Mapping[str, Any]) -> dict[str, int]:
        """A few rows: calls are started one after the other, whereas texts come by the hundred."""
        placed = [_call(row, common) for row in rows]
        written = db.session.execute(insert(Entry.__table__).returning(_ID, _REF), [p[0] for p in placed])  # type: ignore[arg-type]
        ids = {row.client_ref: row.id for row in written}
        own = [{"id": ids[entry["client_ref"]], **call} for entry, call in placed]
        db.session.execute(insert(Call.__table__), own)  # type: ignore[arg-type]
        return ids

    def told(self, entry: Call) -> str:
        again = f"call {entry.attempt}" if entry.attempt > 1 else ""
        lasted = durations.lasted(entry.seconds) if entry.seconds and entry.answered_at else ""
        return ", ".join(part for part in (lasted, again) if part)

    def report(self, entry: Call | None) -> tuple[str, ...]:
        if entry is None:
            return ("",) * len(self.report_columns)
        told = (entry.outcome, entry.claimed_at, entry.answered_at, entry.seconds, entry.price)
        return (*(_shown(one) for one in told), entry.currency)


_ID, _REF = Entry.__table__.c.id, Entry.__table__.c.client_ref


@lru_cache(maxsize=64)
def _bind(content: CallContent, columns: tuple[str, ...]) -> BoundCall:
    leaves = content.voicemail == OnVoicemail.MESSAGE
    texts = [content.message, *([content.voicemail_message] if leaves else [])]
    bound = [placeholders.Template.parse(text).bind(columns) for text in texts]
    sentences = [] if content.message.strip() else ["Write what the call says first."]
    if leaves and not content.voicemail_message.strip():
        sentences.append("Write the message for voicemails.")
    for part in bound:
        faults = [*part.template.faults, *(part.faults if columns else ())]
        sentences += [fault.sentence for fault in faults]
    return BoundCall(bound[0], bound[1] if leaves else None, tuple(dict.fromkeys(sentences)))


def _call(row: Mapping[str, Any], common: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns of `entry` and of `call`. What its batch says is loaded: it is being claimed."""
    batch = db.session.get_one(Batch, row["batch"])
    content: CallContent = batch.content
    entry = {
        "thread_id": row["thread"], "recipient_id": row["recipient"], "phone": row["phone"],
        "units": row["units"], "client_ref": row["ref"], "batch_id": batch.id, "user_id": row["user"],
        "number_id": common["number"], "carrier": common["carrier"], "direction": Direction.OUT,
        "kind": Kind.CALL, "state": CallState.SENDING, "origin": Origin.BATCH, "created_at": common["at"],
        "claimed_at": common["at"],
    }  # fmt: skip
    call = {
        "first_message": row["text"], "voicemail_message": row["voicemail"], "context": row["context"],
        "language": content.language, "on_voicemail": content.voicemail, "on_screening": content.screening,
        "on_menu": content.menu, "record": content.record, "ring_seconds": content.ring_seconds,
        "longest_seconds": content.longest_seconds, "attempt": row["attempt"],
        **_agent(batch, common["number"]),
    }  # fmt: skip
    return entry, call


def _agent(batch: Batch, number_id: int) -> dict[str, Any]:
    """Who holds the conversation: the batch's agent, or that of the number's calls; None: no one."""
    if batch.replies_by == RepliesBy.AGENT:
        chosen = batch.agent_id
    elif batch.replies_by == RepliesBy.NUMBER:
        service = db.session.get(NumberService, (number_id, Channel.CALL))
        chosen = service.agent_id if service else None
    else:
        chosen = None
    found = db.session.get(agent.Agent, chosen) if chosen else None
    return {"agent_id": found.id if found else None, "agent_version": found.version if found else None}


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat(timespec="seconds") if hasattr(value, "isoformat") else str(value)
