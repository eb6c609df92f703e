"""What a search has found, in the list of the inbox: where it stands, and its words, marked."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask
from markupsafe import Markup, escape

from webapp.models.entry import Direction, Kind
from webapp.rules import excerpt
from webapp.rules.excerpt import Piece
from webapp.services.inbox.listing.found_texts import Found
from webapp.views import timeline

MARK = Markup("<mark>{}</mark>")


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(found_where=where, found_at=address)
    app.jinja_env.filters.update(
        marked=lambda text, words: _marked(excerpt.pieces(text, words)),
        excerpt=lambda text, words: _marked(excerpt.around(text, words)),
    )


def where(found: Found) -> Markup:
    """`3 Mar:`, of what they wrote; `3 Mar, note:`."""
    said = {Kind.NOTE: ", note:", Kind.CALL: ", in a call:"}.get(found.kind)
    return timeline.brief(found.at) + (said or (", we wrote:" if found.direction == Direction.OUT else ":"))


def address(thread: str, found: Found) -> str:
    """Of a conversation, whose address is `thread`, at what was found; it is loaded however old it is."""
    anchor = "call" if found.kind == Kind.CALL else "m"
    return f"{thread}{'&' if '?' in thread else '?'}from={found.entry_id}#{anchor}-{found.entry_id}"


def _marked(pieces: Iterable[Piece]) -> Markup:
    return Markup("").join(MARK.format(one.text) if one.is_match else escape(one.text) for one in pieces)
