"""What is said on the phone: the fixed sentences of calls, by language, as shipped or in own words."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from webapp.db import db
from webapp.errors import Fault
from webapp.rules.callflow import own_sentences
from webapp.rules.callflow.sentences import LANGUAGES as TONGUES
from webapp.rules.callflow.sentences import shipped
from webapp.services.agents.editing.who import LANGUAGES
from webapp.services.calls import sentences
from webapp.views import ui
from webapp.views.me import me
from webapp.views.signing_in.security import admin_required

bp = Blueprint("sentences", __name__, url_prefix="/settings/sentences")
PAGE, FORM = "sentences/edit.html", "sentences/_form.html"


@bp.get("")
@admin_required
def index() -> Response:
    wanted = request.args.get("language", "")
    language = wanted if wanted in TONGUES else TONGUES[0]
    own = {key: texts[language] for key, texts in sentences.own().items() if language in texts}
    parts = own_sentences.PARTS
    return ui.page(
        "sentences/index.html", parts=parts, own=own, shipped=shipped, language=language, languages=LANGUAGES
    )


@bp.get("/<language>/<key>")
@admin_required
def edit(language: str, key: str) -> Response:
    return ui.page(PAGE, faults={}, **_form(language, key, sentences.said(key, language)))


@bp.post("/<language>/<key>")
@admin_required
def change(language: str, key: str) -> Response:
    typed = request.form.get("text", "")
    try:
        changed = sentences.put(key, language, typed, me())
    except Fault as fault:
        if fault.field is None:
            raise
        return ui.faulty(PAGE, FORM, fault, **_form(language, key, typed))
    return _done(language, key, "That is said from now on." if changed else "Nothing was changed.")


@bp.post("/<language>/<key>/reset")
@admin_required
def reset(language: str, key: str) -> Response:
    changed = sentences.reset(key, language, me())
    return _done(language, key, "The shipped sentence is said again." if changed else "Nothing was changed.")


def _done(language: str, key: str, sentence: str) -> Response:
    db.session.commit()
    ui.say(sentence)
    return ui.redirect(url_for("sentences.index", language=language, _anchor=f"say-{key}"))


def _form(language: str, key: str, typed: str) -> dict[str, Any]:
    return {
        "language": language,
        "tongue": LANGUAGES.get(language, language),
        "key": key,
        "when_said": own_sentences.WHEN.get(key, ""),
        "typed": typed,
        "said": sentences.said(key, language),
        "shipped": shipped(key, language),
        "kept": own_sentences.placeholders(key),
        "pressed": own_sentences.PRESSED.get(key),
        "longest": own_sentences.LONGEST,
    }
