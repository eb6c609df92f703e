"""A thread's title and three lines without a model: put together from what is known to have happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.agents.base import Goal, Who
from webapp.rules.replies.reply_kinds import ReplyKind

LONGEST_TITLE = 60
LONGEST_LINE = 160
"""Characters."""
_ENDS = " ,;:-–—…"
_REPLIED = {
    ReplyKind.YES: "yes",
    ReplyKind.NO: "no",
    ReplyKind.QUESTION: "a question",
    ReplyKind.WRONG_NUMBER: "that the number is wrong",
    ReplyKind.STOP: "a wish not to be reached",
    ReplyKind.AUTO_REPLY: "an automatic one",
    ReplyKind.OTHER: "something else",
}
_TITLES = {
    ReplyKind.YES: "Said yes",
    ReplyKind.NO: "Said no",
    ReplyKind.QUESTION: "Asked a question",
    ReplyKind.WRONG_NUMBER: "Wrong number",
    ReplyKind.STOP: "Asked not to be reached",
    ReplyKind.AUTO_REPLY: "Automatic reply",
    ReplyKind.OTHER: "Replied",
}
_WRITERS = {Who.CONTACT: "the contact", Who.AGENT: "the agent", Who.STAFF: "staff"}


@dataclass(frozen=True, slots=True)
class TaskDone:
    """A task that ran. `fields`: label -> value as people read it. `error`: why it failed, or ""."""

    name: str
    fields: Mapping[str, str] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True, slots=True)
class CallTold:
    """The newest call. `what`: what became of it, in words; `lasted`: how long they talked, "" if not at all.

    `theirs`: they called us. `said`: what they said first in it, `last`: and last. `newest`: nothing was
    written since.
    """

    what: str
    lasted: str = ""
    theirs: bool = False
    said: str = ""
    last: str = ""
    newest: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened in a thread. `batch`: the name of the newest one; `asked`: what it wrote or said first.

    `handoff`: the reason while staff have it, "" else. `last_text` and `last_by`: the newest text. `wrote`:
    what the contact wrote first, after the batch where there is one. `call`: since then, too.
    """

    batch: str = ""
    asked: str = ""
    first_reply: ReplyKind | None = None
    tasks: tuple[TaskDone, ...] = ()
    goal: Goal | None = None
    handoff: str = ""
    opted_out: bool = False
    last_text: str = ""
    last_by: Who = Who.CONTACT
    wrote: str = ""
    call: CallTold | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """`title`: at most LONGEST_TITLE characters. `lines`: what was asked, what was done, how it stands."""

    title: str
    lines: tuple[str, str, str]


def summarize(facts: Facts) -> Summary:
    """In plain English; never empty."""
    lines = (_asked(facts), _done(facts), _stands(facts))
    asked, done, stands = (shortened(line, LONGEST_LINE) for line in lines)
    return Summary(shortened(_title(facts), LONGEST_TITLE) or "Conversation", (asked, done, stands))


def shortened(text: str, longest: int) -> str:
    """On one line, cut behind a word where that is possible, with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    if line[longest - 1] != " " and " " in cut[longest // 2 :]:
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(_ENDS) + "…"


def _title(facts: Facts) -> str:
    """What matters most to who reads the list."""
    if facts.opted_out:
        return "Asked not to be reached"
    if facts.first_reply is ReplyKind.WRONG_NUMBER:
        return "Wrong number"
    if facts.handoff:
        return f"Handed off: {facts.handoff}"
    if facts.tasks:
        task = facts.tasks[-1]
        return f"{task.name} failed: {task.error}" if task.error else f"{task.name}{_values(task)}"
    if facts.goal and facts.goal.reached:
        return f"Goal reached: {facts.goal.reason}"
    return _title_of_call(facts.call, facts) if facts.call and facts.call.newest else _title_of_reply(facts)


def _title_of_call(call: CallTold, facts: Facts) -> str:
    """What they said in it, else what became of it."""
    talked = f"Talked {call.lasted}" if call.lasted else call.what
    if call.said.strip():
        return f"{talked}: “{shortened(call.said, LONGEST_TITLE - len(talked) - 4)}”"
    if call.theirs:
        return f"Called us: {talked[:1].lower()}{talked[1:]}"
    return f"{talked}: {facts.batch}" if facts.batch else talked


def _title_of_reply(facts: Facts) -> str:
    """A question says more than that there was one."""
    if facts.wrote.strip() and facts.first_reply in (None, ReplyKind.QUESTION, ReplyKind.OTHER):
        return f"“{shortened(facts.wrote, LONGEST_TITLE - 2)}”"
    if facts.first_reply is not None:
        return _TITLES[facts.first_reply] + (f": {facts.batch}" if facts.batch else "")
    if facts.batch:
        return f"No reply yet: {facts.batch}"
    return f"“{facts.last_text}”" if facts.last_text.strip() else "No messages yet"


def _values(task: TaskDone) -> str:
    given = [value for value in task.fields.values() if value.strip()]
    return f": {', '.join(given)}" if given else ""


def _asked(facts: Facts) -> str:
    if not facts.batch:
        nothing = facts.first_reply is None and facts.call is None
        return "No batch was sent in this conversation." if nothing else _reply(facts)
    text = f": “{shortened(facts.asked, 70)}”" if facts.asked.strip() else "."
    return f"{_reply(facts)} Batch {facts.batch}{text}"


def _reply(facts: Facts) -> str:
    if facts.first_reply is None:
        return _called(facts.call) if facts.call else "No reply yet."
    return f"The first reply was {_REPLIED[facts.first_reply]}."


def _called(call: CallTold) -> str:
    who = "They called us" if call.theirs else "We called them"
    return f"{who}: {call.what.lower()}{f', {call.lasted}' if call.lasted else ''}."


def _done(facts: Facts) -> str:
    if not facts.tasks:
        return "No task was carried out."
    return " ".join(_of_task(task) for task in facts.tasks)


def _of_task(task: TaskDone) -> str:
    if task.error:
        return f"{task.name} failed: {task.error.rstrip('.')}."
    given = ", ".join(f"{label} {value}" for label, value in task.fields.items() if value.strip())
    return f"{task.name} was done{': ' if given else ''}{given}."


def _stands(facts: Facts) -> str:
    if facts.opted_out:
        return "They opted out and are not reached any more."
    if facts.handoff:
        return f"Staff have it: {facts.handoff}"
    if facts.goal and facts.goal.reached:
        return f"The goal is reached: {facts.goal.reason}"
    if facts.call and facts.call.newest:
        return _ended(facts.call)
    if not facts.last_text.strip():
        return "Nothing was written yet."
    if facts.batch and facts.last_by is not Who.CONTACT and facts.last_text == facts.asked:
        return "Nothing was written since."
    return f"The last text is from {_WRITERS[facts.last_by]}: “{shortened(facts.last_text, 110)}”"


def _ended(call: CallTold) -> str:
    """How it stands after a call."""
    if not call.last.strip():
        return "They said nothing in the call." if call.lasted else "No one was talked with."
    return f"In the call they said last: “{shortened(call.last, 110)}”"
