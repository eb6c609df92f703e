"""A test made of a real conversation; nothing of it says who that was.

It names the conversation, so that it goes when they are erased.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.agents import eval_text, evals
from webapp.agents.base import Outreach, Turn, Who
from webapp.agents.cards import mask_cards
from webapp.agents.made_up import FIRST, LAST, NAME, PHONE, Disguise
from webapp.db import db
from webapp.models.agent import Agent
from webapp.models.agent_turn import AgentTurn
from webapp.models.message import Message
from webapp.models.thread import Thread
from webapp.rules.placeholders import same_name
from webapp.rules.replies import replies
from webapp.rules.replies.replies import Meaning
from webapp.services.agents import store
from webapp.services.agents.evals import evals as kept_evals
from webapp.services.agents.evals import needs
from webapp.services.agents.turns import conversation

NAMED = {"name": NAME, "fullname": NAME, "firstname": FIRST, "lastname": LAST, "surname": LAST}
"""Columns whose values are names, without their blanks."""
LOOK = "# Look through it before you save: only names, phones and e-mail addresses were replaced."
EXPECT = (
    "# Nothing was answered here by an agent: write below each “says:” what should come, like contains: nine"
)


@dataclass(frozen=True)
class _Part:
    """What of a conversation becomes the test. `handoff`: the kind with which it ends, "" for none."""

    turns: tuple[Turn, ...]
    handoff: str = ""


def text(agent: Agent, thread: Thread) -> str:
    """One test, to be looked at, changed and saved by a person. It ends where the agent handed off."""
    outreach = conversation.outreach_of(thread.id)
    row = {**conversation.contact_of(thread).attributes, **outreach.row}
    disguise = Disguise((thread.contact.name, *(value for name, value in row.items() if _is_name(name))))
    part = _part(agent, thread)
    turns = [Turn(turn.who, disguise.of(turn.text), turn.at) for turn in part.turns]
    said = [turn for turn in turns if turn.text != disguise.of(outreach.message)]
    made = evals.from_conversation(said, _name(agent.id, part.turns))
    test, *steps = made.splitlines()
    setup = _setup(agent, thread, part.turns, Outreach(row, outreach.message), disguise)
    origin = f"conversation: {thread.id}"
    ends = [f"handoff: {part.handoff}"] if part.handoff else []
    answered = any(turn.who is Who.AGENT for turn in said) or ends
    notes = [LOOK, *([] if answered else [EXPECT])]
    return "\n".join([test, *notes, origin, *setup, *steps, *ends]) + "\n"


def _name(agent_id: int, turns: Sequence[Turn]) -> str:
    """One that no other test of the agent has."""
    taken = {case.name for case in eval_text.parse(kept_evals.kept(agent_id).text).cases}
    name = f"A conversation of {turns[0].at:%Y-%m-%d}" if turns else "A conversation"
    names = (name, *(f"{name} ({number})" for number in range(2, eval_text.MOST_CASES + 2)))
    return next(one for one in names if one not in taken)


def _setup(
    agent: Agent, thread: Thread, turns: Sequence[Turn], outreach: Outreach, disguise: Disguise
) -> Iterator[str]:
    began = next((turn.at for turn in turns if turn.who is Who.CONTACT), None)
    if began is not None:
        yield f"now: {conversation.local_time(thread.contact.phone, began):%Y-%m-%d %H:%M}"
    if thread.contact.name:
        yield f"row name: {NAME}"
        yield f"row first_name: {FIRST}"
    values = {same_name(name): value for name, value in outreach.row.items()}
    for name in needs.columns(store.current(agent).definition):
        value = _disguised(name, values.get(same_name(name), ""), disguise)
        if value.strip() and ":" not in name:
            yield f"row {name}: {eval_text.escaped(value)}"
    if outreach.message.strip():
        yield f"message: {eval_text.escaped(disguise.of(outreach.message))}"


def _disguised(name: str, value: str, disguise: Disguise) -> str:
    if not value.strip():
        return ""
    return NAMED.get(_plain(name)) or (PHONE if _plain(name) == "phone" else disguise.of(value))


def _is_name(column: str) -> bool:
    return _plain(column) in NAMED


def _plain(column: str) -> str:
    return re.sub(r"[\W_]+", "", column).casefold()


def _part(agent: Agent, thread: Thread) -> _Part:
    """Until the agent handed off, or they opted out; without what keywords answer."""
    end, kind = _handed_off(agent.id, thread.id)
    said: list[Turn] = []
    for message in conversation.said_in(thread.id):
        who = conversation.who_wrote(message)
        if who is Who.CONTACT and end is not None and message.id > end:
            break
        meaning = replies.read(message.text) if who is Who.CONTACT else Meaning.NOTHING
        if meaning is Meaning.OPT_OUT:
            return _Part(tuple(said))
        if meaning in (Meaning.NOTHING, Meaning.HOLD) and message.text.strip():
            said.append(_turn(who, message))
    return _Part(tuple(said), kind)


def _turn(who: Who, message: Message) -> Turn:
    return Turn(who, mask_cards(message.text), message.created_at)


def _handed_off(agent_id: int, thread_id: int) -> tuple[int | None, str]:
    """The newest text that it had read when it first handed off, and why, if its engine wanted that."""
    query = select(AgentTurn).where(AgentTurn.thread_id == thread_id, AgentTurn.agent_id == agent_id)
    turn = db.session.scalars(query.where(AgentTurn.handoff != "").order_by(AgentTurn.id).limit(1)).first()
    if turn is None:
        return None, ""
    wanted = turn.decision.get("handoff")
    return turn.read_to, str(turn.handoff) if wanted else ""
