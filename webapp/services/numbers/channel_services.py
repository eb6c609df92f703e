"""What our numbers are used for: each channel of a number by itself, with the options that it declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp import field_kinds
from webapp.channels import registry as channels
from webapp.channels.base import Option
from webapp.channels.registry import CHANNELS
from webapp.db import db, now
from webapp.errors import Fault, Gather, NotFound
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.models.user import User
from webapp.services import events
from webapp.services.agents import able
from webapp.services.numbers import in_use

WORTH_SAYING = timedelta(seconds=5)
"""A shorter rest is over before anybody reads of it."""


@dataclass(frozen=True)
class ServiceForm:
    """What was typed about one service; `options` by key."""

    active: bool
    options: Mapping[str, str] = field(default_factory=dict)


OFF = ServiceForm(active=False)


def at_first(changed: Mapping[str, str] | None = None) -> dict[str, ServiceForm]:
    """Every channel as a new number has it: its defaults, and for those that are on what is `changed`."""
    return {
        key: ServiceForm(
            kind.on_at_first,
            {option.key: option.default for option in kind.options}
            | ({**changed} if changed and kind.on_at_first else {}),
        )
        for key, kind in CHANNELS.items()
    }


def get(number: Number, channel: str) -> NumberService:
    """Raises NotFound for a channel that there is not."""
    if channel not in CHANNELS or channel not in number.services:
        raise NotFound("This number has no such service.")
    return number.services[channel]


def active(number: Number) -> list[NumberService]:
    """Those that are on, in the order of the registry. A channel may be newer than the number."""
    found = [number.services.get(channel) for channel in CHANNELS]
    return [service for service in found if service is not None and service.active]


def present(number: Number, channel: str) -> ServiceForm:
    """As it would be typed."""
    service = get(number, channel)
    options = channels.of(channel).options
    return ServiceForm(service.active, {one.key: _shown(getattr(service, one.key)) for one in options})


def change(number: Number, channel: str, form: ServiceForm, by: User, faults: Gather) -> None:
    """Set it; what is wrong is gathered. Raises NotFound."""
    service = get(number, channel)
    before = _values(service)
    apply(service, form, faults)
    changed = {key: value for key, value in _values(service).items() if value != before[key]}
    if changed:
        word = channels.of(channel).word
        events.note("number.service_changed", user_id=by.id, number=number.e164, service=word, values=changed)


def apply(service: NumberService, form: ServiceForm, faults: Gather) -> None:
    """Set what was typed; what is wrong is gathered. An empty option has its default."""
    with faults:
        if service.number_id and service.active and not form.active:
            _must_not_be_needed(service)
        service.active = form.active
    for option in channels.of(service.channel).options:
        typed = form.options.get(option.key, "").strip() or option.default
        with faults:
            setattr(service, option.key, _read(option, typed, f"{service.channel}_{option.key}"))


def _read(option: Option, typed: str, field: str) -> Any:
    value = option.kind.read(typed, field)
    if isinstance(option.kind, field_kinds.Agent) and value is not None and able.one(value) is None:
        raise Fault("This agent cannot answer any more. Choose another one.", field)
    return value


def choices() -> list[tuple[str, str]]:
    """Who can answer at a number, for a form: what is sent, and its words."""
    return [("", "Staff"), *((str(agent.id), agent.name) for agent in able.every())]


def resting() -> list[tuple[Number, NumberService]]:
    """Those that send nothing now: the carrier asked for patience, or something about them fails."""
    slowed = NumberService.slowed_until > now() + WORTH_SAYING
    return _services(slowed)


def exhausted() -> list[tuple[Number, NumberService]]:
    """Those whose month is used up."""
    limited = _services(NumberService.monthly_limit.is_not(None), NumberService.active)
    return [(number, service) for number, service in limited if service.is_exhausted]


def _services(*where: Any) -> list[tuple[Number, NumberService]]:
    query = select(Number, NumberService).join(NumberService, NumberService.number_id == Number.id)
    found = query.options(selectinload(Number.services)).where(*where).order_by(Number.id)
    return [(row[0], row[1]) for row in db.session.execute(found)]


def _must_not_be_needed(service: NumberService) -> None:
    what = in_use.by_channel(service.number_id, service.channel)
    if what:
        word = channels.of(service.channel).word
        sentence = f"{what}: {word} must stay on."
        raise Fault(sentence, f"{service.channel}_active")


def _values(service: NumberService) -> dict[str, Any]:
    options = channels.of(service.channel).options
    return {"active": service.active} | {one.key: _value(service, one) for one in options}


def _value(service: NumberService, option: Option) -> Any:
    """For the audit, in which an agent is named."""
    if not isinstance(option.kind, field_kinds.Agent):
        return getattr(service, option.key)
    agent = able.one(service.agent_id)
    return agent.name if agent else "Staff"


def _shown(value: Any) -> str:
    return f"{value:.10g}" if isinstance(value, float) else "" if value is None else str(value)
