"""A stage for calls: a person's lines against an engine, written down as text, and each NCCO checked.

What a person does:  `> words`, `> ~0.2 words` (confidence), `> one | another reading`, `# 9`, `.` (silence),
`! machine`, `! staff declined`, `@ 15` (the clock). What must follow: `< words` of what is said next,
`p< …` and `m< …` with the playbook or the model only, `= OptOut` a command.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tests.agents.people import DESK, MARIA, NOW, ROW
from webapp.agents import spoken
from webapp.agents.base import Conversation, Decision, Engine, Memory, OpenTask, Outreach, Turn, Who
from webapp.agents.playbook.engine import Playbook
from webapp.carriers.vonage import ncco
from webapp.rules.callflow import flow
from webapp.rules.callflow.commands import AskEngine, Command, LeaveMessage, Say
from webapp.rules.callflow.events import (
    Answered,
    Beep,
    Event,
    Gone,
    Heard,
    Keys,
    Late,
    Machine,
    Menu,
    PlayedOut,
    Recorded,
    Screened,
    Silence,
    StaffAnswered,
    StaffResult,
)
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.callflow.script import Script
from webapp.rules.callflow.state import Phase, State, from_json, to_json

SCRIPT = Script(
    team="Bright Smile Dental",
    first_message="Hello Maria, your appointment is on Tuesday. Will you come?",
    languages=("en", "es"),
)
HAPPENS: dict[str, type[Event]] = {
    "machine": Machine,
    "beep": Beep,
    "screened": Screened,
    "menu": Menu,
    "late": Late,
    "played": PlayedOut,
    "recorded": Recorded,
    "gone": Gone,
}
LINE = ncco.Line(lambda turn, kind: f"https://example.org/call/1/{turn}/{kind}", "call-1")


class Model:
    """Stands for a language model: all of its answer comes from the conversation that it gets."""

    def decide(self, conversation: Conversation) -> Decision:
        said = conversation.turns[-1].text
        open_task = conversation.memory.task
        if "appointment" in said and "when" in said:
            return Decision(f"It is on {conversation.outreach.row['appointment']}.")
        if open_task is None and "move" in said:
            return Decision("Which day suits you?", task="move", memory=Memory(OpenTask("move", asked="day")))
        if open_task and open_task.asked == "day":
            return Decision(f"I note {said}.", memory=Memory())
        return Decision(f"You said {said}, {conversation.contact.name}.")


@dataclass
class Stage:
    """One call."""

    engine: Engine
    script: Script = SCRIPT
    state: State = field(default_factory=State)
    at: float = 0.0
    turn: int = 0
    memory: Memory = field(default_factory=Memory)
    turns: list[Turn] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    last: tuple[Command, ...] = ()
    written: list[str] = field(default_factory=list)
    nccos: list[ncco.Ncco] = field(default_factory=list)

    def happens(self, event: Event) -> None:
        """The engine answers at once, unless the script of the person says that it is late."""
        step = flow.step(self.script, from_json(to_json(self.state)), replace(event, at=self.at))
        self.state, self.last, self.turn = step.state, step.commands, self.turn + 1
        if step.outcome:
            self.outcomes.append(step.outcome)
        self.nccos.append(ncco.write(step.commands, self.turn, LINE))
        for command in step.commands:
            if isinstance(command, Say | LeaveMessage):
                self.turns.append(Turn(Who.AGENT, command.text, NOW))
                self.written.append(f"agent: {command.text}")
            elif not isinstance(command, AskEngine):
                self.written.append(f"[{type(command).__name__}]")

    def thinks(self, heard: Heard) -> None:
        self.turns.append(Turn(Who.CONTACT, heard.text, NOW))
        outreach = Outreach(ROW, self.script.first_message)
        talk = Conversation(
            DESK, MARIA, tuple(self.turns), NOW, "en", outreach, self.memory, channel="call", heard=heard
        )
        decision = spoken.decide(self.engine, talk, varies=isinstance(self.engine, Model))
        self.memory = decision.memory
        self.happens(spoken.event(DESK, decision, self.at))

    def play(self, lines: str) -> None:
        """Raises AssertionError with all that was said so far."""
        self.happens(Answered())
        todo = [line.strip() for line in lines.splitlines() if line.strip()]
        for number, line in enumerate(todo):
            sign, _, rest = line.partition(" ")
            if sign in ("<", "p<", "m<", "="):
                self._expect(sign, rest)
            elif sign == "@":
                self.at = float(rest)
            else:
                self._does(sign, rest, slow=todo[number + 1 : number + 2] in (["! late"], ["! played"]))

    def _does(self, sign: str, rest: str, slow: bool) -> None:
        self.at += 4
        self.written.append(f"contact: {sign} {rest}")
        self.happens(_event(sign, rest))
        if self.last and isinstance(self.last[-1], AskEngine) and not slow:
            self.thinks(self.last[-1].heard)

    def _expect(self, sign: str, rest: str) -> None:
        wrong = {"p<": Model, "m<": Playbook}.get(sign)
        if wrong and isinstance(self.engine, wrong):
            return
        said = " ".join(one.text for one in self.last if isinstance(one, Say | LeaveMessage))
        found = rest in ([type(one).__name__ for one in self.last] if sign == "=" else said)
        assert found, f"{sign} {rest}\n" + "\n".join(self.written)

    def ends(self) -> Outcome:
        """They hang up, if the call is still open; the one outcome."""
        if self.state.phase is not Phase.OVER:
            self.happens(Gone())
        assert len(self.outcomes) == 1, "\n".join(self.written)
        return self.outcomes[0]


def _event(sign: str, rest: str) -> Event:
    if sign == "#":
        return Keys(rest)
    if sign == ".":
        return Silence()
    if sign == "!":
        kind, _, result = rest.partition(" ")
        return StaffAnswered(StaffResult(result)) if kind == "staff" else HAPPENS[kind]()
    confidence = 0.9
    if rest.startswith("~"):
        given, _, rest = rest[1:].partition(" ")
        confidence = float(given)
    first, *others = [one.strip() for one in rest.split("|")]
    return Heard(first, tuple(others), confidence)
