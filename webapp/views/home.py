"""The first page: what to do first, then what goes on."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, request
from flask_login import current_user

from webapp import queue
from webapp.models.channel import Channel
from webapp.services import overview
from webapp.services.batches import approval_actions, csv_templates
from webapp.services.inbox.receiving import waiting_texts
from webapp.services.numbers import channel_services
from webapp.services.team import account_notices
from webapp.services.threads import callbacks
from webapp.services.workflows.many import asking
from webapp.views import settings, ui
from webapp.views.me import me, my_id
from webapp.views.webhooks import webhook_words

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> Response:
    simulated = current_app.config["SETTINGS"].simulator_url is not None
    return ui.page(
        "home/index.html",
        account_notices=account_notices.of(my_id()),
        steps=overview.first_steps(simulated=simulated),
        present=overview.present(),
        callbacks=callbacks.due(),
        approvals=approval_actions.waiting_for(me()),
        sent_back=approval_actions.sent_back_to(me()),
        starts=asking.waiting_for(me()),
        pages=current_app.view_functions,
        **(_for_admins() if current_user.is_admin else {}),
    )


def _for_admins() -> dict[str, Any]:
    return {
        "standstill": queue.standstill(),
        "webhooks": webhook_words.present(),
        **settings.asked_approval(),
        "resting": channel_services.resting(),
        "exhausted": channel_services.exhausted(),
        "unreadable": waiting_texts.unreadable(),
    }


@bp.get("/sample.csv")
def sample() -> Response:
    """A list to try things out with: people to text, or to call."""
    headers = {"Content-Disposition": 'attachment; filename="outbound-sample.csv"'}
    text = csv_templates.sample(request.args.get("channel", Channel.SMS))
    return Response(text, mimetype="text/csv", headers=headers)
