"""What every template finds without an import: icons, assets, times, the navigation, a few filters."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user
from jinja2.utils import urlize
from markupsafe import Markup, escape

from webapp.channels import registry as channels
from webapp.models import statuses
from webapp.rules import countries, first_names
from webapp.rules.hours import clock
from webapp.rules.phones import phone
from webapp.views import times

HTMX_CONFIG = {
    "allowEval": False,
    "allowScriptTags": False,
    "includeIndicatorStyles": False,
    "selfRequestsOnly": True,
    # htmx would focus the first field 20 ms after a form has come, and send those back who type at once.
    "defaultSettleDelay": 0,
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
    ("workflows", "Workflows", "diagram-3", "workflows.index"),
    ("contacts", "Contacts", "person-check", "contacts.index"),
)
# On a phone these stand in the menu above: the tab bar has no room for them.
MORE_NAV = (
    ("agents", "Agents", "robot", "agents.index"),
    ("numbers", "Numbers", "telephone", "numbers.index"),
    ("opt_outs", "Opt-outs", "slash-circle", "opt_outs.index"),
    ("hours", "Hours", "clock", "hours.index"),
    ("people", "People", "people", "people.index"),
    ("audit", "Audit", "clock-history", "audit.index"),
    ("settings", "Settings", "gear", "settings.index"),
)
ADMINS_ONLY = frozenset({"audit", "settings"})
UNBROKEN = re.compile(r"[“(]?\+\d[\d -]{6,}\d[”).,:;]*|\be-mails?\b", re.I)
"""A phone as `phone.pretty` writes it, and the one word of ours with a hyphen that headings have."""
MAY_HOLD_AN_ADDRESS = re.compile(r"\S\.\w|://")
"""What Jinja's urlize makes a link of has one of these, and most messages have neither."""
SPRITE = "vendor/bootstrap-icons/sprite.svg"
PART_OF = {
    "api_keys": "settings",
    "carrier_account": "settings",
    "language_models": "settings",
    "notice_ways": "settings",
    "secrets": "settings",
    "sentences": "settings",
    "segments": "contacts",
}
"""Blueprints whose pages are reached from another one's, under which they count in the navigation."""


def init_app(app: Flask) -> None:
    """Hang globals and filters on the template engine."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        icon=icon,
        channel=channels.of,
        asset=asset,
        addresses=addresses,
        when=times.when,
        is_near=times.is_near,
        stamp=times.stamp,
        nav_items=nav_items,
        more_nav_items=more_nav_items,
        htmx_config=HTMX_CONFIG,
        status_of=statuses.about,
    )
    app.jinja_env.filters.update(
        phone=phone.pretty,
        country=lambda code: countries.NAMES.get(code, code),
        number=number,
        counted=counted,
        plural=plural,
        first_name=first_name,
        initials=initials,
        with_links=with_links,
        unbroken=unbroken,
        zone_name=clock.place,
    )
    app.context_processor(lambda: {"simulator_url": current_app.config["SETTINGS"].simulator_url})


def icon(name: str, css: str = "") -> Markup:
    """An icon of the sprite. It is decoration: put a word beside it."""
    return _icon(asset(SPRITE), name, css)


@lru_cache(maxsize=1024)
def _icon(sprite: str, name: str, css: str) -> Markup:
    markup = '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    return Markup(markup).format(css, sprite, name)  # noqa: S704 - a constant, filled in escaped


def asset(path: str) -> str:
    """The address of a file under static/, which changes with its content, so that it can be cached long."""
    known: dict[str, str] = g.setdefault("assets", {})  # a page has the sprite's in every icon
    if path not in known:
        file = f"{current_app.static_folder}/{path}"
        known[path] = _address(request.script_root, path, file, os.stat(file).st_mtime_ns)
    return known[path]


@lru_cache(maxsize=256)
def _address(_root: str, path: str, file: str, _changed: int) -> str:
    """None of a page's two dozen is worked out again while the file, and the script root, are the same."""
    version = hashlib.sha256(Path(file).read_bytes()).hexdigest()[:10]
    return url_for("static", filename=path, v=version)


def addresses(endpoint: str, key: str, **values: Any) -> Callable[[int], str]:
    """Addresses that differ in `key` alone, a number that ends their path: a list has one in every row."""
    path, mark, query = url_for(endpoint, **(values | {key: 0})).partition("?")
    if not path.endswith("/0"):
        raise ValueError(f"{key} does not end the path of {endpoint}")
    return lambda number: f"{path[:-1]}{number}{mark}{query}"


def number(value: float) -> str:
    """1234567 -> 1,234,567."""
    return f"{value:,}"


MOST_COUNTED = 10_000


def counted(value: int, most: int = MOST_COUNTED) -> str:
    """Of what is counted up to `most` and one more: 1234 -> 1,234; 10001 -> 10,000+."""
    return f"{most:,}+" if value > most else f"{value:,}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """(1, "row") -> "1 row"; (2, "row") -> "2 rows"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def first_name(name: str) -> str:
    """What someone is greeted by."""
    return first_names.of(name)


def initials(name: str) -> str:
    """Ada Lovelace -> AL."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])) or "?"


def with_links(text: str) -> Markup:
    """What someone wrote, its addresses as links; most texts have none, which is soon seen."""
    if not MAY_HOLD_AN_ADDRESS.search(text):
        return escape(text)
    return Markup(urlize(text, target="_blank", rel="noopener noreferrer"))  # noqa: S704 - urlize escapes


def unbroken(text: str) -> Markup:
    """A sentence of ours whose phones are not broken at a hyphen or a space where the line ends."""
    if isinstance(text, Markup) or ("+" not in text and "-" not in text):
        return escape(text)
    marked = UNBROKEN.sub(r'<span class="nowrap">\g<0></span>', str(escape(text)))
    return Markup(marked)  # noqa: S704 - it is escaped before


def nav_items() -> list[dict[str, Any]]:
    """The entries of the main navigation, with the present one marked."""
    items = [_nav_item(*entry) for entry in NAV if entry[3] in current_app.view_functions]
    items += [{**item, "wide": True} for item in more_nav_items()]
    simulator = current_app.config["SETTINGS"].simulator_url
    if simulator:
        items.append({"word": "Phones", "icon": "phone", "url": simulator, "external": True, "apart": True})
    return items


def more_nav_items() -> list[dict[str, Any]]:
    """The entries that a phone's tab bar leaves out."""
    return [
        _nav_item(*entry)
        for entry in MORE_NAV
        if entry[3] in current_app.view_functions and (is_admin() or entry[0] not in ADMINS_ONLY)
    ]


def _nav_item(blueprint: str, word: str, icon_name: str, endpoint: str) -> dict[str, Any]:
    counted: dict[str, Callable[[], tuple[str, str]]] = current_app.extensions.get("nav_counts", {})
    count, words = counted[blueprint]() if blueprint in counted else ("", "")
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
