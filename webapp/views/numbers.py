"""The team's phone numbers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, request, url_for

from webapp.carriers.registry import CARRIERS
from webapp.db import db
from webapp.errors import Fault
from webapp.models.number import DEFAULT_CARRIER, Number
from webapp.rules import phone
from webapp.services import numbers
from webapp.services.inbox import waiting_texts
from webapp.views import ui
from webapp.views.me import me
from webapp.views.security import admin_required

bp = Blueprint("numbers", __name__)


@bp.get("/numbers")
def index() -> Response:
    rows = numbers.every()
    uses = {number.id: numbers.in_use(number) for number in rows}
    texts: dict[str, Any] = {"unclaimed": waiting_texts.unclaimed(), "unreadable": waiting_texts.unreadable()}
    return ui.page("numbers/index.html", numbers=rows, uses=uses, **texts)


@bp.get("/numbers/add")
@admin_required
def new() -> Response:
    typed = {"services": ["sms"], "pace": "1", "phone": request.args.get("phone", "")[:40]}
    return ui.page("numbers/add.html", faults={}, **_form(typed))


@bp.post("/numbers/add")
@admin_required
def add() -> Response:
    try:
        number = numbers.add(_wish(), me())
    except Fault as fault:
        return ui.faulty("numbers/add.html", "numbers/_form.html", fault, **_form(_typed()))
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
    return ui.page("numbers/edit.html", faults={}, **_form(_present(number), number))


@bp.post("/numbers/<int:number_id>")
@admin_required
def change(number_id: int) -> Response:
    number = numbers.get(number_id)
    try:
        numbers.change(number, _wish(), me())
    except Fault as fault:
        return ui.faulty("numbers/edit.html", "numbers/_form.html", fault, **_form(_typed(), number))
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


def _wish() -> numbers.NumberForm:
    typed = _typed()
    return numbers.NumberForm(
        phone=typed["phone"],
        label=typed["label"],
        sms="sms" in typed["services"],
        calls="calls" in typed["services"],
        pace=typed["pace"],
        country=typed["country"],
        carrier=typed["carrier"] if typed["carrier"] in CARRIERS else DEFAULT_CARRIER,
    )


def _typed() -> dict[str, Any]:
    words = {name: request.form.get(name, "") for name in ("phone", "label", "pace", "country", "carrier")}
    return {**words, "services": request.form.getlist("services")}


def _present(number: Number) -> dict[str, Any]:
    services = [name for name in ("sms", "calls") if getattr(number, name)]
    pace = f"{number.pace:g}" if number.pace is not None else str(numbers.PACE_MAX)
    return {"label": number.label, "pace": pace, "country": number.country, "services": services}


def _form(typed: dict[str, Any], number: Number | None = None) -> dict[str, Any]:
    countries = [(code, f"{name} ({prefix})") for code, name, prefix in phone.country_list()]
    use = numbers.in_use(number) if number else None
    carriers = [(name, kind.word) for name, kind in CARRIERS.items()]
    return {"typed": typed, "number": number, "countries": countries, "in_use": use, "carriers": carriers}


def _back(sentence: str) -> Response:
    ui.say(sentence)
    return ui.redirect(url_for("numbers.index"))
