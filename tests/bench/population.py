"""A team's years of work: people, conversations and batches, as many as asked for, always the same ones.

It holds what makes lists slow: a number with few, old conversations among many others; states that only a
few late rows are in; conversations of thousands of messages that stand on top of the list; a rare name.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.bench import bulk, campaigns
from tests.bench.bulk import Row, moment
from tests.bench.campaigns import Campaign, phone
from webapp.rules.search_text import indexed

SEED = 20261124
DAYS = 400
LONG_THREADS = 10
RARE_NAME = "Xiomara Quetzal"
RARE_NUMBER_OF = 1000
"""One conversation in so many is with the number that is hardly used any more."""
FIRST = (
    "Ada Alan Barbara Björn Chloé Dorothy Edsger Fatima Grace Hedy İpek Jörg Katherine Linus Mary Noor Olga "
    "Pál Radia Sophie Tim Ursula Vint Wei Ximena Yukihiro Zoë"
).split()
LAST = (
    "Allen Borg Çelik Dijkstra Engelbart Floyd Goldberg Hopper Ivanova Johnson Kurtz Lovelace Müller "
    "Nakamura O’Brien Perlman Quist Ritchie Søndergård Turing Ueda Vaughan Wirth Xu Young Zuse"
).split()
SNOOZED_UNTIL = moment(datetime(2100, 1, 1, tzinfo=UTC))
SAID = (
    "Yes, Tuesday suits me.",
    "Could we make it a little later, please? I am at work until five.",
    "Thank you!",
    "Who is this?",
    "Your appointment is on Tuesday at 10:30. Reply YES to confirm, or write to us if another day is better.",
)


@dataclass(frozen=True)
class Sizes:
    """How many rows of each kind."""

    messages: int
    threads: int
    recipients: int

    def tenth(self) -> Sizes:
        return Sizes(self.messages // 10, self.threads // 10, self.recipients // 10)

    @property
    def long(self) -> int:
        """Messages of each of the long conversations: 5,000 of a million, and more than a page of them."""
        return max(60, self.messages // 200)


@dataclass
class Talk:
    """What the list shows of a conversation, as its messages are written."""

    last: int = 0
    last_in: int | None = None
    text: str = ""


def settle_in(sizes: Sizes) -> list[Campaign]:
    """Fill the empty database; needs an app context. Answers the batches, the one under way first."""
    chance = random.Random(SEED)
    start = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=DAYS)
    step = timedelta(days=DAYS) / (sizes.messages + 1)
    batches = campaigns.plan(sizes.recipients, sizes.threads)
    _team(start)
    campaigns.write(batches, chance, start)
    talks = [Talk() for _ in range(sizes.threads)]
    messages = list(_messages(sizes, batches, talks, chance, start, step))
    bulk.load("contact", CONTACT, _contacts(sizes, chance, start))
    bulk.load("thread", THREAD, _threads(talks, chance, start, step))
    bulk.load("entry", MESSAGE, messages)
    bulk.load("opt_out", OPT_OUT, _opt_outs(sizes, start))
    bulk.load("callback", CALLBACK, _callbacks(sizes, start))
    return batches


def number_of(thread: int) -> int:
    """The id of our number in a conversation (both count from 0 and 1): 1, 2, or the rare 3."""
    if thread % RARE_NUMBER_OF == 7:
        return 3
    return 1 if thread % 5 < 3 else 2


def long_threads(sizes: Sizes) -> list[int]:
    """Those with very many messages, counted from 0."""
    return [sizes.threads // 2 + 10 * at for at in range(LONG_THREADS)]


def _team(start: datetime) -> None:
    at = moment(start)
    people = (
        (who, f"{name.lower()}@example.org", name) for who, name in enumerate(("Ada", "Grace", "Noor"), 1)
    )
    bulk.load(
        "user",
        "id email name role password_hash timezone created_at",
        ((who, email, name, "admin", "-", "Europe/Berlin", at) for who, email, name in people),
    )
    agent = (1, "Desk", "teal", "playbook", 1, 1, at)
    bulk.load("agent", "id name color engine version created_by created_at", (agent,))
    bulk.load("agent_version", "agent_id number definition saved_by saved_at", ((1, 1, "{}", 1, at),))
    bulk.load(
        "number",
        "id e164 label country created_at",
        ((one, f"+1202555010{one}", f"Desk {one}", "US", at) for one in (1, 2, 3)),
    )
    bulk.load(
        "number_service", "number_id channel active pace", ((one, "sms", True, 1.0) for one in (1, 2, 3))
    )


CONTACT = "id phone name search_name attributes created_at blocked_at"


def _contacts(sizes: Sizes, chance: random.Random, start: datetime) -> Iterator[Row]:
    at, rare = moment(start), {3, *long_threads(sizes)[:2]}
    for person in range(sizes.threads):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}" if chance.random() < 0.85 else ""
        name = RARE_NAME if person in rare else name
        yield person + 1, phone(person), name, indexed(name), "{}", at, at if person % 50 == 11 else None


MESSAGE = (
    "id thread_id number_id phone direction kind state origin text units user_id batch_id recipient_id "
    "client_ref carrier carrier_id code reason created_at claimed_at sent_at settled_at"
)


def _messages(
    sizes: Sizes,
    batches: list[Campaign],
    talks: list[Talk],
    chance: random.Random,
    start: datetime,
    step: timedelta,
) -> Iterator[Row]:
    """One after the other, as they were said; `talks` learn of each."""
    for at, (thread, batch, recipient) in enumerate(_turns(sizes, batches, chance), 1):
        incoming = batch is None and chance.random() < 0.45
        text = chance.choice(SAID)
        talk = talks[thread]
        talk.last, talk.text = at, text
        talk.last_in = at if incoming else talk.last_in
        when, ours = moment(start + at * step), None if incoming else f"r{at}"
        yield (
            at, thread + 1, number_of(thread), phone(thread), "in" if incoming else "out", "sms",
            "received" if incoming else _state(chance), None if incoming else "batch" if batch else "staff",
            text, 1, None if incoming or batch else 1 + at % 3, batch, recipient, ours, "vonage", f"c{at}",
            "", "", when, None if incoming else when, when, None if incoming else when,
        )  # fmt: skip


def _state(chance: random.Random) -> str:
    return "delivered" if chance.random() < 0.95 else "undelivered"


Turn = tuple[int, int | None, int | None]


def _turns(sizes: Sizes, batches: list[Campaign], chance: random.Random) -> Iterator[Turn]:
    """(conversation, batch, recipient) of each message: an old batch, talk, the one under way, more talk."""
    old = list(_sent(max(batches[1:], key=lambda one: one.size), sizes))
    present = list(_sent(batches[0], sizes))
    talk = max(0, sizes.messages - len(old) - len(present))
    said = [thread for thread in long_threads(sizes) for _ in range(sizes.long - 2)]
    said += [_somebody(sizes, chance) for _ in range(max(0, talk - len(said) - LONG_THREADS))]
    chance.shuffle(said)
    earlier = len(said) * 7 // 10
    yield from old
    yield from ((thread, None, None) for thread in said[:earlier])
    yield from present
    yield from ((thread, None, None) for thread in said[earlier:])
    yield from ((thread, None, None) for thread in long_threads(sizes))


def _sent(batch: Campaign, sizes: Sizes) -> Iterator[Turn]:
    for row in range(batch.sent):
        if (person := batch.person(row)) < sizes.threads:
            yield person, batch.id, batch.first + row


def _somebody(sizes: Sizes, chance: random.Random) -> int:
    """Some talk much more than others; with the rare number no one does."""
    thread = int(chance.random() ** 2 * sizes.threads)
    return thread + 1 if number_of(thread) == 3 and thread + 1 < sizes.threads else thread


THREAD = (
    "id contact_id number_id created_at last_at last_inbound_at last_text last_direction needs_reply unread "
    "revision agent_id agent_state assignee_id status snoozed_until"
)


def _threads(talks: list[Talk], chance: random.Random, start: datetime, step: timedelta) -> Iterator[Row]:
    sizes = Sizes(0, len(talks), 0)
    long = {*long_threads(sizes)}
    for thread, talk in enumerate(talks):
        theirs = talk.last_in == talk.last and talk.last > 0
        waits = thread in long or (theirs and chance.random() < 0.2)
        incoming = None if talk.last_in is None else moment(start + talk.last_in * step)
        if thread in long or (number_of(thread) == 3 and (thread == 7 or chance.random() < 0.3)):
            incoming, waits = moment(start + talk.last * step), True
        yield (
            thread + 1, thread + 1, number_of(thread), moment(start), moment(start + talk.last * step),
            incoming, talk.text, "in" if theirs else "out", waits, int(waits), 7, *_word(thread, waits),
            *_status(thread, waits),
        )  # fmt: skip


def _word(thread: int, waits: bool) -> tuple[int | None, str, int | None]:
    """Who has it in a conversation, and whose that is: agent, state, assignee."""
    state = "handed_off" if waits and thread % 3 == 1 else "on" if not waits and thread % 4 == 0 else ""
    its_own = thread % 10 == 7 and (thread == 7 or number_of(thread) != 3)
    return 1 if state else None, state, 1 + thread // 10 % 3 if its_own else None


def _status(thread: int, waits: bool) -> tuple[str, str | None]:
    """One in nine is closed, one in forty-one snoozed; none that waits for us."""
    if waits or number_of(thread) == 3 or (thread % 9 != 5 and thread % 41 != 3):
        return "open", None
    return ("closed", None) if thread % 9 == 5 else ("snoozed", SNOOZED_UNTIL)


CALLBACK = "thread_id due_at text source source_name created_at canceled"


def _callbacks(sizes: Sizes, start: datetime) -> Iterator[Row]:
    for thread in range(0, sizes.threads, 15):
        yield thread + 1, moment(start), "The price", "agent", "Desk", moment(start), False


OPT_OUT = "phone scope source evidence created_at lift_reason"


def _opt_outs(sizes: Sizes, start: datetime) -> Iterator[Row]:
    for person in range(50, sizes.threads, 100):
        yield phone(person), "all", "keyword", "STOP", moment(start), ""
