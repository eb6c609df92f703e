"""What every template finds without an import: icons, assets, times, the navigation, a few filters."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user
from markupsafe import Markup

from webapp.rules import countries, phone
from webapp.views import times

HTMX_CONFIG = {
    "allowEval": False,
    "allowScriptTags": False,
    "includeIndicatorStyles": False,
    "selfRequestsOnly": True,
    # Pages hold people's messages: none is kept in the browser's storage; Back asks the server.
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "422", "swap": True},
        {"code": "[45]..", "swap": False, "error": True},
    ],
}

# blueprint, word, icon, endpoint: shown once the endpoint exists
NAV = (
    ("home", "Home", "house", "home.index"),
    ("batches", "Batches", "send", "batches.index"),
    ("inbox", "Inbox", "inbox", "inbox.index"),
    ("numbers", "Numbers", "telephone", "numbers.index"),
    ("people", "People", "people", "people.index"),
)
# On a phone these stand in the account's menu: the tab bar has no room for them.
MORE_NAV = (
    ("contacts", "Contacts", "person-check", "contacts.index"),
    ("opt_outs", "Opt-outs", "slash-circle", "opt_outs.index"),
    ("hours", "Hours", "clock", "hours.index"),
    ("audit", "Audit", "clock-history", "audit.index"),
    ("settings", "Settings", "gear", "settings.index"),
)
ADMINS_ONLY = frozenset({"audit", "settings"})
PART_OF = {"api_keys": "settings"}
"""Blueprints whose pages are reached from another one's, under which they count in the navigation."""


def init_app(app: Flask) -> None:
    """Hang globals and filters on the template engine."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        icon=icon,
        asset=asset,
        when=times.when,
        stamp=times.stamp,
        nav_items=nav_items,
        more_nav_items=more_nav_items,
        htmx_config=HTMX_CONFIG,
    )
    app.jinja_env.filters.update(
        phone=phone.pretty,
        country=lambda code: countries.NAMES.get(code, code),
        number=number,
        plural=plural,
        initials=initials,
        zone_name=zone_name,
    )
    app.context_processor(lambda: {"simulator_url": current_app.config["SETTINGS"].simulator_url})


def icon(name: str, css: str = "") -> Markup:
    """An icon of the sprite. It is decoration: put a word beside it."""
    drawn: dict[tuple[str, str], Markup] = g.setdefault("icons", {})  # a list has the same few in every row
    if (name, css) not in drawn:
        drawn[name, css] = _icon(name, css)
    return drawn[name, css]


def _icon(name: str, css: str) -> Markup:
    sprite = asset("vendor/bootstrap-icons/sprite.svg")
    markup = '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    return Markup(markup).format(css, sprite, name)  # noqa: S704 - a constant, filled in escaped


def asset(path: str) -> str:
    """The address of a file under static/, which changes with its content, so that it can be cached long."""
    known: dict[str, str] = g.setdefault("assets", {})  # a page has the sprite's in every icon
    if path not in known:
        known[path] = _address(path)
    return known[path]


def _address(path: str) -> str:
    file = Path(str(current_app.static_folder)) / path
    return url_for("static", filename=path, v=_version(file, file.stat().st_mtime_ns))


@lru_cache(maxsize=256)
def _version(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10]


def number(value: float) -> str:
    """1234567 -> 1,234,567."""
    return f"{value:,}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """(1, "row") -> "1 row"; (2, "row") -> "2 rows"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def initials(name: str) -> str:
    """Ada Lovelace -> AL."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])) or "?"


def zone_name(zone: str) -> str:
    """An IANA zone as people say it: New York."""
    return zone.rpartition("/")[2].replace("_", " ")


def nav_items() -> list[dict[str, Any]]:
    """The entries of the main navigation, with the present one marked."""
    counts: dict[str, tuple[int, str]] = current_app.extensions.get("nav_counts", lambda: {})()
    items = [_nav_item(*entry, counts) for entry in NAV if entry[3] in current_app.view_functions]
    items += [{**item, "wide": True} for item in more_nav_items()]
    simulator = current_app.config["SETTINGS"].simulator_url
    if simulator:
        items.append({"word": "Phones", "icon": "phone", "url": simulator, "external": True, "apart": True})
    return items


def more_nav_items() -> list[dict[str, Any]]:
    """The entries that a phone's tab bar leaves out."""
    return [
        _nav_item(*entry, {})
        for entry in MORE_NAV
        if entry[3] in current_app.view_functions and (is_admin() or entry[0] not in ADMINS_ONLY)
    ]


def _nav_item(
    blueprint: str, word: str, icon_name: str, endpoint: str, counts: dict[str, tuple[int, str]]
) -> dict[str, Any]:
    count, words = counts.get(blueprint, (0, ""))
    return {
        "word": word,
        "icon": icon_name,
        "url": url_for(endpoint),
        "current": PART_OF.get(request.blueprint or "", request.blueprint) == blueprint,
        "exact": request.endpoint == endpoint,
        "count": count,
        "count_words": words,
    }


def is_admin() -> bool:
    """May the person behind this request change things that only admins may?"""
    return bool(current_user.is_authenticated and current_user.is_admin)
