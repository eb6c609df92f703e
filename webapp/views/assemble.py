"""Every blueprint and every manner of the web side, registered in one place."""

from __future__ import annotations

from flask import Flask

from webapp.views import (
    audit,
    body_limits,
    carrier_account,
    clean_request,
    facts,
    failures,
    forms,
    health,
    home,
    hours,
    ids,
    language_models,
    media,
    notice_ways,
    notices,
    numbers,
    proxy,
    recordings,
    secrets,
    sentences,
    settings,
    strays,
    template_globals,
    ui,
)
from webapp.views.agents import routes as agents
from webapp.views.api import api_events
from webapp.views.batches import routes as batches
from webapp.views.contacts import contact_imports, contact_selection, contacts, contacts_chosen, segments
from webapp.views.inbox import routes as inbox
from webapp.views.opt_outs import holds, opt_out_reading
from webapp.views.signing_in import auth, recovery, second_factor, security
from webapp.views.team import account, api_keys, people, profile
from webapp.views.webhooks import webhooks, webhooks_in
from webapp.views.workflows import routes as workflows

BLUEPRINTS = (
    webhooks.bp,
    api_events.bp,
    webhooks_in.bp,
    forms.bp,
    health.bp,
    auth.bp,
    home.bp,
    batches.bp,
    inbox.bp,
    media.bp,
    recordings.bp,
    strays.bp,
    agents.bp,
    workflows.bp,
    contacts.bp,
    contact_imports.bp,
    facts.bp,
    segments.bp,
    contact_selection.bp,
    contacts_chosen.bp,
    notices.bp,
    notice_ways.bp,
    numbers.bp,
    opt_out_reading.bp,
    holds.bp,
    hours.bp,
    people.bp,
    profile.bp,
    account.bp,
    second_factor.bp,
    recovery.bp,
    settings.bp,
    carrier_account.bp,
    language_models.bp,
    api_keys.bp,
    secrets.bp,
    sentences.bp,
    audit.bp,
)


def register(app: Flask) -> None:
    """Hang the web on the application."""
    proxy.init_app(app)
    ids.init_app(app)
    ui.init_app(app)
    clean_request.init_app(app)
    template_globals.init_app(app)
    batches.init_app(app)
    inbox.init_app(app)
    strays.init_app(app)
    recordings.init_app(app)
    failures.init_app(app)
    security.init_app(app, app.config["SETTINGS"])
    security.csrf.exempt(webhooks.bp)  # signed by the carrier instead
    security.csrf.exempt(api_events.bp)  # no cookie is looked at there
    security.csrf.exempt(webhooks_in.bp)  # the address is the key, and no cookie is looked at
    security.csrf.exempt(forms.bp)  # no one is signed in there, and no cookie is looked at
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    body_limits.init_app(app)
