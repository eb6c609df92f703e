"""Language models that agents may ask. For admins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request, url_for

from webapp.agents.llm.providers import PROVIDERS, SIMULATED
from webapp.db import db
from webapp.errors import Conflict, Fault, unless_gone
from webapp.models.language_model import LanguageModel
from webapp.services.agents import language_models, model_uses
from webapp.services.agents.model_form import ModelForm
from webapp.views import shown, ui
from webapp.views.me import me
from webapp.views.signing_in.confirming import proof_required
from webapp.views.signing_in.security import admin_required

bp = Blueprint("language_models", __name__)

TEXTS = ("name", "provider", "base_url", "model", "price_in", "price_out")


@bp.get("/settings/models")
@admin_required
def index() -> Response:
    shown: dict[str, Any] = {"uses": model_uses.by_model(), "has_key": language_models.has_key}
    shown |= {"providers": PROVIDERS, "address": language_models.address, "simulated": SIMULATED}
    return ui.page(
        "language_models/index.html",
        models=language_models.listed(),
        own_url=language_models.own_url(),
        **shown,
    )


@bp.get("/settings/models/add")
@admin_required
def new() -> Response:
    provider = PROVIDERS.get(request.args.get("provider", ""), PROVIDERS["openai"])
    typed = dict.fromkeys(TEXTS, "") | {"provider": provider.key, "base_url": provider.base_url}
    return ui.page("language_models/edit.html", faults={}, **_form(typed))


@bp.post("/settings/models/add")
@admin_required
@proof_required
def add() -> Response:
    try:
        model = language_models.add(_typed(), me())
    except Fault as fault:
        return ui.faulty("language_models/edit.html", None, fault, **_form(dict(request.form)))
    db.session.commit()
    return _back(f"“{model.name}” is added. Test its connection before an agent can ask it.", "info")


@bp.post("/settings/models/simulated")
@admin_required
def add_simulated() -> Response:
    try:
        model = language_models.add_simulated(me())
    except Fault as fault:
        unless_gone(fault)
        db.session.rollback()
        return _back(fault.sentence, "bad")
    db.session.commit()
    return _back(
        f"“{model.name}” is added, and starts within a few seconds. Then test its connection.", "info"
    )


@bp.get("/settings/models/<int:model_id>")
@admin_required
def edit(model_id: int) -> Response:
    model = language_models.get(model_id)
    return ui.page("language_models/edit.html", faults={}, **_form(_kept(model), model, _kept(model)))


@bp.post("/settings/models/<int:model_id>")
@admin_required
@proof_required
def change(model_id: int) -> Response:
    model = language_models.get(model_id)
    present = _kept(model)
    typed, both = shown.together({name: request.form.get(name, "") for name in TEXTS}, present)
    try:
        both.settle()
        model = language_models.change(model_id, replace(_typed(), **typed), me())
    except Fault as fault:
        typed = {**request.form, **typed}
        return ui.faulty("language_models/edit.html", None, fault, **_form(typed, model, present))
    db.session.commit()
    untested = "" if model.tested_at else " Test its connection again: until then no agent can ask it."
    return _back(f"“{model.name}” is saved.{untested}", "info" if untested else "good")


@bp.post("/settings/models/<int:model_id>/test")
@admin_required
def test(model_id: int) -> Response:
    """Waits for the model's server with no transaction open, which would keep others from writing."""
    db.session.rollback()
    try:
        model = language_models.test_connection(model_id)
    except Fault as fault:
        unless_gone(fault)
        db.session.rollback()
        return _back(fault.sentence, "bad")
    db.session.commit()
    return _back(f"{model.name}: {model.test_sentence}", "good" if model.output_mode else "bad")


@bp.post("/settings/models/<int:model_id>/remove")
@admin_required
@proof_required
def remove(model_id: int) -> Response:
    try:
        language_models.remove(model_id, me())
    except Conflict as conflict:
        db.session.rollback()
        return _back(conflict.sentence, "bad")
    db.session.commit()
    return _back("The model is removed, and its key with it.")


def _typed() -> ModelForm:
    texts = {name: request.form.get(name, "") for name in TEXTS}
    forget = "forget_key" in request.form
    return ModelForm(**texts, key=request.form.get("key", ""), forget_key=forget)


def _kept(model: LanguageModel) -> dict[str, str]:
    return {name: _shown(getattr(model, name)) for name in TEXTS}


def _form(
    typed: dict[str, str], model: LanguageModel | None = None, present: dict[str, str] | None = None
) -> dict[str, Any]:
    """A key that was typed is not sent back: it is to be typed again."""
    typed = {name: typed.get(name, "") for name in (*TEXTS, "forget_key")}
    usual = [f"{one.base_url} for {one.name}" for one in PROVIDERS.values() if one.base_url]
    return {
        "typed": typed,
        "shown": shown.of(present or {}),
        "model": model,
        "has_key": model is not None and language_models.has_key(model),
        "choices": [(one.key, one.name) for one in PROVIDERS.values()],
        "usual": f"{'; '.join(usual)}.",
    }


def _shown(value: Any) -> str:
    return "" if value is None else f"{value:f}" if hasattr(value, "is_finite") else str(value)


def _back(sentence: str, kind: str = "good") -> Response:
    ui.say(sentence, kind)
    return ui.redirect(url_for("language_models.index"))
