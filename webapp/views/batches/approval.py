"""A batch that waits for a second person: what they decide by, and what they decide."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from webapp.channels import registry as channels
from webapp.db import db, now
from webapp.errors import Fault
from webapp.models.approval import Approval, ApprovalState
from webapp.models.batch import Batch, BatchState
from webapp.models.recipient import RecipientStatus
from webapp.services.batches import approval, approval_actions, estimate, listing, preview, ready, time_zones
from webapp.services.recipients import reach, tallies
from webapp.views import ui
from webapp.views.batches import progress
from webapp.views.batches.blueprint import bp, locked, number_in
from webapp.views.me import me, my_id
from webapp.views.signing_in.security import admin_required
from webapp.views.template_globals import is_admin


def badge() -> tuple[str, str]:
    """How many wait for the approval of who is signed in, and the words behind the number."""
    waiting = approval_actions.count_for(me()) if is_admin() else 0
    return str(waiting or ""), "waiting for your approval"


@bp.post("/batches/<int:batch_id>/approve")
@admin_required
def approve(batch_id: int) -> Response:
    seen = ready.Seen(number_in("revision") or 0, number_in("left_out") or 0)
    batch = locked(batch_id)
    approval_actions.approve(batch, seen, me())
    db.session.commit()
    ui.say(f"Approved. {channels.of(batch.channel).words.approved}", passing=True)
    return ui.redirect(url_for("batches.show", batch_id=batch_id))


@bp.post("/batches/<int:batch_id>/send-back")
@admin_required
def send_back(batch_id: int) -> Response:
    batch, reason = locked(batch_id), request.form.get("reason", "")
    try:
        approval_actions.send_back(batch, reason, me())
    except Fault as fault:
        if fault.field is None:
            raise
        return ui.faulty(*progress.PAGE, fault, reason=reason, version=0, **progress.context(batch))
    db.session.commit()
    ui.say("It is sent back. Its people see your reason.")
    return ui.redirect(url_for("batches.index"))


@bp.post("/batches/<int:batch_id>/take-back")
def take_back(batch_id: int) -> Response:
    batch = locked(batch_id)
    approval_actions.take_back(batch, my_id())
    db.session.commit()
    ui.say("It is a draft again, and no one is asked any more. Change it, and ask again.", "info")
    return ui.redirect(url_for("batches.when", batch_id=batch_id, without=_left_out(batch) or None))


@bp.context_processor
def _for_templates() -> dict[str, Any]:
    return {"pending": pending, "sent_back": sent_back, "approval_limit": approval_limit}


def pending(batch: Batch) -> dict[str, Any] | None:
    """What someone decides by; None for a batch that does not wait for approval."""
    asked = approval.latest(batch.id) if batch.state == BatchState.PENDING else None
    if asked is None:
        return None
    counts = tallies.counts(batch.id)
    return {
        "asked": asked,
        "may": approval_actions.may_decide(batch, asked, me()),
        "deciders": approval_actions.deciders(batch, asked),
        "others": approval_actions.deciders_if_author_asks(batch),
        "passed": approval_actions.passed(batch),
        "people": counts.get(RecipientStatus.QUEUED, 0),
        "skipped": counts.get(RecipientStatus.SKIPPED, 0),
        "left_out": counts.get(RecipientStatus.FAULTY, 0),
        "reasons": listing.skip_reasons(batch.id),
        "look": preview.look(batch, batch.content),
        "cost": estimate.cost(batch),
        "pace": estimate.pace(batch, counts),
        "hours": time_zones.outlook(batch, now()),
    }


def sent_back(batch: Batch) -> Approval | None:
    """Why a draft came back from the person who was to approve it."""
    request = approval.latest(batch.id) if batch.state == BatchState.DRAFT else None
    return request if request and request.state == ApprovalState.SENT_BACK else None


def approval_limit(batch: Batch) -> int | None:
    """Above how many people it takes a second one; None when this batch does not."""
    return reach.limit() if approval.needed(batch) else None


def _left_out(batch: Batch) -> int:
    return tallies.counts(batch.id).get(RecipientStatus.FAULTY, 0)
