"""What everything that we heard and decided so far must add up to, kept beside the product's own record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from webapp.carriers.base import InboundMessage, StatusReport
from webapp.models.message import MessageState
from webapp.rules.replies.keywords import Keyword, match
from webapp.services.outbox.claimed_entry import ClaimedEntry, Outcome, SendResult
from webapp.services.receipts import STATES

M = MessageState
LADDER = (M.SENDING, M.UNKNOWN, M.SENT, M.FAILED, M.REJECTED, M.UNDELIVERED, M.DELIVERED)
"""Whatever the order in which we hear of a message: the highest state that we heard of holds."""
NOT_ARRIVED = (M.UNKNOWN, M.FAILED, M.REJECTED, M.UNDELIVERED)


@dataclass
class Talk:
    """A conversation, as the inbox must show it. `asked`: texts for help that were not answered so far."""

    unread: int = 0
    needs_reply: bool = False
    asked: int = 0


@dataclass
class Expected:
    """`states` by message; `free`: recipients that may be sent to (again); `staff`: the talks that staff's
    messages stand in.

    `aged`: messages claimed so long ago that their worker counts as dead. `keys` are the webhooks
    that came; `waiting` those about a message that is not known yet.
    """

    states: dict[int, MessageState] = field(default_factory=dict)
    free: set[int] = field(default_factory=set)
    staff: dict[int, tuple[str, str]] = field(default_factory=dict)
    aged: set[int] = field(default_factory=set)
    opted_out: set[str] = field(default_factory=set)
    out_since: dict[str, int] = field(default_factory=dict)
    stopped: dict[str, int] = field(default_factory=dict)
    inbound: dict[str, InboundMessage] = field(default_factory=dict)
    talks: dict[tuple[str, str], Talk] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    keys: set[tuple[str, str, str]] = field(default_factory=set)
    waiting: list[StatusReport] = field(default_factory=list)
    by_ref: dict[str, int] = field(default_factory=dict)
    by_carrier: dict[str, int] = field(default_factory=dict)
    phones: dict[int, str] = field(default_factory=dict)

    def climb(self, message_id: int, state: MessageState) -> None:
        """We heard that a message is in `state`. What staff wrote and did not get through is owed still."""
        before = self.states[message_id]
        self.states[message_id] = max(before, state, key=LADDER.index)
        talk = self.staff.get(message_id)
        if self.states[message_id] != before and state in NOT_ARRIVED and talk is not None:
            self.talks[talk].needs_reply |= talk[0] not in self.opted_out

    def claim(self, entry: ClaimedEntry) -> None:
        """An entry is about to leave: this must be its recipient's first, or by a person's word."""
        if entry.recipient_id is None:
            assert self.states[entry.entry_id] == M.QUEUED, f"claimed twice: {entry}"
        else:
            assert entry.recipient_id in self.free, f"sent to again: {entry}"
            self.free.remove(entry.recipient_id)
        self.states[entry.entry_id] = M.SENDING
        self.aged.discard(entry.entry_id)
        self.by_ref[entry.order.ref] = entry.entry_id
        self.phones[entry.entry_id] = entry.phone

    def record(self, outcome: Outcome) -> None:
        """What became of an entry is written down."""
        message_id = outcome.claimed.entry_id
        if outcome.result == SendResult.ACCEPTED:
            self.by_carrier[outcome.carrier_id] = message_id
            self.climb(message_id, M.SENT)
            self._catch_up(outcome.carrier_id)
        elif outcome.result == SendResult.RETURNED:
            self._return(outcome.claimed)
        else:
            self.climb(message_id, M.FAILED if outcome.result == SendResult.REFUSED else M.UNKNOWN)

    def _return(self, entry: ClaimedEntry) -> None:
        """It certainly did not leave; but when it was given up meanwhile, only a person sends it again."""
        if self.states[entry.entry_id] != M.SENDING:
            return
        if entry.recipient_id is None:
            self.states[entry.entry_id] = M.QUEUED
        else:
            del self.states[entry.entry_id]
            self.free.add(entry.recipient_id)

    def give_up(self) -> None:
        """The sweep looked for messages of workers that died."""
        for message_id in self.aged & self.states.keys():
            if self.states[message_id] == M.SENDING:
                self.climb(message_id, M.UNKNOWN)

    def report(self, report: StatusReport) -> bool:
        """A status webhook came. False: it is a repetition."""
        key = (report.carrier_id, report.report, report.code)
        if key in self.keys:
            return False
        self.keys.add(key)
        if not self._apply(report):
            self.waiting.append(report)
        return True

    def _apply(self, report: StatusReport) -> bool:
        message_id = self.by_ref.get(report.ref) or self.by_carrier.get(report.carrier_id)
        if message_id is None:
            return False
        if report.report in STATES:  # any other word moves nothing
            self.by_carrier[report.carrier_id] = message_id
            self.climb(message_id, STATES[report.report])
        if report.opted_out:
            self.opt_out(self.phones[message_id])
        return True

    def _catch_up(self, carrier_id: str) -> None:
        for report in [one for one in self.waiting if one.carrier_id == carrier_id]:
            self.waiting.remove(report)
            self._apply(report)

    def opt_out(self, phone: str) -> None:
        """Nothing goes to a phone any more, what waits for it is skipped, and no one waits for an answer."""
        if phone not in self.opted_out:
            self.out_since[phone] = len(self.inbound)
        self.opted_out.add(phone)
        for (sender, _), talk in self.talks.items():
            talk.needs_reply &= sender != phone
        for message_id, (to, _) in self.staff.items():
            if to == phone and self.states[message_id] == M.QUEUED:
                self.states[message_id] = M.SKIPPED

    def hear(self, sms: InboundMessage) -> None:
        """A text came in; one for a number that is not ours (yet) is kept, but a STOP counts at once."""
        if sms.carrier_id in self.inbound:
            return
        stops = match(sms.text) == Keyword.STOP
        if stops:
            self.stopped[sms.sender] = len(self.inbound)
        self.inbound[sms.carrier_id] = sms
        if sms.to in self.numbers:
            self._read(sms)
        elif stops:
            self.opt_out(sms.sender)

    def own(self, number: str) -> None:
        """A number was added: the texts that waited for it are read. A START may have been overtaken."""
        self.numbers.add(number)
        for at, sms in enumerate(self.inbound.values()):
            if sms.to == number:
                last = max(self.stopped.get(sms.sender, -1), self.out_since.get(sms.sender, 0) - 1)
                self._read(sms, acts=match(sms.text) != Keyword.STOP and last < at)

    def _read(self, sms: InboundMessage, *, acts: bool = True) -> None:
        talk = self.talks.setdefault((sms.sender, sms.to), Talk())
        talk.unread += 1
        keyword = match(sms.text)
        nothing_to_lift = keyword == Keyword.START and sms.sender not in self.opted_out
        talk.needs_reply |= keyword is None or nothing_to_lift
        if not acts:
            return
        talk.asked += keyword == Keyword.HELP
        if keyword == Keyword.STOP:
            self.opt_out(sms.sender)
        elif keyword == Keyword.START:
            self.opted_out.discard(sms.sender)

    def answer(self, helped: Iterable[tuple[str, str]]) -> None:
        """Texts for help in these talks were answered; staff are wanted where others were not."""
        for key in helped:
            self.talks[key].asked -= 1
        for talk in self.talks.values():
            talk.needs_reply |= talk.asked > 0
            talk.asked = 0

    def queue(self, message_id: int, answers: tuple[str, str] | None = None) -> None:
        """A single message waits to be sent. `answers`: the talk in which staff wrote it."""
        self.states[message_id] = M.QUEUED
        if answers is not None:
            self.staff[message_id] = answers
            self.talks[answers] = Talk()
