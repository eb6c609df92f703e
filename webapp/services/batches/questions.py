"""What the check of a list asks: about rows that are left out, or sent, unless a person decides otherwise.

Each question is declared once; how many rows it is about is counted by the check (`Batch.questions`), and
what was answered stands in `Batch.answers`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

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
    why: str
    by_default: str
    send: str = "Send to them"
    leave: str = "Leave them out"


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
    "Two children of one parent, for example. The same message never goes to a phone twice.",
    LEAVE,
    send="Send each message",
    leave="Send only the first",
)
MARKED = Question(
    "marked",
    "{count} person is marked in “{column}”",
    "{count} people are marked in “{column}”",
    "The list itself says that they do not want to be reached.",
    LEAVE,
    send="Send to them all the same",
)
LANDLINE = Question(
    "landline",
    "{count} number is a landline",
    "{count} numbers are landlines",
    "A text to a landline is charged, and seldom arrives.",
    SEND,
    send="Send all the same",
)
PREMIUM = Question(
    "premium",
    "{count} number is a premium or toll-free one",
    "{count} numbers are premium or toll-free ones",
    "They belong to services, and a text to them may cost much.",
    LEAVE,
    send="Send all the same",
)
UNASSIGNED = Question(
    "unassigned",
    "{count} number is in no range that is known to be in use",
    "{count} numbers are in no range that is known to be in use",
    "It may be a new area code that Outbound does not know yet, or a typing error.",
    LEAVE,
    send="Send to them all the same",
)
MARKED_IN = "marked_in"
"""Beside the counts: the indexes of the columns that mark someone."""
EVERY = (MARKED, SIBLINGS, UNASSIGNED, PREMIUM, LANDLINE)


def answer_to(batch: Batch, question: Question) -> str:
    """What holds: SEND or LEAVE."""
    return str(batch.answers.get(question.key, question.by_default))


def asked(batch: Batch) -> list[Asked]:
    """The questions that this list raises."""
    return [_asked(batch, one, batch.questions[one.key]) for one in EVERY if batch.questions.get(one.key)]


def answer(batch: Batch, key: str, choice: str, user_id: int) -> None:
    """Answer a question, and check the list again. Raises Fault."""
    drafts.must_be_draft(batch)
    if key not in {one.key for one in EVERY} or choice not in (SEND, LEAVE):
        raise Fault("Choose one of the answers.", "answer")
    if key == UNASSIGNED.key and not batch.upload_id:
        raise Fault("The file of this list is not kept any more. Upload the list again.", "answer")
    batch.answers = {**batch.answers, key: choice}
    if key == UNASSIGNED.key:  # whether such a number is a phone is decided when the list is read
        batch.reading_options = {**batch.reading_options, "unassigned": choice == SEND}
        drafts.read_again(batch)
    events.note("batch.answered", user_id=user_id, batch_id=batch.id, question=key, answer=choice)
    drafts.check_again(batch)  # nothing as long as the list is read


def _asked(batch: Batch, question: Question, count: int) -> Asked:
    said = question.one if count == 1 else question.many
    marked_in = [batch.columns[at] for at in batch.questions.get(MARKED_IN, []) if at < len(batch.columns)]
    column = "” and “".join(marked_in)
    sends = answer_to(batch, question) == SEND
    holds = question.send if sends else question.leave
    other = question.leave if sends else question.send
    sentence = said.format(count=f"{count:,}", column=column)
    return Asked(question.key, sentence, question.why, holds, LEAVE if sends else SEND, other)
