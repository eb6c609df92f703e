"""A conversation of the past, given to a version of an agent again: what it would say to each text.

Nothing is sent, and nothing is kept. The version hears what they really wrote, at the times when they wrote
it, and goes on from its own answers, as if it had had the conversation from its beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy import select

from webapp.agents.base import MOST_TURNS, Conversation, HandoffKind, Turn, Who
from webapp.agents.cards import mask_cards
from webapp.agents.registry import ENGINES
from webapp.agents.stored import Definition
from webapp.db import db
from webapp.errors import Fault
from webapp.models.agent import Agent
from webapp.models.agent_turn import AgentTurn
from webapp.models.message import Message
from webapp.models.thread import Thread
from webapp.rules import replies
from webapp.services.agents import conversation, planning, store
from webapp.services.agents.differences import Piece, compare
from webapp.services.agents.evals import unplayable
from webapp.services.agents.planning import Plan, State
from webapp.services.agents.trying import WITHOUT_AGENT


@dataclass(frozen=True)
class Then:
    """What followed in truth. `who`: wrote it, of agents/base.Who; None: no one wrote anything.

    `handoff`: why the agent handed off then, "" when it did not.
    """

    text: str = ""
    who: Who | None = None
    handoff: str = ""


@dataclass(frozen=True)
class Again:
    """What the version says. `handoff`: why it hands off; `reason`: the engine's sentence.

    `asked`: False where no agent is asked, because a keyword is answered by your settings.
    """

    text: str = ""
    handoff: str = ""
    reason: str = ""
    asked: bool = True


@dataclass(frozen=True)
class Exchange:
    """What they wrote, in one text or several, and what followed: in truth, and with the version.

    `before` and `after`: both answers in pieces, with what differs.
    """

    texts: tuple[str, ...]
    then: Then
    again: Again
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    same: bool


@dataclass(frozen=True)
class Replay:
    """`cut`: whether the conversation is longer, and only its end was played."""

    exchanges: tuple[Exchange, ...]
    cut: bool = False

    @property
    def different(self) -> int:
        """How many answers are other ones."""
        return sum(not one.same for one in self.exchanges)


def play(agent: Agent, thread: Thread, number: int | None = None) -> Replay:
    """With one of its versions; None: the present one.

    Raises NotFound for a version that does not exist, and Fault when its engine cannot be asked here.
    """
    if fault := unplayable(ENGINES[agent.engine]):
        raise Fault(fault)
    definition = store.version(agent.id, number or agent.version)
    messages = conversation.said_in(thread.id)
    stage = _Stage(agent, definition, thread, _handoffs(thread.id))
    talk = stage.begin()
    exchanges: list[Exchange] = []
    for theirs, ours in _groups(messages):
        talk, exchange = stage.play(talk, theirs, ours)
        exchanges += [exchange] if exchange else []
    return Replay(tuple(exchanges), len(messages) >= MOST_TURNS)


def _groups(messages: Sequence[Message]) -> list[tuple[list[Message], list[Message]]]:
    """Their texts, and what was written to them before they wrote again; the first may lack theirs."""
    groups: list[tuple[list[Message], list[Message]]] = []
    runs = groupby(messages, key=lambda one: conversation.who_wrote(one) is Who.CONTACT)
    for is_theirs, run in runs:
        if is_theirs or not groups:
            groups.append((list(run), []) if is_theirs else ([], list(run)))
        else:
            groups[-1][1].extend(run)
    return groups


def _handoffs(thread_id: int) -> dict[int, str]:
    """The newest text that had been read -> why the agent handed off then."""
    query = select(AgentTurn.read_to, AgentTurn.reason).where(AgentTurn.thread_id == thread_id)
    rows = db.session.execute(query.where(AgentTurn.handoff != "").order_by(AgentTurn.id))
    return {read_to: reason or "It was handed off." for read_to, reason in rows if read_to is not None}


@dataclass(frozen=True)
class _Stage:
    """`handoffs`: id of a text -> why the agent handed off when it had read it."""

    agent: Agent
    definition: Definition
    thread: Thread
    handoffs: dict[int, str]

    def begin(self) -> Conversation:
        """With nothing said yet."""
        return Conversation(
            agent=self.definition.agent(self.agent.name),
            contact=conversation.contact_of(self.thread),
            turns=(),
            local_now=conversation.local_time(self.thread.contact.phone, self.thread.last_at),
            language=self.definition.languages[0],
            outreach=conversation.outreach_of(self.thread.id),
        )

    def play(
        self, talk: Conversation, theirs: Sequence[Message], ours: Sequence[Message]
    ) -> tuple[Conversation, Exchange | None]:
        """The conversation with their texts and the version's answer to them; None where they wrote none."""
        others = [one for one in ours if conversation.who_wrote(one) is not Who.AGENT]
        if not theirs:
            return replace(talk, turns=(*talk.turns, *map(_turn, others))), None
        texts = tuple(one.text for one in theirs)
        wanted = [one for one in theirs if replies.read(one.text) not in WITHOUT_AGENT]
        heard = replace(talk, turns=(*talk.turns, *map(_turn, wanted))[-MOST_TURNS:])
        plan = self._plan(heard, wanted) if wanted else None
        again = _again(plan) if plan else Again(reason=_of_keyword(theirs), asked=False)
        then = self._then(theirs, ours)
        before, after = compare(then.text, again.text)
        same = not again.asked or (
            then.text.split() == again.text.split() and bool(then.handoff) == bool(again.handoff)
        )
        exchange = Exchange(texts, then, again, before, after, same)
        return self._after(heard, plan, ours, others), exchange

    def _plan(self, heard: Conversation, wanted: Sequence[Message]) -> Plan:
        asked = "\n".join(one.text for one in wanted)
        now = conversation.local_time(self.thread.contact.phone, wanted[-1].created_at)
        talk = replace(heard, agent=self.definition.agent(self.agent.name, asked), local_now=now)
        answers = sum(turn.who is Who.AGENT for turn in heard.turns)
        state = State(
            answers=answers, answers_today=answers, answers_since=answers, wordless=not asked.strip()
        )
        return planning.plan(ENGINES[self.agent.engine], self.definition, talk, state)

    def _after(
        self, heard: Conversation, plan: Plan | None, ours: Sequence[Message], others: Sequence[Message]
    ) -> Conversation:
        """What staff and batches wrote stays; the version's answer is in the place of the agent's."""
        at = ours[0].created_at if ours else heard.turns[-1].at if heard.turns else self.thread.last_at
        said = [Turn(Who.AGENT, plan.say, at)] if plan and plan.say else []
        talk = replace(heard, turns=(*heard.turns, *said, *map(_turn, others))[-MOST_TURNS:])
        if plan is None:
            return talk
        return replace(talk, memory=plan.decision.memory, language=plan.decision.language)

    def _then(self, theirs: Sequence[Message], ours: Sequence[Message]) -> Then:
        handoff = next(filter(None, (self.handoffs.get(one.id, "") for one in theirs)), "")
        by_agent = [one for one in ours if conversation.who_wrote(one) is Who.AGENT]
        written = by_agent or ours
        who = conversation.who_wrote(written[0]) if written else None
        return Then("\n".join(one.text for one in written), who, handoff)


def _turn(message: Message) -> Turn:
    return Turn(conversation.who_wrote(message), mask_cards(message.text), message.created_at)


def _again(plan: Plan) -> Again:
    handoff = plan.handoff.reason if plan.handoff else ""
    if plan.handoff and plan.handoff.kind is HandoffKind.HOLD:
        handoff = f"{handoff} Nothing more would be sent until your team has decided."
    because = plan.decision.explanation.because or plan.reason
    return Again(plan.say, handoff, "" if because == handoff else because)


def _of_keyword(theirs: Sequence[Message]) -> str:
    meanings = [replies.read(one.text) for one in theirs]
    return next((WITHOUT_AGENT[one] for one in meanings if one in WITHOUT_AGENT), "")
