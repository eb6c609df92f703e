"""Step 1: the list, the number it is sent from, the column that holds the phones."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any

from flask import Response, current_app, request, url_for

from webapp.channels.registry import CHANNELS
from webapp.db import db, now
from webapp.errors import Fault, Gather, NotFound
from webapp.models.batch import Batch
from webapp.models.channel import Channel
from webapp.models.upload import Upload
from webapp.models.work import Work
from webapp.rules.phones import phone
from webapp.services.batches import consent, csv_templates, drafts, lifecycle, listing
from webapp.services.batches.lists import country_guess
from webapp.services.numbers import numbers
from webapp.services.recipients import tallies
from webapp.views import times, ui
from webapp.views.batches.blueprint import bp, content_url, number_in, steps, wizard
from webapp.views.downloads import download
from webapp.views.list_forms import joined, name_choices, uploaded_file
from webapp.views.me import me, my_id

NEW = ("batches/recipients/new.html", "batches/recipients/_new.html")
PAGE = ("batches/recipients/recipients.html", "batches/recipients/_recipients.html")
PREVIEWED = 8


@bp.get("/batches/new")
def new() -> Response:
    return ui.page(*NEW, faults={}, **_new())


@bp.post("/batches/new")
def create() -> Response:
    name, content = uploaded_file()
    called = csv_templates.batch_name(name) or f"Batch of {times.here(now()):%d %B}"
    batch = drafts.create(my_id(), called, channel_chosen())
    if "message_first" in request.form:
        db.session.commit()
        return ui.redirect(content_url(batch))
    try:
        drafts.attach(batch, name, content, my_id())
    except Fault as fault:
        return ui.faulty(*NEW, fault, **_new())
    db.session.commit()
    return _to_recipients(batch)


@bp.post("/batches/sample")
def create_sample() -> Response:
    """A first batch to try things out with."""
    if not current_app.config["SETTINGS"].simulator_url:
        raise NotFound("The sample list is for the simulator, and that is not running.")
    batch = drafts.create(my_id(), "First try", channel_chosen())
    sample = csv_templates.sample(batch.channel)
    drafts.attach(batch, csv_templates.SAMPLE_NAME, io.BytesIO(sample.encode()), my_id())
    db.session.commit()
    return _to_recipients(batch)


@bp.get("/batches/<int:batch_id>/recipients")
@wizard()
def recipients(batch: Batch) -> Response:
    if "go_on" in request.args and batch.reading == Work.DONE and batch.phone_column is not None:
        return ui.redirect(content_url(batch))
    return ui.fresh(batch.revision, *PAGE, faults={}, **_context(batch))


@bp.post("/batches/<int:batch_id>/recipients")
@wizard()
def upload(batch: Batch) -> Response:
    name, content = uploaded_file()
    try:
        drafts.attach(batch, name, content, my_id())
    except Fault as fault:
        batch_id = batch.id
        db.session.rollback()
        batch = lifecycle.get(batch_id)
        return ui.faulty(*PAGE, fault, version=batch.revision, **_context(batch))
    db.session.commit()
    return _to_recipients(batch)


@bp.post("/batches/<int:batch_id>/arrange")
@wizard()
def arrange(batch: Batch) -> Response:
    try:
        _arrange(batch)
    except Fault as fault:
        return _not_arranged(batch.id, fault)
    db.session.commit()
    return _to_recipients(batch, go_on=request.form.get("go_on"))


def _arrange(batch: Batch) -> None:
    """Raises Faults: all that is wrong with the form."""
    column, country = number_in("phone_column"), request.form.get("country", batch.country)
    faults = Gather()
    with faults:
        if "name_columns" in request.form:
            drafts.choose_names(batch, _indexes("name_columns"))
    with faults:
        drafts.arrange(batch, number_in("number_id"), column, country)
    with faults:
        consent.state(batch, request.form.get("consent", ""), request.form.get("consent_note", ""), my_id())
    faults.settle()


def _not_arranged(batch_id: int, fault: Fault) -> Response:
    """The page shows the list as it is, and the form as it was typed."""
    db.session.rollback()
    batch = lifecycle.get(batch_id)
    context = _context(batch) | {"typed": _typed(batch) | request.form.to_dict()}
    return ui.faulty(*PAGE, fault, version=batch.revision, **context)


@bp.post("/batches/<int:batch_id>/columns")
@wizard()
def read_columns(batch: Batch) -> Response:
    """How phones are read was changed, which is seen at once; the rest of the form is kept if it is valid."""
    batch_id, form = batch.id, request.form
    with suppress(Fault):
        consent.state(batch, form.get("consent", ""), form.get("consent_note", ""), my_id())
    with suppress(Fault):
        drafts.choose_number(batch, number_in("number_id"))
    try:
        drafts.choose_columns(batch, number_in("phone_column"), form.get("country", batch.country))
    except Fault as fault:
        return with_reading_fault(batch_id, fault)
    db.session.commit()
    return _to_recipients(batch)


@bp.get("/batches/template.csv", defaults={"batch_id": None})
@bp.get("/batches/<int:batch_id>/template.csv")
def template(batch_id: int | None) -> Response:
    batch = lifecycle.get(batch_id) if batch_id else None
    return download([csv_templates.template(batch)], "outbound-template.csv")


def _new() -> dict[str, Any]:
    """`of_channel`: for addresses; None: texts."""
    channel = channel_chosen()
    return {
        "batch": None,
        "steps": steps(None, "recipients", channel),
        "kinds": CHANNELS,
        "chosen": channel,
        "of_channel": None if channel == Channel.SMS else channel,
        "has_calls": bool(numbers.able(Channel.CALL)),
        "has_texts": bool(numbers.able(Channel.SMS)),
    }


def _context(batch: Batch) -> dict[str, Any]:
    upload = db.session.get(Upload, batch.upload_id) if batch.upload_id else None
    return {
        "batch": batch,
        "typed": _typed(batch),
        "sources": [(kind, word, "") for kind, word in consent.WORDS.items()],
        "upload": upload,
        "counts": tallies.counts(batch.id),
        "steps": steps(batch, "recipients"),
        "numbers": _senders(batch.channel),
        "columns": [(at, name) for at, name in enumerate(batch.columns)],
        "name_choices": name_choices(batch),
        "go_on": request.args.get("go_on"),
        "countries": phone.country_choices(),
        "better": country_guess.better(batch, me().timezone)
        if upload and batch.reading == Work.DONE
        else None,
        "rows": listing.preview(batch.id, PREVIEWED) if batch.reading == Work.DONE else [],
    }


def _typed(batch: Batch) -> dict[str, Any]:
    fields = ("consent", "consent_note", "number_id", "country", "phone_column")
    return {name: getattr(batch, name) for name in fields} | {"name_columns": joined(batch.name_columns)}


def _senders(channel: str = Channel.SMS) -> list[tuple[int, str]]:
    """The numbers that are used on a channel, for a select."""
    able = numbers.able(channel)
    return [
        (one.id, f"{phone.pretty(one.e164)} · {one.label}" if one.label else phone.pretty(one.e164))
        for one in able
    ]


def _indexes(name: str) -> list[int]:
    """A field of the form that holds numbers, with commas between them; -1 for what is none."""
    given = [part for part in request.form[name].split(",") if part]
    return [int(part) if part.isdecimal() and len(part) < 10 else -1 for part in given]


def _to_recipients(batch: Batch, go_on: str | None = None) -> Response:
    """With `go_on` the page is left for the next step as soon as the list has been read."""
    return ui.redirect(url_for("batches.recipients", batch_id=batch.id, go_on=go_on))


def with_reading_fault(batch_id: int, fault: Fault) -> Response:
    """The page as it was, with a fault of how the list is to be read; what the request changed is undone."""
    db.session.rollback()
    batch = lifecycle.get(batch_id)
    context = _context(batch) | {"reading_faults": ui.in_fields(fault)}
    return ui.page(*PAGE, status=422, faults={}, version=batch.revision, **context)


def channel_chosen() -> Channel:
    """By which people are to be reached; texts, unless calls were chosen."""
    return Channel.CALL if request.values.get("channel") == Channel.CALL else Channel.SMS
