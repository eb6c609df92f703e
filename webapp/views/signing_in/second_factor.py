"""One's own second factor: setting it up, its recovery codes, and switching it off."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user
from markupsafe import Markup

from webapp.db import db
from webapp.errors import Conflict, Fault
from webapp.rules import totp
from webapp.services import settings
from webapp.services.team import second_factors
from webapp.views import ui
from webapp.views.me import me, my_id
from webapp.views.signing_in import attempts, browser_session
from webapp.views.signing_in.attempts import CODE, Attempt, Throttled
from webapp.views.signing_in.confirming import must_be_recent, proof_required

bp = Blueprint("second_factor", __name__)

PAGE, CODES_PAGE = "account/second_factor.html", "account/recovery_codes.html"
NEEDED = "Your team asks everyone for a second factor. You can change it, not switch it off."


@bp.get("/account/second-factor")
def show() -> Response:
    return ui.page(PAGE, faults={}, **_context())


@bp.post("/account/second-factor/start")
@proof_required
def start() -> Response:
    second_factors.start(my_id())
    db.session.commit()
    return ui.redirect(url_for("second_factor.show"))


@bp.post("/account/second-factor")
def confirm() -> Response:
    """The page with the recovery codes, which are kept nowhere, neither in the session nor in the browser."""
    attempt = Attempt(CODE, str(my_id()))
    try:
        attempts.count(attempt)
        codes = second_factors.confirm(my_id(), request.form.get("code", ""))
    except Conflict:
        raise
    except Fault as fault:
        status = 429 if isinstance(fault, Throttled) else 422
        return ui.faulty(PAGE, None, fault, status=status, **_context())
    attempts.clear(attempt)
    return _codes(codes)


@bp.post("/account/second-factor/codes")
@proof_required
def new_codes() -> Response:
    if not second_factors.is_on(my_id()):
        raise Conflict("You have no second factor.")
    return _codes(second_factors.new_codes(my_id()))


@bp.post("/account/second-factor/off")
def switch_off() -> Response:
    must_be_recent()
    if settings.get("require_second_factor"):
        raise Conflict(NEEDED)
    second_factors.switch_off(me())
    db.session.commit()
    ui.say("Your second factor is switched off.")
    return ui.redirect(url_for("account.show"))


def _codes(codes: list[str]) -> Response:
    db.session.commit()
    return ui.page(CODES_PAGE, codes=codes)


def _context() -> dict[str, Any]:
    """The secret is shown until it is confirmed, and never again."""
    factor = second_factors.of(my_id())
    context = {"factor": factor, "must": browser_session.must_set_up(), "secret": "", "qr": ""}
    if factor is not None and factor.confirmed_at is None:
        secret = second_factors.secret_of(factor)
        issuer = f"Outbound {settings.get('team_name')}".strip()
        context |= {
            "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
            "qr": _qr(totp.address(secret, current_user.email, issuer)),
        }
    return context


def _qr(text: str) -> Markup:
    """A QR code, as an SVG that stands in the page; black on white everywhere: some apps need that."""
    import segno  # only where one is shown: it costs memory

    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(scale=4, border=4, light="#fff", svgclass="qr")
    return Markup(drawn.replace("/>", "></path>"))  # noqa: S704  (squares alone; HTML closes no tag by itself)
