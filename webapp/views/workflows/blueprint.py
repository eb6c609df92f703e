"""The blueprint of the pages of workflows, and what they have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, request
from flask_login import current_user

from webapp.services.workflows.editing import publishing
from webapp.views.ids import row_id
from webapp.views.me import me

bp = Blueprint("workflows", __name__)


def seen() -> int:
    """The revision that the form showed; 0 for none."""
    return request.form.get("seen", 0, type=row_id)


def makers_only(view: Callable[..., Any]) -> Callable[..., Any]:
    """Only those who may make workflows get to `view`: admins, and staff whom the team lets."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        publishing.must_be_allowed(me())
        return view(*args, **kwargs)

    return guarded


@bp.app_context_processor
def _may() -> dict[str, Any]:
    """`may_make()` in templates: whether to offer what only makers may do."""
    return {"may_make": lambda: bool(current_user.is_authenticated and publishing.may(me()))}
