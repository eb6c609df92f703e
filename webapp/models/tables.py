"""Every table, for the migrations and for tests that need all of them at once."""

from webapp.models import (
    api_key,
    approval,
    batch,
    contact,
    event,
    media,
    number,
    opt_out_import,
    place,
    recipient,
    thread,
    user,
)

MODULES = (
    api_key,
    approval,
    batch,
    contact,
    event,
    media,
    number,
    opt_out_import,
    place,
    recipient,
    thread,
    user,
)
