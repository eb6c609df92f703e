"""Our numbers and the account at the carrier: what is set there, setting it, and adding numbers that it has.

The network is between `ours` and `note`: callers end the transaction in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from webapp.carriers.account import Account, AccountFault, AccountState, OwnedNumber, SetState
from webapp.db import db
from webapp.errors import Fault
from webapp.models.number import Number
from webapp.models.user import User
from webapp.rules.phones import phone
from webapp.services import events
from webapp.services.numbers import channel_services, numbers


@dataclass(frozen=True)
class NumberLine:
    """One of our numbers. `owned`: as the account has it; None when it has no such number."""

    phone: str
    label: str
    owned: OwnedNumber | None

    @property
    def state(self) -> SetState:
        return self.owned.state if self.owned else SetState.NOT_OWNED


@dataclass(frozen=True)
class Look:
    """What is set at the carrier. `others`: numbers of the account that the team has not added."""

    account: AccountState
    numbers: Sequence[NumberLine]
    others: Sequence[OwnedNumber]

    @property
    def to_set(self) -> list[str]:
        """What would be changed there, in words."""
        wrong = [one.word for one in self.account.settings if one.state != SetState.SET]
        return [*wrong, *(phone.pretty(one.phone) for one in self.to_link)]

    @property
    def to_link(self) -> list[OwnedNumber]:
        return [line.owned for line in self.numbers if line.owned and line.state != SetState.SET]

    @property
    def on_offer(self) -> list[OwnedNumber]:
        """Numbers that may be added: nothing else uses them."""
        return [one for one in self.others if is_free(one)]


@dataclass(frozen=True)
class Done:
    """What was set, in words, and what could not be, in sentences.

    `look`: how it is now, read again; None when it could not be.
    """

    changed: Sequence[str]
    troubles: Sequence[str]
    look: Look | None

    @property
    def is_well(self) -> bool:
        """All is as it should be, and was read again."""
        return self.look is not None and not self.look.to_set and not self.look.account.trouble


def ours(carrier: str) -> dict[str, str]:
    """Our numbers at a carrier, with their labels."""
    query = select(Number.e164, Number.label).where(Number.carrier == carrier).order_by(Number.e164)
    return {row.e164: row.label for row in db.session.execute(query)}


def look(account: Account, known: Mapping[str, str]) -> Look:
    """What is set now. Raises AccountFault."""
    state = account.look()
    owned = {_as_we_write(number.phone): number for number in state.numbers}
    lines = [NumberLine(e164, label, owned.get(e164)) for e164, label in known.items()]
    return Look(state, lines, [number for e164, number in owned.items() if e164 not in known])


def set_up(account: Account, known: Mapping[str, str]) -> Done:
    """Set what is not as it should be, then read again. One number that is refused keeps no other waiting.

    Raises AccountFault.
    """
    before, troubles = look(account, known), []
    if not before.account.is_set:
        account.set_up()
    for number in before.to_link:
        try:
            account.link(number)
        except AccountFault as fault:
            troubles.append(f"{phone.pretty(number.phone)} is not linked. {fault.sentence}")
    try:
        after = look(account, known) if before.to_set else before
    except AccountFault as fault:
        return Done(before.to_set, [*troubles, f"It could not be read again. {fault.sentence}"], None)
    left = set(after.to_set)
    return Done([word for word in before.to_set if word not in left], troubles, after)


def note(done: Done, by: User | None) -> None:
    """Into the audit. `by` None: on the command line."""
    if done.changed:
        events.note("carrier.set_up", user_id=by.id if by else None, changed=list(done.changed))


def add(number: OwnedNumber, by: User | None) -> Number:
    """Add a number of the account, with the services that it can have. Raises Fault."""
    services = {
        channel: replace(form, active=channel in number.channels)
        for channel, form in channel_services.at_first().items()
    }
    return numbers.add(numbers.NumberForm(number.phone, "", "", services=services), by)


def must_be_on_offer(found: Look, e164: str) -> OwnedNumber:
    """The number of the account with this phone. Raises Fault when it is not to be had."""
    for number in found.on_offer:
        if number.phone == e164:
            return number
    raise Fault("This number is not among those that can be added. Look at the list again.")


def is_free(number: OwnedNumber) -> bool:
    """Whether nothing else seems to use it: another application, its own webhook, calls that go elsewhere."""
    return bool(
        number.state != SetState.ELSEWHERE and number.channels and not number.hook and not number.forwarded
    )


def _as_we_write(e164: str) -> str:
    """As our numbers are written: a carrier may spell one in another way."""
    try:
        return phone.own(e164, None)
    except phone.PhoneFault:
        return e164
