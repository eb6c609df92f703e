"""The blueprint of all batch pages, and what its modules share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, request, url_for

from webapp.channels import call_about
from webapp.channels import registry as channels
from webapp.channels.base import Step
from webapp.errors import Conflict
from webapp.models import statuses
from webapp.models.batch import Batch, BatchState
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.services.batches import lifecycle, ready
from webapp.services.batches.preview import Look
from webapp.services.calls import around
from webapp.services.calls.around import Around
from webapp.views import ids, template_globals, ui
from webapp.views.typed import typed

bp = Blueprint("batches", __name__)

FIRST, LAST = Step("recipients", "Recipients"), (Step("check", "Check"), Step("when", "When"))
"""The steps of every batch, before and after the one at which its content is made."""


@bp.context_processor
def _thread_link() -> dict[str, Any]:
    """`thread_url(id)`: where a conversation is read; what calls can be held in, and say by themselves."""
    thread_url = template_globals.addresses("inbox.show", "thread_id")
    return {"thread_url": thread_url, "languages_of_calls": call_about.LANGUAGES, "said_around": _around}


def _around(batch: Batch, content: CallContent, look: Look) -> Around:
    """What a row hears besides what someone wrote."""
    return around.of(batch, content, look.row.phone or "" if look.row else "", look.voicemail)


@bp.app_template_filter("capfirst")
def capfirst(words: str) -> str:
    """A capital in front; the rest stays as it is."""
    return words[:1].upper() + words[1:]


def locked(batch_id: int) -> Batch:
    """The batch, for a request that changes it."""
    return lifecycle.get(batch_id, lock=True)


def wizard(*states: BatchState) -> Callable[..., Any]:
    """For the pages of the steps: who comes when the batch is in none of `states` (draft, if none is
    given) is shown how it goes instead."""
    allowed = states or (BatchState.DRAFT,)

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(batch_id: int, **arguments: Any) -> Any:
            batch = lifecycle.get(batch_id, lock=request.method == "POST")
            if batch.state not in allowed:
                if request.method == "POST":
                    _say_late(batch)
                return ui.redirect(url_for("batches.show", batch_id=batch_id))
            return view(batch, **arguments)

        return guarded

    return decorate


def _say_late(batch: Batch) -> None:
    """Nothing of what was sent is taken any more. Raises Conflict where a text would be lost by going on."""
    said = f"Nothing was changed: this batch is {statuses.about(batch.state).word.lower()} by now."
    if ui.wants_partial() or typed().long:
        raise Conflict(said)
    ui.say(said, "info")


def content_url(batch: Batch) -> str:
    """Where what the batch says is written, on its channel."""
    return url_for(f"batches.{channels.of(batch.channel).step.name}", batch_id=batch.id)


def steps(batch: Batch | None, current: str, channel: str = Channel.SMS) -> list[dict[str, Any]]:
    """The wizard's steps for `ui.steps`; `channel`: of a batch that is to be made."""
    missing = {obstacle.step for obstacle in ready.obstacles(batch)} if batch else set()
    items = []
    order = [FIRST, channels.of(batch.channel if batch else channel).step, *LAST]
    for name, word in order:
        url = url_for(f"batches.{name}", batch_id=batch.id) if batch else None
        done = batch is not None and name != "when" and not missing.intersection(_up_to(name, order))
        items.append({"word": word, "url": url, "state": _state(name == current, done)})
    return items


def number_in(name: str, source: Any = None) -> int | None:
    """A field of the form (or of the address) as a number; None when it is none, or beyond any of ours."""
    value = (request.form if source is None else source).get(name, type=int)
    return value if value is not None and 0 <= value <= ids.LARGEST else None


def _up_to(name: str, order: list[Step]) -> list[str]:
    names = [step.name for step in order]
    return names[: names.index(name) + 1] if name == "check" else [name]


def _state(now: bool, done: bool) -> str:
    return "now" if now else "done" if done else "later"
