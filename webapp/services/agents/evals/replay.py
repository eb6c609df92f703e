"""A conversation of the past, given to a version of an agent again: what it would say to each text.

Nothing is sent, and nothing is kept. The version hears what they really wrote, at the times when they wrote
it, and goes on from its own answers, as if it had had the conversation from its beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from time import monotonic

from sqlalchemy import and_, select

from webapp.agents.base import MOST_TURNS, Conversation, HandoffKind, Turn, Who
from webapp.agents.cards import mask_cards
from webapp.agents.registry import ENGINES, EngineKind
from webapp.agents.stored import Definition
from webapp.db import db
from webapp.errors import Fault
from webapp.models.agent import Agent
from webapp.models.agent_turn import AgentTurn, TurnOutcome
from webapp.models.message import Message
from webapp.models.thread import Thread
from webapp.rules.replies import replies
from webapp.services.agents import store
from webapp.services.agents.evals.differences import Piece, compare
from webapp.services.agents.evals.evals import unplayable
from webapp.services.agents.trying import WITHOUT_AGENT
from webapp.services.agents.turns import conversation, planning
from webapp.services.agents.turns.planning import Plan, State

MOST_SECONDS = 300.0


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
    """`cut`: whether the conversation is longer, and only its end was played. `total`: answers to play."""

    exchanges: tuple[Exchange, ...] = ()
    cut: bool = False
    total: int = 0

    @property
    def different(self) -> int:
        """How many answers are other ones."""
        return sum(not one.same for one in self.exchanges)

    @property
    def unplayed(self) -> int:
        """Not yet; at the end: for which there was no time."""
        return max(0, self.total - len(self.exchanges))


@dataclass(frozen=True)
class Part:
    """What they wrote before anyone of ours did, and what followed. `texts`: none where ours came first.

    `heard`: those of their texts that an agent is given, with `keyword`: what follows from the others, "" for
    nothing. `others`: what staff and batches wrote then. `now`: their clock, at the newest text of theirs.
    `answered_at`: when ours was written; None where nothing was.
    """

    texts: tuple[str, ...]
    heard: tuple[Turn, ...]
    keyword: str
    others: tuple[Turn, ...]
    then: Then
    now: datetime
    answered_at: datetime | None


@dataclass(frozen=True)
class Script:
    """All that a replay needs, so that it can be played with no database."""

    name: str
    definition: Definition
    begin: Conversation
    parts: tuple[Part, ...]
    last_at: datetime
    cut: bool


def play(agent: Agent, thread: Thread, number: int | None = None) -> Replay:
    """With one of its versions; None: the present one.

    Raises NotFound for a version that does not exist, and Fault when its engine cannot be asked here.
    """
    kind = ENGINES[agent.engine]
    if fault := unplayable(kind):
        raise Fault(fault)
    return perform(read(agent, thread, number or agent.version), kind)


def read(agent: Agent, thread: Thread, number: int) -> Script:
    """Raises NotFound for a version that does not exist."""
    definition, messages = store.version(agent.id, number), conversation.said_in(thread.id)
    handoffs = _handoffs(thread.id)
    begin = Conversation(
        agent=definition.agent(agent.name),
        contact=conversation.contact_of(thread),
        turns=(),
        local_now=conversation.local_time(thread.contact.phone, thread.last_at),
        language=definition.languages[0],
        outreach=conversation.outreach_of(thread.id),
    )
    parts = tuple(_part(theirs, ours, handoffs, thread) for theirs, ours in _groups(messages))
    return Script(agent.name, definition, begin, parts, thread.last_at, len(messages) >= MOST_TURNS)


def perform(
    script: Script,
    kind: EngineKind,
    seconds: float = MOST_SECONDS,
    heard: Callable[[Replay], object] | None = None,
) -> Replay:
    """With this engine. `heard`: told of what was played, after each answer."""
    until, stage, talk = monotonic() + seconds, _Stage(script, kind), script.begin
    played = Replay((), script.cut, sum(bool(part.texts) for part in script.parts))
    for part in script.parts:
        if monotonic() > until:
            break
        talk, exchange = stage.play(talk, part)
        if exchange is not None:
            played = replace(played, exchanges=(*played.exchanges, exchange))
            if heard is not None:
                heard(played)
    return played


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
    """The newest text that had been read -> why the agent handed off then.

    Not what its task did later, by an action or as it failed: no task is carried out in a replay.
    """
    query = select(AgentTurn.read_to, AgentTurn.reason).where(AgentTurn.thread_id == thread_id)
    by_task = and_(AgentTurn.record_id.is_not(None), AgentTurn.outcome == TurnOutcome.SENT)
    rows = db.session.execute(query.where(AgentTurn.handoff != "", ~by_task).order_by(AgentTurn.id))
    return {read_to: reason or "It was handed off." for read_to, reason in rows if read_to is not None}


def _part(
    theirs: Sequence[Message], ours: Sequence[Message], handoffs: dict[int, str], thread: Thread
) -> Part:
    """`handoffs`: id of a text -> why the agent handed off when it had read it."""
    wanted = [one for one in theirs if replies.read(one.text) not in WITHOUT_AGENT]
    others = [one for one in ours if conversation.who_wrote(one) is not Who.AGENT]
    newest = wanted[-1].created_at if wanted else thread.last_at
    return Part(
        texts=tuple(one.text for one in theirs),
        heard=tuple(map(_turn, wanted)),
        keyword=_of_keyword(theirs),
        others=tuple(map(_turn, others)),
        then=_then(theirs, ours, handoffs),
        now=conversation.local_time(thread.contact.phone, newest),
        answered_at=ours[0].created_at if ours else None,
    )


def _then(theirs: Sequence[Message], ours: Sequence[Message], handoffs: dict[int, str]) -> Then:
    handoff = next(filter(None, (handoffs.get(one.id, "") for one in theirs)), "")
    by_agent = [one for one in ours if conversation.who_wrote(one) is Who.AGENT]
    written = by_agent or ours
    who = conversation.who_wrote(written[0]) if written else None
    return Then("\n".join(one.text for one in written), who, handoff)


@dataclass(frozen=True)
class _Stage:
    script: Script
    kind: EngineKind

    def play(self, talk: Conversation, part: Part) -> tuple[Conversation, Exchange | None]:
        """The conversation with their texts and the version's answer to them; None where they wrote none."""
        if not part.texts:
            return replace(talk, turns=(*talk.turns, *part.others)), None
        heard = replace(talk, turns=(*talk.turns, *part.heard)[-MOST_TURNS:])
        plan = self._plan(heard, part) if part.heard else None
        again = _again(plan) if plan else Again(reason=part.keyword, asked=False)
        before, after = compare(part.then.text, again.text)
        same = not again.asked or (
            part.then.text.split() == again.text.split() and bool(part.then.handoff) == bool(again.handoff)
        )
        exchange = Exchange(part.texts, part.then, again, before, after, same)
        return self._after(heard, plan, part), exchange

    def _plan(self, heard: Conversation, part: Part) -> Plan:
        asked = "\n".join(turn.text for turn in part.heard)
        about = self.script.definition.agent(self.script.name, asked)
        talk = replace(heard, agent=about, local_now=part.now)
        answers = sum(turn.who is Who.AGENT for turn in heard.turns)
        wordless = not asked.strip()
        state = State(answers=answers, answers_today=answers, answers_since=answers, wordless=wordless)
        return planning.plan(self.kind, self.script.definition, talk, state)

    def _after(self, heard: Conversation, plan: Plan | None, part: Part) -> Conversation:
        """What staff and batches wrote stays; the version's answer is in the place of the agent's."""
        at = part.answered_at or (heard.turns[-1].at if heard.turns else self.script.last_at)
        said = [Turn(Who.AGENT, plan.say, at)] if plan and plan.say else []
        talk = replace(heard, turns=(*heard.turns, *said, *part.others)[-MOST_TURNS:])
        if plan is None:
            return talk
        went_on = talk.having_run(plan.decision)
        return replace(went_on, memory=plan.decision.memory, language=plan.decision.language)


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
