"""What triggers and steps are in words: they call and no one answers; send “Hi …”."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from webapp.rules.placeholders import Template
from webapp.rules.typed_text import one_line
from webapp.rules.workflow import kinds
from webapp.rules.workflow.document import Settings, Step, Trigger

Names = Mapping[tuple[str, str], str]
"""What numbers, batches, agents and workflows are called: by what it is, and its id as it is typed."""
SHOWN = 40
"""Characters of a text."""
NOT_ANSWERED = frozenset({"missed", "no_answer", "busy", "rejected", "failed", "canceled"})


def trigger(one: Trigger, names: Names) -> str:
    """The part behind “When”."""
    words = _TRIGGERS.get(one.kind)
    return words(one.settings, names) if words else f"“{one.kind}” happens"


def step(one: Step, names: Names) -> str:
    """What a step does, as a command."""
    words = _STEPS.get(one.kind)
    if words:
        return words(one.settings, names)
    kind = kinds.STEPS.get(one.kind)
    return kind.word[:1].lower() + kind.word[1:] if kind else f"do “{one.kind}”"


def amount(settings: Settings) -> str:
    """2 days, 1 hour."""
    number, unit = settings.get("amount", "") or "…", settings.get("unit", "") or "hours"
    return f"{number} {unit[:-1] if number == '1' else unit}"


def listed(typed: str) -> list[str]:
    """What is typed with commas between."""
    return [one_line(one) for one in typed.split(",") if one.strip()]


def _short(text: str) -> str:
    """With a fallback, or a name in brackets, where a placeholder stands."""
    literals, placeholders, _ = Template.parse(text)
    shown = [one.fallback or f"[{one.name.rpartition('.')[2].replace('_', ' ')}]" for one in placeholders]
    pieces = [literals[0], *(part for pair in zip(shown, literals[1:], strict=True) for part in pair)]
    line = one_line("".join(pieces)) or "…"
    return f"“{line}”" if len(line) <= SHOWN else f"“{line[:SHOWN].rstrip()}…”"


def _any(words: Iterable[str]) -> str:
    return " or ".join(word.replace("_", " ") for word in words)


def _message(settings: Settings, names: Names) -> str:
    words, kind = listed(settings.get("words", "")), settings.get("kind", "")
    what = f" with {_any(map(_short, words))}" if words else ""
    what += f" that is a {_any([kind])}" if kind else ""
    number = names.get(("number", settings.get("number", "")), "")
    return f"they send a text{what}{f' to {number}' if number else ''}"


def _call_ended(settings: Settings, _: Names) -> str:
    outcomes, direction = listed(settings.get("outcomes", "")), settings.get("direction", "")
    whose = {"in": "their call", "out": "our call"}.get(direction, "a call")
    who = {"in": "they call", "out": "we call them"}.get(direction, "a call takes place")
    if not outcomes:
        return f"{whose} has ended"
    if set(outcomes) <= NOT_ANSWERED:
        return f"{who} and no one answers"
    return f"{who} and it ends with {_any(outcomes)}"


def _recipient(settings: Settings, names: Names) -> str:
    called = names.get(("batch", settings.get("batch", "")), "")
    batch = f"the batch “{called}”" if called else "a batch"
    return f"someone of {batch} becomes {_any(listed(settings.get('statuses', ''))) or 'something'}"


def _attribute(settings: Settings, _: Names) -> str:
    name, value = settings.get("attribute", "") or "…", settings.get("value", "")
    return f"their {name} becomes {_short(value)}" if value else f"their {name} changes"


def _date(settings: Settings, _: Names) -> str:
    days, name = settings.get("days", "") or "0", settings.get("attribute", "") or "…"
    side = settings.get("side", "") or "before"
    when = "it is the day" if days == "0" else f"it is {days} day{'' if days == '1' else 's'} {side} the day"
    yearly = ", every year," if settings.get("yearly") else ""
    return f"{when} of their {name}{yearly} at {settings.get('at', '') or '…'} where they are"


def _schedule(settings: Settings, _: Names) -> str:
    every, label = settings.get("every", "") or "day", settings.get("label", "")
    who = f" for each contact with the label {_short(label)}" if label else " for each contact"
    if every == "cron":
        return f"the clock fits {_short(settings.get('cron', ''))},{who}"
    day = settings.get("day", "") or "…"
    on = {"week": (settings.get("weekday", "") or "monday").capitalize(), "month": f"month on day {day}"}
    return f"it is {settings.get('at', '') or '…'} every {on.get(every, 'day')},{who}"


Words = Callable[[Settings, Names], str]


def _plain(phrase: str) -> Words:
    return lambda settings, names: phrase


def _with(phrase: str, key: str) -> Words:
    return lambda settings, names: f"{phrase} {_short(settings.get(key, ''))}"


def _for(phrase: str) -> Words:
    return lambda settings, names: f"{phrase} {amount(settings)}"


def _named(phrase: str, what: str, otherwise: str = "") -> Words:
    return lambda settings, names: f"{phrase}{names.get((what, settings.get(what, '')), otherwise)}"


_TRIGGERS: Mapping[str, Words] = {
    "message": _message,
    "call_in": _plain("they call"),
    "call_ended": _call_ended,
    "recipient": _recipient,
    "message_failed": _plain("a text to them does not arrive"),
    "handoff": _plain("staff are asked for in their conversation"),
    "goal": _plain("an agent has reached its goal with them"),
    "task_done": _plain("an agent’s task is over"),
    "opted_out": _plain("they opt out"),
    "opted_in": _plain("they opt in again"),
    "label": _with("they get the label", "label"),
    "attribute": _attribute,
    "segment": _named("they are put into the segment ", "segment", "…"),
    "contact": _plain("they become a contact"),
    "unanswered": _for("we have not answered them for"),
    "quiet": _for("they have not answered us for"),
    "date": _date,
    "schedule": _schedule,
    "webhook": _plain("another system calls the address of this workflow"),
    "form": _with("they fill in the form", "title"),
    "event": _with("your website or another program reports", "event"),
    "hand": _plain("someone of your team starts it for them"),
}
_STEPS: Mapping[str, Words] = {
    "send_sms": _with("send", "text"),
    "place_call": lambda settings, names: (
        f"call them with {names.get(('agent', settings.get('agent', '')), 'a recorded message')}"
    ),
    "wait": _for("wait"),
    "wait_until": _plain("wait until their day and time"),
    "wait_reply": _plain("wait for a reply"),
    "wait_hours": _plain("wait until they can be reached"),
    "branch": _plain("decide"),
    "end": _plain("end"),
    "add_label": _with("add the label", "label"),
    "remove_label": _with("remove the label", "label"),
    "set_attribute": lambda settings, _: (
        f"set their {settings.get('name', '') or '…'} to {_short(settings.get('value', ''))}"
    ),
    "join_segment": _named("put them into the segment ", "segment", "…"),
    "leave_segment": _named("take them out of the segment ", "segment", "…"),
    "opt_out": _plain("opt them out"),
    "hand_to_agent": _named("hand them to ", "agent", "an agent"),
    "hand_off": _plain("hand them to your staff"),
    "start_workflow": _named("start ", "workflow", "another workflow"),
    "stop_workflow": _named("stop ", "workflow", "another workflow"),
}
