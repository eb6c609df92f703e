"""Step 3: what is wrong with the list, what each row gets, what it costs, and a test to oneself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, request, url_for

from webapp.db import db, now
from webapp.errors import Fault
from webapp.models.batch import Batch
from webapp.models.call import Call
from webapp.models.channel import Channel
from webapp.models.recipient import RecipientStatus
from webapp.models.work import Work
from webapp.rules import foreign_placeholders
from webapp.services import paging, settings
from webapp.services.batches import (
    drafts,
    estimate,
    lifecycle,
    listing,
    preview,
    ready,
    report,
    rewriting,
    row_fixes,
    test_message,
    time_zones,
)
from webapp.services.batches.calls import call_warnings
from webapp.services.batches.rows import questions, row_faults
from webapp.services.calls import reports, testing
from webapp.services.gate import frequency
from webapp.services.recipients import tallies
from webapp.views import times, ui
from webapp.views.batches.blueprint import bp, content_url, number_in, steps, wizard
from webapp.views.downloads import noted
from webapp.views.me import my_id
from webapp.views.signing_in.security import admin_required

PAGE = ("batches/check/check.html", "batches/check/_check.html")
TESTS = {Channel.SMS: test_message.send, Channel.CALL: testing.place}
ROWS_TO_FIX = 10
"""On a page: what is decided stands below them. Opened one after the other, they all come."""
OUTCOME = "batches/check/_test_outcome.html"


@bp.get("/batches/<int:batch_id>/check")
@wizard()
def check(batch: Batch) -> Response:
    return ui.fresh(batch.revision, *PAGE, faults={}, typed={}, **_context(batch))


@bp.post("/batches/<int:batch_id>/check")
@wizard()
def decide(batch: Batch) -> Response:
    """Send without the faulty rows, or fix them first."""
    left_out = tallies.counts(batch.id).get(RecipientStatus.FAULTY, 0)
    choice = request.form.get("choice", "")
    if choice == "fix":
        return ui.redirect(url_for("batches.recipients", batch_id=batch.id))
    if left_out and choice != str(left_out):
        fault = Fault("Choose whether to leave these rows out, or to fix them first.", "choice")
        return ui.faulty("batches/check/check.html", None, fault, typed={}, version=0, **_context(batch))
    return ui.redirect(url_for("batches.when", batch_id=batch.id, without=left_out or None))


@bp.post("/batches/<int:batch_id>/check/again")
@wizard()
def check_again(batch: Batch) -> Response:
    drafts.check_again(batch)
    db.session.commit()
    return ui.redirect(url_for("batches.check", batch_id=batch.id))


@bp.post("/batches/<int:batch_id>/check/placeholders")
@wizard()
def replace_placeholders(batch: Batch) -> Response:
    """Put our placeholders in the place of other tools', and check again."""
    text = foreign_placeholders.replaced(batch.content.words, batch.columns)
    rewriting.rewrite(batch, text, my_id())
    db.session.commit()
    return ui.redirect(url_for("batches.check", batch_id=batch.id))


@bp.post("/batches/<int:batch_id>/check/answer")
@wizard()
def answer(batch: Batch) -> Response:
    """Say what becomes of the rows that a question of the check is about."""
    question, chosen = request.form.get("question", ""), request.form.get("answer", "")
    return _fixed(batch, lambda: questions.answer(batch, question, chosen, my_id()))


@bp.post("/batches/<int:batch_id>/check/length")
@wizard()
def allow_length(batch: Batch) -> Response:
    """Let the message be as long as the rows need."""
    return _fixed(batch, lambda: row_fixes.allow(batch, number_in("segments") or 0, my_id()))


@bp.post("/batches/<int:batch_id>/check/fallback")
@wizard()
def use_fallback(batch: Batch) -> Response:
    """Put a word where the cell of a row is empty."""
    column, word = number_in("column"), request.form.get("fallback", "")
    return _fixed(batch, lambda: row_fixes.fill(batch, -1 if column is None else column, word, my_id()))


def _fixed(batch: Batch, fix: Callable[[], object]) -> Response:
    """The check after something was done about its rows; what was typed stays where it could not be."""
    try:
        fix()
    except Fault as fault:
        return ui.faulty(*PAGE, fault, typed=request.form, version=0, **_context(batch))
    db.session.commit()
    return ui.redirect(url_for("batches.check", batch_id=batch.id))


@bp.post("/batches/<int:batch_id>/over-cap")
@admin_required
@wizard()
def over_cap(batch: Batch) -> Response:
    """Exempt the batch from the frequency cap, or no longer."""
    drafts.exempt_from_cap(batch, request.form.get("over_cap") == "yes", my_id())
    db.session.commit()
    return ui.redirect(url_for("batches.check", batch_id=batch.id))


