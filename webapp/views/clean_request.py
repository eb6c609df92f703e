"""What comes in with a request holds only text that a database can hold, before any handler reads it.

What people type is cleaned. An address with a NUL leads nowhere: cleaned, it might be someone else's.
"""

from __future__ import annotations

from errno import ENOSPC
from typing import IO, Any

from flask import Flask, abort, request
from htmx_flask import HtmxAwareRequest
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.formparser import FormDataParser
from werkzeug.utils import cached_property

from webapp.rules import storable

NO_ROOM = "outbound.no_room"
"""Where our web server (server/channel) says so."""
Words = MultiDict[str, str]
Parsed = tuple[IO[bytes], Words, MultiDict[str, FileStorage]]


class CleanForms(FormDataParser):
    """Cleans fields, and the names that files come with."""

    def parse(self, *args: Any, **kwargs: Any) -> Parsed:
        stream, form, files = super().parse(*args, **kwargs)
        for file in files.values():
            file.filename = storable.clean(file.filename or "")
        return stream, _cleaned(form), files


class CleanRequest(HtmxAwareRequest):  # type: ignore[misc]
    """The form, the query string and JSON bodies without what no database holds."""

    form_data_parser_class = CleanForms

    @cached_property
    def args(self) -> Words:
        try:
            typed: Words = super().args
        except UnicodeDecodeError:
            abort(400)  # bytes in the address that are no text
        return _cleaned(typed)

    def get_json(self, *args: Any, **kwargs: Any) -> Any:
        return storable.clean_json(super().get_json(*args, **kwargs))


def init_app(app: Flask) -> None:
    """After htmx-flask, which sets a class of its own; before anything looks at a request."""
    app.request_class = CleanRequest
    app.before_request(_refuse)


def _cleaned(typed: Words) -> Words:
    return type(typed)(
        (storable.clean(name), storable.clean(value)) for name, value in typed.items(multi=True)
    )


def _refuse() -> None:
    if request.environ.get(NO_ROOM):
        raise OSError(ENOSPC, "no room for the body")
    if not storable.is_storable(request.path):
        abort(404)
