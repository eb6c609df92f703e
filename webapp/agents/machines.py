"""Whether a machine writes to us: two machines would answer each other for ever."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from webapp.agents.base import Conversation, Turn, Who
from webapp.agents.words import folded
from webapp.rules.replies import auto_replies
from webapp.rules.wording import fold, spaced

_FAST = timedelta(seconds=3)
"""Ten would be too long: with the phone in hand, people answer three questions in a row within 10 each."""
_FAST_ANSWERS = 3
_FEWEST_WORDS = 4
"""Of a text of ours that comes back: shorter ones are said by people, too."""


def is_auto_reply(text: str) -> bool:
    """It says so itself: "I am out of the office", "this is an automated message"."""
    return auto_replies.find(spaced(fold(text))) != ""


def reason(conversation: Conversation) -> str:
    """Why a machine seems to have written what is to be answered, in a sentence; "" when none seems to.

    A task's questions are answered quickly by people, too.
    """
    asked = conversation.unanswered()
    if any(map(is_auto_reply, asked)):
        return "Their text is an automatic reply."
    if _is_echo(asked, conversation.turns):
        return "Their text repeats one of ours, as a machine does."
    if conversation.memory.task is None and _answers_at_once(conversation.turns):
        times = f"within {_FAST.seconds} seconds {_FAST_ANSWERS} times in a row"
        return f"They wrote back {times}, as a machine does."
    return ""


def repeats(conversation: Conversation, say: str) -> bool:
    """Whether the same text of theirs would get the same answer as the last one did."""
    turns = conversation.turns
    ours = [at for at, turn in enumerate(turns) if turn.who is Who.AGENT]
    if not ours or folded(turns[ours[-1]].text) != folded(say):
        return False
    before = _run_before(turns, ours[-1])
    return bool(before) and before == [folded(text) for text in conversation.unanswered()]


def _run_before(turns: Sequence[Turn], end: int) -> list[str]:
    """What the contact had written when the turn `end` answered it."""
    start = end
    while start and turns[start - 1].who is Who.CONTACT:
        start -= 1
    return [folded(turn.text) for turn in turns[start:end]]


def _is_echo(asked: Sequence[str], turns: Sequence[Turn]) -> bool:
    ours = {folded(turn.text) for turn in turns if turn.who is not Who.CONTACT}
    return any(len(said.split()) >= _FEWEST_WORDS and said in ours for said in map(folded, asked))


def _answers_at_once(turns: Sequence[Turn]) -> bool:
    """The latest of the agent's answers were each followed by a text within a few seconds."""
    gaps = [
        after.at - before.at
        for before, after in pairwise(turns)
        if before.who is Who.AGENT and after.who is Who.CONTACT
    ]
    return len(gaps) >= _FAST_ANSWERS and all(gap < _FAST for gap in gaps[-_FAST_ANSWERS:])
