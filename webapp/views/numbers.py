"""The team's phone numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, current_app, request, url_for

from webapp.carriers.registry import CARRIERS
from webapp.channels.registry import CHANNELS
from webapp.db import db
from webapp.errors import Fault
from webapp.models.number import DEFAULT_CARRIER, Number
from webapp.rules.phones import phone
from webapp.services.agents import able
from webapp.services.inbox.receiving import waiting_texts
from webapp.services.numbers import channel_services, in_use, numbers
from webapp.services.numbers.channel_services import ServiceForm
from webapp.views import shown, ui
from webapp.views.me import me
from webapp.views.signing_in.security import admin_required

bp = Blueprint("numbers", __name__)


@bp.get("/numbers")
def index() -> Response:
    rows = numbers.every()
    uses = {number.id: in_use.of(number) for number in rows}
    texts: dict[str, Any] = {"unclaimed": waiting_texts.unclaimed(), "unreadable": waiting_texts.unreadable()}
    about: dict[str, Any] = {
        "uses": uses,
        "services": channel_services.active,
        "agents": {agent.id: agent.name for agent in able.every()},
    }
    return ui.page("numbers/index.html", numbers=rows, **about, **texts)


@bp.get("/numbers/add")
@admin_required
def new() -> Response:
    typed = _defaults() | {"phone": request.args.get("phone", "")[:40]}
    return ui.page("numbers/add.html", faults={}, **_form(typed))


@bp.post("/numbers/add")
@admin_required
def add() -> Response:
    typed = _typed()
    try:
        number = numbers.add(_wish(typed), me())
    except Fault as fault:
        return ui.faulty("numbers/add.html", "numbers/_form.html", fault, **_form(typed))
    db.session.commit()
    return _back(f"{phone.pretty(number.e164)} is added.")


@bp.post("/numbers/simulated")
@admin_required
def add_simulated() -> Response:
    if not current_app.config["SETTINGS"].simulator_url:
        abort(404)
    number = numbers.add(numbers.simulated(), me())
    db.session.commit()
    return _back(f"{phone.pretty(number.e164)} is added. It exists in the simulator only.")


@bp.post("/numbers/unreadable-texts")
@admin_required
def read_again() -> Response:
    waiting_texts.try_again()
    db.session.commit()
    return _back("These texts are read once more now.")


@bp.get("/numbers/<int:number_id>")
@admin_required
def edit(number_id: int) -> Response:
    number = numbers.get(number_id)
    return ui.page("numbers/edit.html", faults={}, **_form(_present(number), number, _present(number)))


@bp.post("/numbers/<int:number_id>")
@admin_required
def change(number_id: int) -> Response:
    """All that can be set of it, its services included: one form, so that nothing typed is lost."""
    number = numbers.get(number_id)
    present = _present(number)
    typed, both = shown.together(_typed(), present)
    try:
        both.settle()
        numbers.change(number, replace(_wish(typed), services=_services_sent(typed)), me())
    except Fault as fault:
        return ui.faulty("numbers/edit.html", "numbers/_form.html", fault, **_form(typed, number, present))
    db.session.commit()
    return _back(f"{phone.pretty(number.e164)} is saved.")


@bp.post("/numbers/<int:number_id>/remove")
@admin_required
def remove(number_id: int) -> Response:
    number = numbers.get(number_id)
    said = f"{phone.pretty(number.e164)} is removed."
    numbers.remove(number, me())
    db.session.commit()
    return _back(said)


def _wish(typed: dict[str, Any]) -> numbers.NumberForm:
    return numbers.NumberForm(
        phone=typed["phone"],
        label=typed["label"],
        country=typed["country"],
        carrier=typed["carrier"] if typed["carrier"] in CARRIERS else DEFAULT_CARRIER,
        services={channel: _service(channel, typed) for channel in CHANNELS},
    )


def _services_sent(typed: dict[str, Any]) -> dict[str, ServiceForm]:
    """Those that the form had: a box that is not ticked is not sent, but its options are."""
    return {
        channel: _service(channel, typed)
        for channel, kind in CHANNELS.items()
        if any(f"{channel}_{option.key}" in request.form for option in kind.options)
    }


def _service(channel: str, typed: Mapping[str, Any]) -> ServiceForm:
    """What was typed about one service."""
    keys = [option.key for option in CHANNELS[channel].options]
    options = {key: typed.get(f"{channel}_{key}", "") for key in keys}
    return ServiceForm(bool(typed.get(f"{channel}_active")), options)


def _typed() -> dict[str, Any]:
    words = ("phone", "label", "country", "carrier")
    typed: dict[str, Any] = {name: request.form.get(name, "") for name in words}
    for channel in CHANNELS:
        typed |= _fields(channel, _service(channel, request.form))
    return typed


def _defaults() -> dict[str, Any]:
    """Of a new number."""
    typed: dict[str, Any] = {}
    for channel, service in channel_services.at_first().items():
        typed |= _fields(channel, service)
    return typed


def _fields(channel: str, service: ServiceForm) -> dict[str, Any]:
    options = {f"{channel}_{key}": value for key, value in service.options.items()}
    return {f"{channel}_active": service.active, **options}


def _present(number: Number) -> dict[str, Any]:
    typed: dict[str, Any] = {"label": number.label, "country": number.country}
    for channel in number.services.keys() & CHANNELS.keys():
        typed |= _fields(channel, channel_services.present(number, channel))
    return typed


def _form(
    typed: dict[str, Any], number: Number | None = None, present: dict[str, Any] | None = None
) -> dict[str, Any]:
    """`present`: as the number is, before anything typed was set."""
    carriers = [(name, kind.word) for name, kind in CARRIERS.items()]
    kinds = [kind for channel, kind in CHANNELS.items() if number is None or channel in number.services]
    known = {"typed": typed, "shown": shown.of(present or {}), "number": number, "kinds": kinds}
    choices = {"countries": phone.country_choices(), "carriers": carriers}
    return known | choices | {"answerers": channel_services.choices()}


def _back(sentence: str) -> Response:
    ui.say(sentence)
    return ui.redirect(url_for("numbers.index"))
