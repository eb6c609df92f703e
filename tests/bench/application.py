"""The application on a fresh, migrated database of either kind, without any process around it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from tests import postgres
from tests.conftest import make_settings
from webapp.db import db
from webapp.schema import create_app


@contextmanager
def application(database: str) -> Iterator[Flask]:
    """`database` is sqlite or postgresql. No one sends what is queued: a page's time is its own.

    There is no Redis either: pages do not ask it.
    """
    with ExitStack() as closing:
        folder = Path(tempfile.mkdtemp(prefix="outbound-bench-"))
        closing.callback(shutil.rmtree, folder, ignore_errors=True)
        url = f"sqlite:///{folder / 'outbound.db'}"
        if database == "postgresql":
            cluster = postgres.Cluster(durable=True)
            closing.callback(cluster.stop)
            url = cluster.url
        app = create_app(make_settings(folder, url, f"unix://{folder / 'nobody.sock'}", "no key"))
        with app.app_context():
            upgrade()
            engine = db.engine
        closing.callback(engine.dispose)
        yield app
