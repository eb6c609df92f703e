"""Settings → Vonage: whether the account leads here, and a button that sets it. `outbound connect` does the
same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Response, current_app, request, url_for

from webapp.carriers.account import Account, AccountFault, AccountKind
from webapp.carriers.registry import CARRIERS
from webapp.db import db
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.number import DEFAULT_CARRIER
from webapp.rules.phones import phone
from webapp.services.numbers import connecting
from webapp.views import ui
from webapp.views.me import me
from webapp.views.signing_in.confirming import proof_required
from webapp.views.signing_in.security import admin_required

bp = Blueprint("carrier_account", __name__)

TONES = {"set": ("good", "check-lg"), "elsewhere": ("bad", "x-lg"), "missing": ("bad", "x-lg")}
"""Of a state's pill, with its icon; of any other a warning."""


@bp.get("/settings/vonage")
@admin_required
def index() -> Response:
    shown: dict[str, Any] = {"missing": _missing(), "is_free": connecting.is_free, "tones": TONES}
    if not shown["missing"]:
        try:
            with _account() as account:
                shown["look"] = connecting.look(account, _known())
        except AccountFault as fault:
            shown["fault"] = fault.sentence
    return ui.page("carrier_account/index.html", **shown)


@bp.post("/settings/vonage")
@admin_required
@proof_required
def set_up() -> Response:
    try:
        with _account() as account:
            done = connecting.set_up(account, _known())
    except AccountFault as fault:
        return _back(fault.sentence, "bad")
    connecting.note(done, me())
    db.session.commit()
    for trouble in done.troubles:
        ui.say(trouble, "bad")
    if done.changed:
        return _back(f"Set at Vonage: {', '.join(done.changed)}.", "good")
    return _back("Nothing was changed at Vonage.", "info")


@bp.post("/settings/vonage/numbers")
@admin_required
@proof_required
def add() -> Response:
    try:
        with _account() as account:
            look = connecting.look(account, _known())
        number = connecting.add(connecting.must_be_on_offer(look, request.form.get("phone", "")), me())
    except AccountFault as refused:
        return _back(refused.sentence, "bad")
    except Fault as fault:
        db.session.rollback()
        return _back(fault.sentence, "bad")
    db.session.commit()
    return _back(f"{phone.pretty(number.e164)} is added. It leads here once you have set it below.", "good")


def _missing() -> list[str]:
    """What is needed before Vonage can be asked, in sentences."""
    settings = current_app.config["SETTINGS"]
    if settings.simulator_url is not None:
        return ["No Vonage account is set up here: the simulator carries everything."]
    return _kind().account_missing(settings)


def _kind() -> AccountKind:
    kind = CARRIERS[DEFAULT_CARRIER]
    if not isinstance(kind, AccountKind):
        raise NotFound(f"{kind.word} has no account that can be set up from here.")
    return kind


@contextmanager
def _account() -> Iterator[Account]:
    """Raises Conflict when something is missing."""
    if missing := _missing():
        raise Conflict(" ".join(missing))
    account = _kind().account(current_app.config["SETTINGS"])
    try:
        yield account
    finally:
        account.close()


def _known() -> dict[str, str]:
    """Our numbers; no transaction stays open while Vonage is asked, which would keep others from writing."""
    known = connecting.ours(DEFAULT_CARRIER)
    db.session.rollback()
    return known


def _back(sentence: str, kind: str) -> Response:
    ui.say(sentence, kind)
    return ui.redirect(url_for("carrier_account.index"))
