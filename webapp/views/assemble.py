"""Every blueprint and every manner of the web side, registered in one place."""

from __future__ import annotations

from flask import Flask

from webapp.views import health

BLUEPRINTS = (health.bp,)


def register(app: Flask) -> None:
    """Hang the web on the application."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
