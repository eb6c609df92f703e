"""The parts of an agent that are edited by themselves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import Response, abort, request, url_for

from webapp.agents.registry import ENGINES
from webapp.db import db
from webapp.errors import Conflict, Fault, unless_gone
from webapp.models.agent import Agent, EngineName
from webapp.rules.hours import clock
from webapp.services.agents import language_models, store
from webapp.services.agents.editing.part import Part
from webapp.services.agents.editing.saving import PARTS, save_part
from webapp.services.agents.editing.typed import Typed
from webapp.services.agents.editing.who import LANGUAGES
from webapp.services.agents.model_summaries import prices
from webapp.views import ui
from webapp.views.agents.blueprint import bp, changeable, say_tests, say_unsendable, seen, typed
from webapp.views.me import me
from webapp.views.signing_in.security import admin_required

PAGE, FORM = "agents/part.html", "agents/_part.html"
ENGINE_WORDS = {
    EngineName.PLAYBOOK: "Says word for word what you have written. As measured, it answers about half of "
    "what people write, and passes the rest on to your team. Free, instant, and nothing leaves this server.",
    EngineName.LLM: "Writes its own answers from your instructions and what it knows. Understands more, "
    "costs a little for each answer, and can be wrong.",
    EngineName.STAFF: "No one answers by itself: everything waits for your team.",
}
SUMMARY_HINT = (
    "A title and three lines in the language of the conversation, once it has been quiet for a while. The "
    "model is told what was written and said there, by your team too. Each takes about {tokens:,} "
    "tokens{costs}.{so_far} Without it, and where the model fails, rules sum up: free, and plainer."
)
COLOR_WORDS = {"": "None", **{color: color.capitalize() for color in store.PALETTE if color}}


@bp.get("/agents/<int:agent_id>/edit/<part_key>")
@admin_required
def edit(agent_id: int, part_key: str) -> Response:
    part, current = _part(part_key), store.current(changeable(agent_id))
    return ui.page(PAGE, faults={}, **_form(part, current.agent, part.show(current)))


@bp.post("/agents/<int:agent_id>/edit/<part_key>")
@admin_required
def save(agent_id: int, part_key: str) -> Response:
    part, agent, sent = _part(part_key), changeable(agent_id), typed()
    if request.form.get("more") or request.form.get("drop"):
        return ui.page(PAGE, FORM, faults={}, **_again(part, agent, sent))
    try:
        changed = save_part(agent_id, seen(), part, sent, me())
    except Fault as fault:
        unless_gone(fault)
        return _faulty(part, agent, sent.again(part.shape), fault)
    return _saved(agent_id, part, changed)


def _again(part: Part, agent: Agent, sent: Typed) -> dict[str, Any]:
    """With one empty row more, or one row less."""
    focus_new = {"focus_new": bool(request.form.get("more"))}
    return _form(part, agent, sent.again(part.shape), seen()) | focus_new


def _part(key: str) -> Part:
    if key not in PARTS:
        abort(404)
    return PARTS[key]


def _faulty(part: Part, agent: Agent, again: dict[str, Any], fault: Fault) -> Response:
    """Who was told that a colleague saved first may save over it: they have seen that version now."""
    db.session.rollback()
    overtaken = isinstance(fault, Conflict)
    version = store.get(agent.id).version if overtaken else seen()
    context = _form(part, agent, again, version) | {"overtaken": overtaken}
    return ui.faulty(PAGE, FORM, fault, **context)


def _saved(agent_id: int, part: Part, changed: bool) -> Response:
    db.session.commit()
    ui.say(f"{part.title}: saved." if changed else "Nothing was changed.", "good" if changed else "info")
    if changed:
        say_unsendable(agent_id, part.key)
        say_tests(agent_id)
    return ui.redirect(url_for("agents.show", agent_id=agent_id))


def _form(part: Part, agent: Agent, shown: dict[str, Any], version: int | None = None) -> dict[str, Any]:
    known = {
        "part": part,
        "agent": agent,
        "typed": shown,
        "seen": agent.version if version is None else version,
    }
    return known | _CHOICES[part.key](agent) if part.key in _CHOICES else known


def _of_who(agent: Agent) -> dict[str, Any]:
    engines = [
        (name, ENGINES[name].name, ENGINES[name].fault or words)
        for name, words in ENGINE_WORDS.items()
        if name in ENGINES
    ]
    models = [
        (str(model.id), model.name if model.output_mode else f"{model.name} (cannot be asked now)")
        for model in language_models.listed()
    ]
    return {
        "engines": engines,
        "models": models,
        "summary_hint": _summary_hint(agent),
        "colors": list(COLOR_WORDS.items()),
        "languages": list(LANGUAGES.items()),
    }


def _summary_hint(agent: Agent) -> str:
    """With what one costs, as far as that is known."""
    known = [(name, price) for name, price in prices.estimates().items() if price is not None]
    costs = ", ".join(f"{_money(price)} with {name}" for name, price in known)
    so_far = prices.mean(agent.id)
    return SUMMARY_HINT.format(
        tokens=prices.TOKENS,
        costs=f", which cost {costs}" if costs else "",
        so_far=f" So far, one has cost {_money(so_far)} on average." if so_far else "",
    )


def _money(amount: Decimal | float) -> str:
    """With figures that say something, however little it is."""
    return f"{amount:.4f}" if amount >= 0.001 else f"{amount:.7f}".rstrip("0")


def _of_hours(agent: Agent) -> dict[str, Any]:
    zones = sorted(zone for zone in clock.zone_names() if "/" in zone or zone == "UTC")
    first, *others = store.current(agent).definition.languages
    return {
        "zones": [("", "Choose a time zone"), *((zone, zone.replace("_", " ")) for zone in zones)],
        "first_language": LANGUAGES.get(first, first),
        "others": [(code, LANGUAGES.get(code, code)) for code in others],
    }


_CHOICES = {"who": _of_who, "hours": _of_hours}
