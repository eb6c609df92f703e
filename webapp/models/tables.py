"""Every table, for the migrations and for tests that need all of them at once."""

from webapp.models import (
    approval,
    batch,
    contact,
    event,
    number,
    opt_out_import,
    place,
    recipient,
    thread,
    user,
)

MODULES = (approval, batch, contact, event, number, opt_out_import, place, recipient, thread, user)
