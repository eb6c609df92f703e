"""The team's language models: adding, changing, removing and testing them, and reaching one.

A key can be written and used, and never read again: no verb here gives one out but `access`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Row, select
from sqlalchemy.exc import IntegrityError

from webapp import sealing, simulated_model
from webapp.agents.base import EngineFault
from webapp.agents.llm import probing
from webapp.agents.llm.access import ModelAccess, OutputMode
from webapp.agents.llm.providers import PROVIDERS, SIMULATED
from webapp.db import db, now, only_reading
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.language_model import LanguageModel
from webapp.models.user import User
from webapp.rules import natural_order
from webapp.rules.comparing import alike
from webapp.services import events
from webapp.services.agents import model_form, model_uses
from webapp.services.agents.model_form import ModelForm, Typed

NONE_CHOSEN = "No language model is chosen for this agent. Choose one of those in Settings → Language models."
GONE = "This model does not exist any more."
TAKEN = "There is a model of this name already. Choose another name."
KEY_NEEDED = "This provider takes no request without a key. Type it in."
KEY_AGAIN = "The address is another server's now. Type the key again, or say that there is none."
CHANGED_MEANWHILE = "The model was changed while it was tested. Test it again."
KEY_LOST = "The key was kept with another OUTBOUND_SECRET_KEY and cannot be read any more: type it in again."
SIMULATED_NAME, SIMULATED_MODEL = "Simulated model", "simulated-model"
"""As it is called here, and by its server."""
SECONDS, REQUEST_SECONDS = 20.0, 12.0
"""For an answer in all, and for one request; thinking.LEASE is longer."""
_TESTED = ("base_url", "model", "key_sealed")
"""What a test is about: after a change of these, it says nothing any more."""


def listed() -> Sequence[LanguageModel]:
    """By name."""
    return sorted(db.session.scalars(select(LanguageModel)), key=lambda one: natural_order.key(one.name))


def get(model_id: int) -> LanguageModel:
    """Raises NotFound."""
    model = db.session.get(LanguageModel, model_id)
    if model is None:
        raise NotFound(GONE)
    return model


def own_url() -> str | None:
    """Where this installation runs the simulated model, once the team has it; None: it runs none."""
    return simulated_model.own_url()


def address(model: LanguageModel | Row[Any]) -> str:
    """Where it is reached. The installation's own simulated model may listen elsewhere after each start."""
    own = own_url() if model.provider == SIMULATED else None
    return f"{own}/v1" if own else str(model.base_url)


def add_simulated(by: User) -> LanguageModel:
    """The simulated model of this installation, not tested yet. Raises NotFound where there is none."""
    url = own_url()
    if url is None:
        raise NotFound("The simulated model runs where the simulator does: without Vonage credentials.")
    return add(ModelForm(SIMULATED_NAME, SIMULATED, f"{url}/v1", SIMULATED_MODEL), by)


def has_key(model: LanguageModel) -> bool:
    """All that can be told of its key."""
    return bool(model.key_sealed)


def add(form: ModelForm, by: User) -> LanguageModel:
    """A model, not tested yet. Raises Faults."""
    typed = model_form.read(form)
    _check_name(typed.name)
    if PROVIDERS[typed.provider].needs_key and not typed.key:
        raise Fault(KEY_NEEDED, "key")
    model = LanguageModel(key_sealed=_sealed(typed.key), created_by=by.id)
    _fill(model, typed)
    db.session.add(model)
    _flush()
    events.note(
        "language_model.added", user_id=by.id, model=model.id, name=model.name, address=model.base_url
    )
    return model


def change(model_id: int, form: ModelForm, by: User) -> LanguageModel:
    """Raises Faults, NotFound. A change of what was tested makes it untested."""
    model, typed = get(model_id), model_form.read(form)
    _check_name(typed.name, but=model_id)
    before = _tested_of(model)
    model.key_sealed = _key(model, typed, form.forget_key)
    _fill(model, typed)
    if _tested_of(model) != before:
        model.output_mode, model.tested_at, model.test_sentence = "", None, ""
    _flush()
    events.note(
        "language_model.changed", user_id=by.id, model=model.id, name=model.name, address=model.base_url
    )
    return model


def remove(model_id: int, by: User) -> None:
    """With its key. Raises NotFound, and Conflict while an agent asks it."""
    model = _locked(model_id)
    if names := model_uses.agents_with(model_id):
        raise Conflict(f"{_listed(names)} this model. Choose another one there first.")
    db.session.delete(model)
    events.note("language_model.removed", user_id=by.id, model=model_id, name=model.name)


