"""Trying an agent: what it would say to a text, and why. Nothing is sent, and nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import phonenumbers
from sqlalchemy import select

from webapp.agents import registry
from webapp.agents.base import Contact, Conversation, Outreach, Ran, Who
from webapp.agents.registry import EngineKind
from webapp.agents.stored import Definition
from webapp.db import db, now
from webapp.models.agent import Agent
from webapp.models.channel import Channel
from webapp.models.contact import Contact as KnownContact
from webapp.models.entry import Entry, Origin
from webapp.models.thread import Thread
from webapp.rules.hours import hours as clock_hours
from webapp.rules.replies import replies
from webapp.rules.replies.replies import Meaning
from webapp.services.agents import record_text, store
from webapp.services.agents.trial_talk import Talk, TrialTurn, Why
from webapp.services.agents.turns import planning
from webapp.services.agents.turns.conversation import outreaches_of
from webapp.services.agents.turns.planning import Plan
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.hours import hours
from webapp.services.threads import outreach

MADE_UP = "+12025550123"
"""The phone of someone who does not exist; 555-01xx is never given out."""
NOBODY = "No agent is asked."
WITHOUT_AGENT = {
    Meaning.OPT_OUT: f"They opt out: that holds at once, and they get the answer of your settings. {NOBODY}",
    Meaning.HOLD: f"It reads like “stop texting me”: nothing is sent until your team has decided. {NOBODY}",
    Meaning.OPT_IN: f"It is an opt-in: they get the answer of your settings. {NOBODY}",
    Meaning.HELP: f"They ask for help: they get the answer of your settings. {NOBODY}",
}


WITH_STAFF = f"Your team has been asked, so the agent says nothing until someone gives it back. {NOBODY}"


@dataclass(frozen=True)
class Person:
    """Who writes. `known`: a contact's phone in E.164, "" for someone made up, with this name.

    `row`: columns of a list, and what stands in them. `message`: what a batch had sent them.
    """

    known: str = ""
    name: str = ""
    row: Mapping[str, str] = field(default_factory=dict)
    message: str = ""


def contact_id(person: Person) -> int | None:
    """Of the contact who is played; None for someone made up."""
    contact = _known(person.known) if person.known else None
    return contact.id if contact is not None else None


def known_person(phone: str, typed: Mapping[str, str]) -> Person | None:
    """A contact, with the row of the newest batch that wrote to them or called them; what was typed wins.

    None: unknown.
    """
    contact = _known(phone)
    if contact is None or not phone.startswith("+"):
        return None
    row, message = _newest_row(contact)
    return Person(phone, contact.name, row | {key: text for key, text in typed.items() if text}, message)


def _known(phone: str) -> KnownContact | None:
    return db.session.scalars(select(KnownContact).where(KnownContact.phone == phone)).one_or_none()


def _newest_row(contact: KnownContact) -> tuple[dict[str, str], str]:
    theirs = select(Thread.id).where(Thread.contact_id == contact.id)
    sent = select(Entry.thread_id).where(Entry.thread_id.in_(theirs), *outreach.reached_out())
    newest = db.session.scalar(sent.order_by(Entry.id.desc()).limit(1))
    if newest is None:
        return {}, ""
    told = outreaches_of([newest])[newest]
    return dict(told.row), told.message


@dataclass(frozen=True)
class Asked:
    """All that an answer depends on, so that no database is asked. `gate`: why it would not leave now."""

    name: str
    version: int
    definition: Definition
    talk: Talk
    conversation: Conversation
    state: planning.State
    gate: str = ""


def say(agent: Agent, said: Talk, person: Person) -> Talk:
    """What was heard, with the answer to it; for engines that ask no model."""
    if not waits(said):
        return said
    asked = read(agent, store.current(agent).definition, said, person)
    return answered(asked, decide(registry.ENGINES[agent.engine], asked))


def hear(talk: Talk, text: str) -> Talk:
    """With what they write; and with what follows from it where no agent is asked."""
    said = talk.with_turn(TrialTurn(Who.CONTACT, text))
    meaning = replies.read(text)
    if meaning in WITHOUT_AGENT:
        return said.with_turn(TrialTurn(Who.AGENT, "", why=Why(because=WITHOUT_AGENT[meaning])))
    if any(turn.why and turn.why.handoff_kind for turn in talk.turns):
        return said.with_turn(TrialTurn(Who.AGENT, "", why=Why(because=WITH_STAFF)))
    return said


def waits(talk: Talk) -> bool:
    """Whether the agent is to answer now."""
    return bool(talk.turns) and talk.turns[-1].who == Who.CONTACT


def read(agent: Agent, definition: Definition, said: Talk, person: Person) -> Asked:
    """What the agent is to answer, in the last turn of what was said."""
    conversation = _conversation(agent, definition, said, person)
    wordless = not said.turns[-1].text.strip()
    given = said.answers
    state = planning.State(answers=given, answers_today=given, answers_since=given, wordless=wordless)
    verdict = gate.ask(person.known, Asking(Origin.AGENT, Channel.SMS)) if person.known else gate.ALLOWED
    return Asked(agent.name, agent.version, definition, said, conversation, state, verdict.reason)


def decide(kind: EngineKind, asked: Asked) -> Plan:
    """As often as it is tried in truth. With no transaction open, where the engine may take its time."""
    plan = planning.plan(kind, asked.definition, asked.conversation, asked.state)
    if not plan.again:
        return plan
    state = replace(asked.state, tries=planning.MOST_FAULTS)
    return planning.plan(kind, asked.definition, asked.conversation, state)


def answered(asked: Asked, plan: Plan) -> Talk:
    """The conversation with the answer, and why."""
    turned = asked.talk.with_turn(TrialTurn(Who.AGENT, plan.say, why=_why(asked, plan)))
    return replace(turned, memory=plan.decision.memory, language=plan.decision.language)


def closed_until(definition: Definition) -> datetime | None:
    """When the agent's hours begin; None: it is at work now."""
    if definition.hours is None:
        return None
    opens = clock_hours.next_open(now(), (definition.hours.zone,), (definition.hours.hours,))
    return opens if opens is not None and opens > now() else None