@bp.post("/batches/<int:batch_id>/zone")
@wizard()
def assume_zone(batch: Batch) -> Response:
    """Where those are whose phone does not tell."""
    try:
        drafts.assume_zone(batch, request.form.get("zone", ""), my_id())
    except Fault as fault:
        return ui.faulty(
            "batches/check/check.html", None, fault, typed=request.form, version=0, **_context(batch)
        )
    db.session.commit()
    return ui.redirect(url_for("batches.check", batch_id=batch.id))


@bp.post("/batches/<int:batch_id>/test")
@wizard()
def test(batch: Batch) -> Response:
    typed = {"phone": request.form.get("phone", "")}
    try:
        TESTS[batch.channel](batch, typed["phone"], my_id(), number_in("row") or 0)
    except Fault as fault:
        return ui.faulty(*PAGE, fault, typed=typed, version=batch.revision, **_context(batch))
    db.session.commit()
    return ui.redirect(url_for("batches.check", batch_id=batch.id))


@bp.get("/batches/<int:batch_id>/test")
@wizard()
def test_outcome(batch: Batch) -> Response:
    """What became of the latest test message: a part of the check page."""
    if not ui.wants_partial():
        return ui.redirect(url_for("batches.check", batch_id=batch.id))
    sent = _tested(batch)
    version = f"{sent['tested'].id}.{sent['tested_as']}" if sent["tested"] else "none"
    return ui.fresh(version, *[OUTCOME] * 2, batch=batch, **sent)


@bp.post("/batches/<int:batch_id>/faulty.csv")
def faulty(batch_id: int) -> Response:
    batch = lifecycle.get(batch_id)
    return noted("batch.faulty_exported", report.faulty(batch), f"to-fix-{batch_id}.csv", batch)


def _tested(batch: Batch) -> dict[str, Any]:
    """The latest test, and the status in which it is: of a call, what its recipient would be."""
    sent = test_message.latest(batch)
    if isinstance(sent, Call):
        return {"tested": sent, "tested_as": sent.outcome or reports.FOLLOWS.get(sent.state, sent.state)}
    return {"tested": sent, "tested_as": sent.state if sent else ""}


def _whom(batch: Batch, counts: dict[str, int]) -> list[tuple[str, int]]:
    """Mobiles and landlines among those who are called, as far as numbering tells."""
    mobiles, landlines = (batch.questions.get(key, 0) for key in (questions.MOBILE, questions.LANDLINE.key))
    others = counts.get(RecipientStatus.QUEUED, 0) - mobiles - landlines
    every = [("Mobiles", mobiles), ("Landlines", landlines), ("Numbering does not tell", max(0, others))]
    return [(word, count) for word, count in every if count]


def _context(batch: Batch) -> dict[str, Any]:
    counts = tallies.counts(batch.id)
    missing = [one for one in ready.obstacles(batch) if one.step != "check"]
    context = {
        "batch": batch,
        "steps": steps(batch, "check"),
        "counts": counts,
        "missing": missing,
        "content_url": content_url,
    }
    return context | (_findings(batch, counts) if batch.checking == Work.DONE and not missing else {})


def _findings(batch: Batch, counts: dict[str, int]) -> dict[str, Any]:
    after = number_in("after", request.args) or 0
    rows = listing.recipients(batch.id, RecipientStatus.FAULTY, after).rows
    faulty = paging.page(rows, ROWS_TO_FIX, "row_no")
    return {
        "to_fix": row_faults.summarize(batch),
        "fixes": row_fixes.offered(batch),
        "faulty": faulty,
        "after": after,
        "columns": row_faults.columns_to_show(batch, faulty.rows),
        "questions": questions.asked(batch),
        "foreign": foreign_placeholders.find(batch.content.words, batch.columns),
        "reasons": listing.skip_reasons(batch.id),
        "cost": estimate.cost(batch),
        "cap": frequency.cap(),
        "zones": time_zones.zones(batch) if settings.get("keep_hours") else {},
        "hours": time_zones.outlook(batch, now()),
        "choices": [("", "Leave them out"), *times.zone_choices()],
        **_tested(batch),
        "warnings": call_warnings.of(batch, batch.content) if batch.channel == Channel.CALL else [],
        "of_settings": call_warnings.of_name(batch) if batch.channel == Channel.CALL else [],
        "whom": _whom(batch, counts) if batch.channel == Channel.CALL else [],
        "look": preview.look(batch, batch.content),
        "sendable": counts.get(RecipientStatus.QUEUED, 0),
        "left_out": counts.get(RecipientStatus.FAULTY, 0),
        "skipped": counts.get(RecipientStatus.SKIPPED, 0),
    }