def must_be_usable(model_id: int | None) -> None:
    """For an agent that is saved; it stays there until that is committed. Raises Fault that says why not."""
    if model_id is None:
        raise Fault(NONE_CHOSEN, "model")
    try:
        db.session.get(LanguageModel, model_id, with_for_update={"read": True, "key_share": True})
        access(model_id)
    except Fault as fault:
        raise Fault(fault.sentence, "model") from fault


def for_agent(model_id: int | None) -> ModelAccess | EngineFault:
    """What an engine is made with: how the model is reached, or why it cannot be."""
    if model_id is None:
        return EngineFault(NONE_CHOSEN)
    try:
        return access(model_id)
    except Fault as fault:
        return EngineFault(fault.sentence)


def access(model_id: int) -> ModelAccess:
    """How an engine reaches it. Raises NotFound, and Fault when it cannot be used: the sentence says why."""
    model = get(model_id)
    if not model.output_mode:
        why = model.test_sentence or "It has not been tested yet."
        raise Fault(f"The model “{model.name}” cannot be used. {why} Test it in Settings → Language models.")
    return _access(model, OutputMode(model.output_mode))


def test_connection(model_id: int) -> LanguageModel:
    """Find its output mode, and note what the test says of it. Raises NotFound, Conflict, Fault.

    It waits for the network, up to 20 seconds: call it when no transaction is open, which on SQLite
    would keep all others from writing.
    """
    with only_reading() as connection:
        row = connection.execute(
            select(LanguageModel.__table__).where(LanguageModel.id == model_id)
        ).one_or_none()
    if row is None:
        raise NotFound(GONE)
    reached = ModelAccess(address(row), row.model, _opened(row.key_sealed))
    found = probing.probe(reached)
    model = get(model_id)
    if _tested_of(model) != {name: getattr(row, name) for name in _TESTED}:
        raise Conflict(CHANGED_MEANWHILE)
    model.output_mode = str(found.mode or "")
    model.tested_at, model.test_sentence = now(), found.sentence[:400]
    db.session.flush()
    return model


def _locked(model_id: int) -> LanguageModel:
    model = db.session.get(LanguageModel, model_id, with_for_update=True)
    if model is None:
        raise NotFound(GONE)
    return model


def _listed(names: Sequence[str]) -> str:
    """The subject and verb of a sentence."""
    shown = [f"“{name}”" for name in names]
    return f"{shown[0]} asks" if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]} ask"


def _access(model: LanguageModel, mode: OutputMode) -> ModelAccess:
    key = _opened(model.key_sealed)
    prices = model.price_in, model.price_out
    return ModelAccess(address(model), model.model, key, mode, *prices, SECONDS, REQUEST_SECONDS)


def _sealed(key: str) -> str:
    """As it is kept; no key stays none."""
    return sealing.seal(key).decode("ascii") if key else ""


def _opened(kept: str) -> str:
    """Raises Fault when it was kept with another installation's secret."""
    try:
        return sealing.unseal(kept.encode()) if kept else ""
    except sealing.NotOurs as error:
        raise Fault(KEY_LOST, "key") from error


def _check_name(name: str, but: int | None = None) -> None:
    others = select(LanguageModel.name).where(LanguageModel.id != (but or 0))
    if alike(name) in map(alike, db.session.scalars(others)):
        raise Fault(TAKEN, "name")


def _key(model: LanguageModel, typed: Typed, forget: bool) -> str:
    """The key to keep. One that was typed for a server is never sent to another."""
    if typed.key:
        return _sealed(typed.key)
    kept = "" if forget else model.key_sealed
    if kept and _server(model.base_url) != _server(typed.base_url):
        raise Fault(KEY_AGAIN, "key")
    if not kept and PROVIDERS[typed.provider].needs_key:
        raise Fault(KEY_NEEDED, "key")
    return kept


def _server(base_url: str) -> tuple[str, str]:
    split = urlsplit(base_url)
    return split.scheme, split.netloc.lower()


def _fill(model: LanguageModel, typed: Typed) -> None:
    for name in ("name", "provider", "base_url", "model", "price_in", "price_out"):
        setattr(model, name, getattr(typed, name))


def _tested_of(model: LanguageModel) -> dict[str, str]:
    return {name: getattr(model, name) for name in _TESTED}


def _flush() -> None:
    """Two people who choose the same name at once: the second is told, and nothing of theirs is done."""
    try:
        db.session.flush()
    except IntegrityError as error:
        db.session.rollback()
        raise Fault(TAKEN, "name") from error