def _conversation(agent: Agent, definition: Definition, talk: Talk, person: Person) -> Conversation:
    turns = talk.as_turns()
    asked = Conversation(definition.agent(agent.name), Contact(MADE_UP), turns, now()).unanswered()
    phone = person.known or MADE_UP
    return Conversation(
        agent=definition.agent(agent.name, "\n".join(asked)),
        contact=_contact(phone, person),
        turns=turns,
        local_now=_local_now(phone),
        language=talk.language or definition.languages[0],
        outreach=Outreach(person.row, person.message),
        memory=talk.memory,
        ran=tuple(
            Ran(turn.why.task, tuple(turn.why.fields.values()))
            for turn in talk.turns
            if turn.why is not None and turn.why.runs
        ),
    )


def _contact(phone: str, person: Person) -> Contact:
    contact = _known(person.known)
    attributes = (contact.attributes or {}) if contact is not None else {}
    country = phonenumbers.region_code_for_number(phonenumbers.parse(phone))
    return Contact(phone, person.name, country, {str(key): str(value) for key, value in attributes.items()})


def _local_now(phone: str) -> datetime:
    zones = hours.where([phone], now())[0][0].zones
    return now().astimezone(ZoneInfo(zones[0] if zones else "UTC"))


def _why(asked: Asked, plan: Plan) -> Why:
    decision, definition = plan.decision, asked.definition
    task = definition.agent(asked.name).task(decision.task)
    titles = {entry.id: entry.title for entry in definition.knowledge}
    labels = {item.key: item.label for item in task.fields} if task else {}
    differs = decision.say and decision.say.strip() != plan.say.removesuffix(definition.signature).strip()
    return Why(
        outcome=str(plan.outcome),
        because=decision.explanation.because or plan.reason,
        matches=decision.explanation.matches,
        knowledge=tuple(titles[one] for one in decision.knowledge_ids if one in titles),
        task=task.name if task else "",
        fields={labels.get(key, key): record_text.shown(value) for key, value in decision.fields.items()},
        runs=decision.runs,
        confidence=decision.confidence,
        handoff=plan.handoff.reason if plan.handoff else "",
        handoff_kind=str(plan.handoff.kind) if plan.handoff else "",
        labels=decision.labels,
        goal=decision.goal.reason if decision.goal and decision.goal.reached else "",
        filtered=plan.reason if plan.outcome == "filtered" else "",
        proposed=decision.say if differs else "",
        gate=asked.gate,
        language=decision.language,
        version=asked.version,
    )
