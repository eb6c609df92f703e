"""Every table, for the migrations and for tests that need all of them at once."""

from webapp.models import approval, batch, contact, event, number, recipient, thread, user

MODULES = (approval, batch, contact, event, number, recipient, thread, user)
