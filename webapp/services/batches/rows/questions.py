"""What the check of a list asks: about rows that are left out, or sent, unless a person decides otherwise.

Each question is declared once, and the channel says why it asks, and the answers (channels/words); how many
rows it is about is counted by the check (`Batch.questions`), and what was answered stands in `Batch.answers`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from webapp.channels import registry as channels
from webapp.channels.words import Ask
from webapp.errors import Fault
from webapp.models.batch import Batch
from webapp.services import events
from webapp.services.batches import drafts

SEND, LEAVE = "send", "leave"


@dataclass(frozen=True)
class Question:
    """`one` and `many` say which rows, with {count} and {column}; until answered, `by_default` holds."""

    key: str
    one: str
    many: str
    by_default: str


class Asked(NamedTuple):
    """A question as a page asks it: in a sentence, with why, what holds now, and what else could."""

    key: str
    sentence: str
    why: str
    holds: str
    answer: str
    word: str


SIBLINGS = Question(
    "siblings",
    "{count} row has the phone of an earlier row, but another message",
    "{count} rows have the phone of an earlier row, but another message",
    LEAVE,
)
MARKED = Question(
    "marked",
    "{count} person is marked in “{column}”",
    "{count} people are marked in “{column}”",
    LEAVE,
)
LANDLINE = Question(
    "landline",
    "{count} number is a landline",
    "{count} numbers are landlines",
    SEND,
)
PREMIUM = Question(
    "premium",
    "{count} number is a premium or toll-free one",
    "{count} numbers are premium or toll-free ones",
    LEAVE,
)
UNASSIGNED = Question(
    "unassigned",
    "{count} number is in no range that is known to be in use",
    "{count} numbers are in no range that is known to be in use",
    LEAVE,
)
MARKED_IN = "marked_in"
"""Beside the counts: the indexes of the columns that mark someone."""
MOBILE = "mobile"
"""Beside the counts: how many certainly are mobiles."""
EVERY = (MARKED, SIBLINGS, UNASSIGNED, PREMIUM, LANDLINE)


def answer_to(batch: Batch, question: Question) -> str:
    """What holds: SEND or LEAVE."""
    return str(batch.answers.get(question.key, question.by_default))


def asked(batch: Batch) -> list[Asked]:
    """The questions that this list raises."""
    asks = channels.of(batch.channel).words.asks
    raised = [one for one in EVERY if one.key in asks and batch.questions.get(one.key)]
    return [_asked(batch, one, asks[one.key], batch.questions[one.key]) for one in raised]


def answer(batch: Batch, key: str, choice: str, user_id: int) -> None:
    """Answer a question, and check the list again. Raises Fault."""
    drafts.must_be_draft(batch)
    if key not in channels.of(batch.channel).words.asks or choice not in (SEND, LEAVE):
        raise Fault("Choose one of the answers.", "answer")
    if key == UNASSIGNED.key and not batch.upload_id:
        raise Fault("The file of this list is not kept any more. Upload the list again.", "answer")
    batch.answers = {**batch.answers, key: choice}
    if key == UNASSIGNED.key:  # whether such a number is a phone is decided when the list is read
        batch.reading_options = {**batch.reading_options, "unassigned": choice == SEND}
        drafts.read_again(batch)
    events.note(
        "batch.answered",
        user_id=user_id,
        batch_id=batch.id,
        question=key,
        answer=choice,
        channel=str(batch.channel),
    )
    drafts.check_again(batch)  # nothing as long as the list is read


def _asked(batch: Batch, question: Question, words: Ask, count: int) -> Asked:
    said = question.one if count == 1 else question.many
    marked_in = [batch.columns[at] for at in batch.questions.get(MARKED_IN, []) if at < len(batch.columns)]
    column = "” and “".join(marked_in)
    sends = answer_to(batch, question) == SEND
    holds = words.send if sends else words.leave
    other = words.leave if sends else words.send
    sentence = said.format(count=f"{count:,}", column=column)
    return Asked(question.key, sentence, words.why, holds, LEAVE if sends else SEND, other)
