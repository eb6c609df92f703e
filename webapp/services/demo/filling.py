"""Fills a fresh installation with made-up data, so that its pages show what goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import func, select

from webapp.agents import stored
from webapp.db import Model, db, now
from webapp.errors import Conflict, Gather
from webapp.models.agent import Agent, AgentVersion
from webapp.models.batch import Batch
from webapp.models.contact import Contact
from webapp.models.entry import Origin
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.models.opt_out import OptOut
from webapp.models.source import SourceKind
from webapp.models.thread import Thread
from webapp.models.user import Role, User
from webapp.models.workflow import Workflow
from webapp.rules.replies import replies
from webapp.rules.replies.replies import Meaning
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.services import events
from webapp.services.agents import summarizing
from webapp.services.demo import agents, answers, call_lists, calls, lists, marks, workflows
from webapp.services.demo.answers import Answerer
from webapp.services.demo.call_outreaches import CALL_OUTREACHES, CALLERS
from webapp.services.demo.lists import Sent
from webapp.services.demo.outreaches import OUTREACHES, STRANGERS
from webapp.services.demo.stage import Conversation, Stage
from webapp.services.demo.story import DENTAL, KITCHENS, NUMBERS, PEOPLE, PhoneCall, Talk
from webapp.services.numbers import channel_services
from webapp.services.recipients import reply_kinds

OWN: tuple[tuple[type[Model], str, str], ...] = (
    (Number, "number", "numbers"),
    (Batch, "batch", "batches"),
    (Agent, "agent", "agents"),
    (Workflow, "workflow", "workflows"),
    (Contact, "contact", "contacts"),
    (OptOut, "opt-out", "opt-outs"),
)
"""Where there is one of these, the installation has data of its own."""
PACE = "10"
"""Segments a second, as of a simulated number."""
STRANGERS_AGENTS = {DENTAL: "reminder_desk", KITCHENS: "lead_qualification"}


@dataclass(frozen=True)
class Made:
    """How many of each there are now."""

    numbers: int
    agents: int
    contacts: int
    batches: int
    conversations: int


@dataclass
class _Script:
    """What happens, in the order of its time: so do the ids of the rows follow each other."""

    queue: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)

    def add(self, at: datetime, act: Callable[[datetime], None]) -> None:
        self.queue.append((at, len(self.queue), act))

    def play(self) -> None:
        for at, _, act in sorted(self.queue, key=lambda one: one[:2]):
            act(at)


def must_be_fresh(*, simulated: bool) -> User:
    """Who makes it up: the first admin. Raises Conflict that says why it cannot be done here."""
    if not simulated:
        raise Conflict(
            "This installation is connected to Vonage. Made-up data is for the simulator: use an "
            "installation without Vonage credentials."
        )
    if marks.any_left():
        raise Conflict("The made-up data is here already. `./outbound demo --remove` takes it away.")
    if there := _own():
        raise Conflict(
            f"This installation has data of its own ({there}). Made-up data is for a fresh one: nothing "
            "was made."
        )
    admins = select(User).where(User.role == Role.ADMIN, User.deactivated_at.is_(None)).order_by(User.id)
    first = db.session.scalars(admins.limit(1)).first()
    if first is None:
        raise Conflict("Make your account first: start `./outbound up`, and open the link that it prints.")
    return first


def fill(by: User, moment: datetime | None = None) -> Made:
    """Make everything up, as of `moment`. Nothing of it is queued, and nothing starts by itself."""
    moment = (moment or now()).replace(microsecond=0)
    ours = {e164: _number(e164, label, by) for e164, label in NUMBERS.items()}
    made = agents.make(by)
    for e164, key in STRANGERS_AGENTS.items():
        for service in ours[e164].services.values():
            service.agent_id = made[key].id
    scene = _Scene(by, ours, made, moment)
    scene.play()
    while ids := summarizing.due():
        summarizing.write(ids)
    events.note("demo.filled", user_id=by.id)
    db.session.flush()
    return Made(len(ours), len(made), _count(Contact), _count(Batch), _count(Thread))


class _Scene:
    """All that is going to happen."""

    def __init__(
        self, by: User, ours: Mapping[str, Number], made: Mapping[str, Agent], moment: datetime
    ) -> None:
        self._by = by
        self._ours = ours
        self._stage = Stage(by, ours)
        self._answerers = {key: _answerer(agent) for key, agent in made.items()}
        self._batches = [lists.make(one, by, ours, made, moment) for one in (*OUTREACHES, *CALL_OUTREACHES)]
        self._moment = moment

    def play(self) -> None:
        """From the first message to the latest."""
        script = _Script()
        for batch in self._batches:
            self._send(script, batch)
        for talk in STRANGERS:
            if talk.at is not None:
                self._talk(script, talk, talk.at.before(self._moment), STRANGERS_AGENTS[talk.number])
        for told in CALLERS:
            if told.at is not None:
                script.add(told.at.before(self._moment), partial(self._comes_in, told))
        script.play()
        workflows.Visits(self._stage, workflows.make(self._by, self._ours), self._moment).play()
        for batch in self._batches:
            lists.check(batch)
            lists.count(batch)

    def _send(self, script: _Script, batch: Sent) -> None:
        if batch.told.start is None:
            return
        if batch.told.calls is not None:
            self._call(script, batch)
            return
        talks = {talk.person: talk for talk in batch.told.talks}
        for index, person in enumerate(batch.people[: batch.told.sent]):
            at = batch.at(index)
            script.add(at, partial(self._deliver, batch, index))
            if talk := talks.get(person.first_name):
                self._talk(script, talk, at + _pause(index), batch.told.agent)

    def _call(self, script: _Script, batch: Sent) -> None:
        by = self._answerers[batch.told.agent]
        for index in range(len(batch.people)):
            at, told = call_lists.at(batch, index), call_lists.told_of(batch, index)
            script.add(at, partial(call_lists.place, batch, self._stage, index, by))
            if told.before:
                again = partial(call_lists.place, batch, self._stage, index, by, again=True)
                script.add(at + call_lists.AGAIN, again)

    def _comes_in(self, told: PhoneCall, at: datetime) -> None:
        one = self._stage.conversation(PEOPLE[told.person], told.number, at)
        calls.came_in(self._stage, one, told, self._answerers[STRANGERS_AGENTS[told.number]], at)

    def _talk(self, script: _Script, talk: Talk, at: datetime, agent: str) -> None:
        for who, text, minutes in talk.lines:
            at += timedelta(minutes=minutes)
            script.add(at, partial(self._line, talk, self._answerers.get(agent), who, text))
        if talk.label:
            script.add(at + timedelta(minutes=10), partial(self._label, talk))

    def _deliver(self, batch: Sent, index: int, _at: datetime) -> None:
        lists.send(batch, self._stage, index)

    def _line(self, talk: Talk, answerer: Answerer | None, who: str, text: str, at: datetime) -> None:
        one = self._stage.conversation(PEOPLE[talk.person], talk.number, at)
        if who == "they":
            message = self._stage.hear(one, text, at)
            _count_reply(one, text, at)
            answers.follow(self._stage, one, message, answerer)
        elif who == "note":
            self._stage.note(one, text, at)
        else:
            self._stage.say(one, text, Origin.STAFF, at)
            answers.take_over(one, self._by.id, at)

    def _label(self, talk: Talk, at: datetime) -> None:
        one = self._stage.conversation(PEOPLE[talk.person], talk.number, at)
        answers.label(one, talk.label, SourceKind.PERSON, (self._by.name, self._by.id), at)


def _count_reply(one: Conversation, text: str, at: datetime) -> None:
    """As services/recipients/answered counts it."""
    recipient = one.recipient
    if recipient is None or recipient.opted_out_at is not None:
        return
    if replies.read(text) == Meaning.OPT_OUT:
        recipient.opted_out_at, recipient.reply_kind = at, ReplyKind.STOP
    elif recipient.replied_at is None:
        recipient.replied_at = at
        recipient.reply_kind = reply_kinds.tell(recipient.batch_id, text)


def _pause(index: int) -> timedelta:
    """Until someone answers: some at once, some after two hours."""
    return timedelta(minutes=(index * 47) % 113, seconds=(index * 31) % 60)


def _number(e164: str, label: str, by: User) -> Number:
    """Made here, because what a new number sets going (texts that wait for it are read) is not wanted."""
    made = Number(e164=e164, label=label, country="US")
    faults = Gather()
    for channel, typed in channel_services.at_first({"pace": PACE}).items():
        typed = replace(typed, active=True)
        made.services[channel] = NumberService(channel=channel)
        channel_services.apply(made.services[channel], typed, faults)
    faults.settle()
    db.session.add(made)
    db.session.flush()
    events.note("number.added", user_id=by.id, number=e164)
    marks.remember(made)
    return made


def _answerer(agent: Agent) -> Answerer:
    version = db.session.get_one(AgentVersion, (agent.id, agent.version))
    return Answerer(agent, stored.from_json(version.definition))


def _own() -> str:
    found = [(_count(model), one, many) for model, one, many in OWN]
    return ", ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in found if count)


def _count(model: type[Model]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
