"""What `connect` says: what is set at Vonage, what would change, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.carriers.account import AccountSetting, OwnedNumber, SetState
from webapp.rules.phones import phone
from webapp.services.numbers.connecting import Done, Look, NumberLine, is_free

SERVICES = {"sms": "SMS", "call": "calls"}
BY_HAND = (
    "One thing no program can see or set: in Vonage’s dashboard, under API settings, the Messaging API Type "
    "(Default SMS setting) must be “Messages API”."
)
NO_ONE_TO_ASK = "(No answer: --yes sets it without asking, --add-numbers adds numbers.)"
NOT_ADDED = "They are not added to Outbound: --add-numbers adds those that nothing else uses."


def picture(look: Look) -> str:
    """What is set now."""
    return "\n".join(_picture(look))


def _picture(look: Look) -> Iterator[str]:
    yield f"The application at Vonage: {look.account.application or 'without a name'}"
    for setting in look.account.settings:
        yield f"  {setting.state.word:<20}{setting.word}"
        if setting.state != SetState.SET:
            yield from (f"{'':22}{line}" for line in _difference(setting))
    yield "Your numbers in Outbound:" if look.numbers else "No number has been added to Outbound yet."
    for line in look.numbers:
        yield f"  {line.state.number_word:<20}{_named(line)}{_about(line)}"
    if look.others:
        yield "Other numbers of the account:"
        for number in look.others:
            yield f"  {phone.pretty(number.phone)}, {services(number)}{_used(number)}"


def _difference(setting: AccountSetting) -> Iterator[str]:
    if setting.found:
        yield f"now: {setting.found}"
    yield f"to be: {setting.wanted}"


def _named(line: NumberLine) -> str:
    return f"{phone.pretty(line.phone)}{f' ({line.label})' if line.label else ''}"


def _about(line: NumberLine) -> str:
    owned = line.owned
    if owned is None:
        return ": Vonage will not send from it"
    linked = f": the application {owned.application} has it" if owned.state == SetState.ELSEWHERE else ""
    return f"{linked}{_forwarded(owned)}"


def _forwarded(number: OwnedNumber) -> str:
    return f"; calls to it go to {number.forwarded}, and not to Outbound" if number.forwarded else ""


def _used(number: OwnedNumber) -> str:
    if is_free(number):
        return ""
    if number.state == SetState.ELSEWHERE:
        return f": the application {number.application} uses it"
    if number.hook:
        return ": its texts go to another address"
    return _forwarded(number) or ": it has no service that Outbound knows"


def services(number: OwnedNumber) -> str:
    """What it can do, in words."""
    return " and ".join(word for key, word in SERVICES.items() if key in number.channels) or "no service"


def offer(look: Look) -> str:
    """The question whether numbers are added."""
    lines = [f"  {phone.pretty(number.phone)}, for {services(number)}" for number in look.on_offer]
    return "\n".join(["Add these numbers of the account to Outbound?", *lines])


def plan(look: Look) -> str:
    """The question whether it is set."""
    lines = [f"  {word}" for word in look.to_set]
    moved = [number for number in look.to_link if number.state == SetState.ELSEWHERE]
    if moved:
        names = ", ".join(phone.pretty(number.phone) for number in moved)
        lines.append(f"Linking takes {names} away from another application.")
    return "\n".join(["Set these at Vonage now? Nothing else is touched.", *lines])


def added(number: OwnedNumber) -> str:
    return f"{phone.pretty(number.phone)} is added to Outbound, for {services(number)}."


def not_added(number: OwnedNumber, sentence: str) -> str:
    return f"{phone.pretty(number.phone)} is not added. {sentence}"


def all_set(look: Look) -> str:
    """When nothing is to be changed."""
    return "\n".join(["Everything that can be set at Vonage is as it should be.", *_left(look), BY_HAND])


def outcome(done: Done) -> str:
    """What was set, as read again."""
    how = "Set, and read again" if done.look else "Sent to Vonage"
    lines = [f"{how}: {', '.join(done.changed)}."] if done.changed else []
    lines += done.troubles
    if done.look and done.look.to_set:
        lines.append(f"Not as it should be: {', '.join(done.look.to_set)}.")
    if not done.is_well:
        lines.append("Run `./outbound connect` again.")
    return "\n".join([*lines, *(_left(done.look) if done.look else ()), BY_HAND])


def _left(look: Look) -> Iterator[str]:
    for line in look.numbers:
        if line.owned is None:
            yield (
                f"{_named(line)} is in Outbound and not in this account: remove it under Numbers, or buy it."
            )
