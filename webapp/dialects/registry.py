"""The databases there are. Each is chosen once, by its URL or its engine."""

from __future__ import annotations

from sqlalchemy import make_url

from webapp.dialects.base import Dialect
from webapp.dialects.postgresql import Postgresql
from webapp.dialects.sqlite import Sqlite

DIALECTS: dict[str, Dialect] = {"sqlite": Sqlite(), "postgresql": Postgresql()}
"""By SQLAlchemy's name of the dialect."""


def for_url(url: str) -> Dialect:
    """The dialect of the database at a URL. Raises KeyError for one that is not supported."""
    return DIALECTS[make_url(url).get_backend_name()]
