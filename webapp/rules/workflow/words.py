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
SAYS = {
    "yes": "that says yes",
    "no": "that says no",
    "question": "that is a question",
    "wrong_number": "that says the number is wrong",
    "stop": "that asks for no more",
    "auto_reply": "that is an automatic reply",
    "other": "that says neither yes nor no",
}
"""By the kind of a text; of any kind, nothing is said."""
ENDS = {"done": "is done", "failed": "has failed"}
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
    number, unit = settings.get("amount", "1") or "…", settings.get("unit", "") or "hours"
    return f"{number} {unit[:-1] if number == '1' else unit}"


def moment(settings: Settings) -> str:
    """2 days before their appointment, at 18:00. Without a date the next time that a clock shows it."""
    said, days, at = settings.get("date", "").strip(), settings.get("days", "") or "0", settings.get("at", "")
    if not said:
        return f"it is {at or '09:00'} where they are"
    side = settings.get("side", "") or "before"
    distance = "" if days == "0" else f"{days} day{'' if days == '1' else 's'} {side} "
    return f"{distance}{_day(said)}{f', at {at}' if at else ''}"


def _day(text: str) -> str:
    """Their appointment, for `{{contact.appointment}}`."""
    literals, placeholders, _ = Template.parse(text)
    if len(placeholders) == 1 and not any(one.strip() for one in literals):
        scope, _, name = placeholders[0].name.partition(".")
        spoken = (name or scope).rpartition(".")[2].replace("_", " ")
        return f"{'their' if scope.casefold() == 'contact' else 'the'} {spoken}"
    return _plain_text(text)


def listed(typed: str) -> list[str]:
    """What is typed with commas between."""
    return [one_line(one) for one in typed.split(",") if one.strip()]


def _plain_text(text: str) -> str:
    """With a fallback, or a name in brackets, where a placeholder stands."""
    literals, placeholders, _ = Template.parse(text)
    shown = [one.fallback or f"[{one.name.rpartition('.')[2].replace('_', ' ')}]" for one in placeholders]
    pieces = [literals[0], *(part for pair in zip(shown, literals[1:], strict=True) for part in pair)]
    line = one_line("".join(pieces)) or "…"
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()}…"


def _short(text: str) -> str:
    """In quotation marks; those within it are single ones."""
    return f"“{_plain_text(text).replace('“', '‘').replace('”', '’')}”"


def _any(words: Iterable[str]) -> str:
    return " or ".join(word.replace("_", " ") for word in words)


def _message(settings: Settings, names: Names) -> str:
    words, kind = listed(settings.get("words", "")), settings.get("kind", "")
    what = f" with {_any(map(_short, words))}" if words else ""
    what += f" {SAYS.get(kind, '')}".rstrip()
    return f"they send a text{what}{_number(' to', settings, names)}"


def _number(before: str, settings: Settings, names: Names) -> str:
    """Empty where any of our numbers is meant."""
    called = names.get(("number", settings.get("number", "")), "")
    return f"{before} {called}" if called else ""


def _call_ended(settings: Settings, names: Names) -> str:
    outcomes, direction = listed(settings.get("outcomes", "")), settings.get("direction", "")
    way = {"in": " to", "out": " from"}.get(direction, " with")
    number = _number(way, settings, names)
    whose = {"in": "their call", "out": "our call"}.get(direction, "a call")
    who = {"in": f"they call{_number('', settings, names)}", "out": f"we call them{number}"}.get(
        direction, f"a call{number} takes place"
    )
    if not outcomes:
        return f"{whose}{number} has ended"
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
    return lambda settings, names: f"{phrase} {amount(settings)}{_number(' on', settings, names)}"


def _wait_reply(settings: Settings, _: Names) -> str:
    if settings.get("date", "").strip():
        return f"wait for a reply until {moment(settings)}"
    return f"wait up to {amount(settings)} for a reply"


def _task(settings: Settings, _: Names) -> str:
    called, ends = settings.get("task", "").strip(), settings.get("result", "") or "done"
    return f"an agent’s task{f' {_short(called)}' if called else ''} {ENDS.get(ends, 'is over')}"


def _notify(settings: Settings, names: Names) -> str:
    member = settings.get("member", "").strip()
    whom = names.get(("member", member), member) or "your team"
    return f"notify {whom}: {_short(settings.get('text', ''))}"


def _assign(settings: Settings, names: Names) -> str:
    member = settings.get("member", "").strip()
    return f"assign it to {names.get(('member', member), member)}" if member else "assign"


def _hand_off(settings: Settings, _: Names) -> str:
    reason = settings.get("reason", "").strip()
    return f"hand them to your staff{f': {_short(reason)}' if reason else ''}"


def _ask(settings: Settings, _: Names) -> str:
    """Its host alone: an address may have a key in it."""
    host = settings.get("url", "").strip().partition("://")[2].partition("/")[0].partition("?")[0]
    return f"ask {_plain_text(host.rpartition('@')[2])}" if host else "ask another system"


def _named(phrase: str, what: str, otherwise: str = "") -> Words:
    return lambda settings, names: f"{phrase}{names.get((what, settings.get(what, '')), otherwise)}"


_TRIGGERS: Mapping[str, Words] = {
    "message": _message,
    "call_in": lambda settings, names: f"they call{_number('', settings, names)}",
    "call_ended": _call_ended,
    "recipient": _recipient,
    "message_failed": lambda settings, names: (
        f"a text{_number(' from', settings, names)} to them does not arrive"
    ),
    "handoff": _plain("staff are asked for in their conversation"),
    "goal": _plain("an agent has reached its goal with them"),
    "task_done": _task,
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
    "wait_until": lambda settings, _: f"wait until {moment(settings)}",
    "wait_reply": _wait_reply,
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
    "hand_off": _hand_off,
    "assign": _assign,
    "notify": _notify,
    "note": _with("leave the note", "text"),
    "http_request": _ask,
    "start_workflow": _named("start ", "workflow", "another workflow"),
    "stop_workflow": _named("stop ", "workflow", "another workflow"),
}
