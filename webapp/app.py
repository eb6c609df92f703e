"""create_app: the whole assembly on one screen."""

from __future__ import annotations

import os

from flask import Flask
from sqlalchemy.orm import configure_mappers

from webapp import allowed_hosts, config, db, files, logs, queue, sealing, simulated_model
from webapp.models import tables  # noqa: F401  (every table is known before the first query)
from webapp.views import assemble

TEMPLATES = "../templates"
STATIC = "../static"


def create_app(settings: config.Settings | None = None) -> Flask:
    """The Flask application. Without settings, they are read from the environment."""
    settings = settings or config.load()
    os.umask(0o077)  # the database, its journal, files: whichever process makes them, for their owner only
    logs.init(settings.log_format)
    app = Flask("webapp", template_folder=TEMPLATES, static_folder=STATIC, static_url_path="/static")
    app.config["SETTINGS"] = settings
    app.secret_key = settings.secret_key
    db.init_app(app, settings.database_url)
    queue.init_app(app, settings.redis_url)
    files.init_app(app, settings.files)
    allowed_hosts.init_app(app, settings.allowed_networks)
    sealing.init_app(app, settings.secret_key)
    simulated_model.init_app(app, settings.simulated_model_url)
    assemble.register(app)
    configure_mappers()  # here, once, rather than in every fork in which a job runs
    return app
