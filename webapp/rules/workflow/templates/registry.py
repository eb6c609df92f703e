"""The templates that there are, in the order in which they are offered."""

from __future__ import annotations

from webapp.rules.workflow.templates.base import Template
from webapp.rules.workflow.templates.first_words import DRIP, MISSED_CALL, SPEED_TO_LEAD
from webapp.rules.workflow.templates.in_time import BIRTHDAY, QUIET, UNANSWERED
from webapp.rules.workflow.templates.visits import NO_SHOW, REMINDER, REVIEW

TEMPLATES: dict[str, Template] = {
    template.key: template
    for template in (
        MISSED_CALL,
        REMINDER,
        NO_SHOW,
        SPEED_TO_LEAD,
        REVIEW,
        BIRTHDAY,
        DRIP,
        UNANSWERED,
        QUIET,
    )
}
