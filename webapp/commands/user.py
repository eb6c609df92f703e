"""`user …`: people who may log in, from the command line."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from webapp.processes import environment
from webapp.processes.fault import StartFault
from webapp.rules import storable

if TYPE_CHECKING:
    from flask import Flask


def add(email: str, name: str, role: str, *, from_stdin: bool) -> int:
    """Add a person who logs in with `email`. Raises StartFault with the reason when that is not possible."""
    password = sys.stdin.readline().rstrip("\n") if from_stdin else _asked()
    if not storable.is_storable(password):
        raise StartFault("The password is not written in UTF-8. Nothing was changed.")
    with _application(new=True):
        from webapp.models.user import Role
        from webapp.services.team import people

        people.add(email, name, password, Role(role))
    sys.stdout.write(f"{email} may log in now, as {role}.\n")
    return 0


def password_link(email: str) -> int:
    """Print a link with which they choose another password. Raises StartFault."""
    with _application() as app:
        from webapp.services.team import password_links, people
        from webapp.views.signing_in import recovery

        token = password_links.make(people.by_email(email), None)
        with app.test_request_context():
            link = app.config["SETTINGS"].public_url + recovery.address(token)
    sys.stdout.write(f"With this link {email} chooses a password, once, within 24 hours:\n{link}\n")
    return 0


def reset_second_factor(email: str) -> int:
    """Take away the second factor of someone whose phone is lost. Raises StartFault."""
    with _application():
        from webapp.services.team import people, second_factors

        second_factors.reset(people.by_email(email), None)
    sys.stdout.write(f"{email} has no second factor now, and is signed out everywhere.\n")
    return 0


@contextmanager
def _application(*, new: bool = False) -> Iterator[Flask]:
    """With its database up to date; what is done in it is committed. Raises StartFault.

    `new`: it is set up where there is none.
    """
    env = environment.for_command(os.environ) if new else environment.for_installed(os.environ)
    from webapp import config  # the application is loaded only when it is needed: `up` must stay small
    from webapp.db import db
    from webapp.errors import Fault
    from webapp.processes.prepare import migrate_database, update_database
    from webapp.schema import create_app

    app = create_app(config.load(env))
    with app.app_context():
        migrate_database() if new else update_database()
        try:
            yield app
            db.session.commit()
        except Fault as fault:
            raise StartFault(fault.sentence) from fault


def _asked() -> str:
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Once more: "):
        raise StartFault("The two passwords differ. Nothing was changed.")
    return password
